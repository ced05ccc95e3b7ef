//go:build !race

package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// queryMaker makes random queries whose result does not depend on the order of rows. Each production
// is chosen by chance, so that most queries are small.
type queryMaker struct {
	random  *rand.Rand
	aliases int
	inputs  int         // how many sources are read so far
	most    int         // how many may be read before everything below becomes a leaf
	outer   []semCol    // columns of the queries around, by names that nothing hides
	ctes    []*madeUnit // what FROM may name: CTEs, and views
	untyped bool        // the planner knows no types
	system  bool        // the query names _PARTITION, so that NATURAL would join by it
	natural bool
}

// semCol is a column or an expression, with what it may be compared with.
type semCol struct {
	text string
	kind semKind
	key  bool // one of those that sources are mostly joined and grouped by
}

func col(text string, kind semKind) semCol { return semCol{text: text, kind: kind} }

// semKind is the kind of values of an expression.
type semKind byte

const (
	whole   semKind = 'i' // INT
	words   semKind = 's' // STRING
	numbers semKind = 'n' // STRING that holds numbers
	nothing semKind = 'x' // numbers, and the planner knows no type
	truth   semKind = 'b'
	time    semKind = 'c' // TIMESTAMP
	several semKind = 'm' // numbers and texts
)

// made is a query whose columns are c0, c1, ..; the last ones are often unique or counts.
type made struct {
	text  string
	kinds []semKind
}

// madeUnit is a query under a name of its own.
type madeUnit struct {
	name string
	made
	inputs int // how many sources one reading reads
}

func (g *queryMaker) oneIn(n int) bool          { return g.random.IntN(n) == 0 }
func (g *queryMaker) one(list ...string) string { return list[g.random.IntN(len(list))] }

// full reports whether no more sources should be read.
func (g *queryMaker) full(depth int) bool { return depth <= 0 || g.inputs >= g.most }

// alias makes a name that nothing else in the statement has.
func (g *queryMaker) alias(of string) string {
	g.aliases++
	return fmt.Sprintf("%s%d", of, g.aliases)
}

// around makes columns visible for subqueries while something is made.
func (g *queryMaker) around(cols []semCol, f func() string) string {
	before := g.outer
	g.outer = append(append([]semCol(nil), cols...), before...)
	defer func() { g.outer = before }()
	return f()
}

// items names expressions c0, c1, ..
func items(exprs []semCol) (list string, kinds []semKind) {
	var out []string
	for i, e := range exprs {
		kinds = append(kinds, e.kind)
		out = append(out, fmt.Sprintf("%s AS c%d", e.text, i))
	}
	return strings.Join(out, ", "), kinds
}

// texts are the expressions as a list.
func texts(cols []semCol) string {
	var out []string
	for _, c := range cols {
		out = append(out, c.text)
	}
	return strings.Join(out, ", ")
}

// some picks at least one of the columns, at most most, mostly keys first.
func (g *queryMaker) some(cols []semCol, most int) []semCol {
	out := append([]semCol(nil), cols...)
	g.random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	if !g.oneIn(4) {
		slices.SortStableFunc(out, func(a, b semCol) int {
			switch {
			case a.key == b.key:
				return 0
			case a.key:
				return -1
			}
			return 1
		})
	}
	return out[:1+g.random.IntN(min(most, len(out)))]
}

// any picks a column, mostly a key.
func (g *queryMaker) any(cols []semCol) semCol {
	for range 3 {
		if c := cols[g.random.IntN(len(cols))]; c.key {
			return c
		}
	}
	return cols[g.random.IntN(len(cols))]
}

// query makes a query of at most the given depth.
func (g *queryMaker) query(depth int) made {
	switch {
	case !g.full(depth) && g.oneIn(8):
		return g.united(depth)
	case !g.full(depth) && g.oneIn(6):
		return g.layered(depth)
	}
	return g.selected(depth)
}

// united combines queries by a set operation.
func (g *queryMaker) united(depth int) made {
	left := g.query(depth - 1)
	out := made{kinds: left.kinds[:1+g.random.IntN(min(2, len(left.kinds)))]}
	left = made{g.narrowed(left, nil, len(out.kinds)), out.kinds}
	op := g.one("UNION ALL", "UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL")
	out.text = left.text
	for range 1 + g.random.IntN(9)/8 {
		right := g.query(depth - 1)
		var order []int
		kinds := append([]semKind(nil), out.kinds...)
		for i, kind := range out.kinds {
			at := g.random.IntN(len(right.kinds))
			for tries := 0; tries < 6 && !g.comparable(kind, right.kinds[at]); tries++ {
				at = g.random.IntN(len(right.kinds))
			}
			if !g.comparable(kind, right.kinds[at]) {
				return left // nothing corresponds
			}
			order = append(order, at)
			kinds[i] = g.common(kind, right.kinds[at])
		}
		out.text += " " + op + " " + g.narrowed(right, order, len(order))
		out.kinds = kinds
	}
	if !strings.HasPrefix(op, "UNION") {
		out.kinds = left.kinds // the rows are those of the first arm
	}
	return out
}

// narrowed selects some columns of a query, the first ones if there is no order.
func (g *queryMaker) narrowed(q made, order []int, n int) string {
	name := g.alias("q")
	var cols []semCol
	for i := range n {
		at := i
		if order != nil {
			at = order[i]
		}
		cols = append(cols, semCol{text: fmt.Sprintf("%s.c%d", name, at), kind: q.kinds[at]})
	}
	list, _ := items(cols)
	text := "SELECT " + list + " FROM (" + q.text + ") AS " + name
	if g.oneIn(5) {
		text += " WHERE " + g.simple(cols)
	}
	return text
}

// unit makes a query that FROM may name later, by a CTE or a view.
func (g *queryMaker) unit(depth int) *madeUnit {
	before := g.inputs
	u := &madeUnit{name: g.alias("w"), made: g.query(depth)}
	u.inputs = g.inputs - before
	g.inputs = before
	return u
}
