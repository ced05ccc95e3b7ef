package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Fact is what is known of the rows of a node: rows that agree on From agree on To. NULL agrees with NULL.
type Fact struct {
	From []ID
	To   ID
	// Equal says more: From is one column, and in every row it has the value of To.
	Equal bool
	// Guard are marks of outer joins: the fact holds of rows that have all of them.
	Guard []ID
	// Lasting says that the fact also holds of rows that an outer join fills with NULL: one of From has a value
	// wherever there is a record, so a row without one agrees with no row that has one.
	Lasting  bool
	Declared bool // a person says so: the catalog, a flag, an annotation
	Computed bool // it is about an expression and what that is computed from
	Span     diag.Span
	Why      func(*Tree) string // the reason, for people

	at, region int // the number and region of the node that states it
}

// because is a reason that needs nothing of the tree.
func because(text string) func(*Tree) string { return func(*Tree) string { return text } }

// Marks are the outer joins' sides that every row is known to have, in rising order.
type Marks []ID

// Has reports whether every row has that side.
func (m Marks) Has(mark ID) bool {
	_, ok := slices.BinarySearch(m, mark)
	return ok
}

// with adds marks, and what follows from them.
func (t *Tree) with(m Marks, more ...ID) Marks {
	out := m
	for todo := more; len(todo) > 0; {
		mark := todo[0]
		todo = todo[1:]
		if i, ok := slices.BinarySearch(out, mark); !ok {
			out = slices.Insert(slices.Clone(out), i, mark)
			todo = append(slices.Clone(todo), t.implied[mark]...)
		}
	}
	return out
}

// Marks returns the sides of outer joins below a node that all of its rows have.
func (t *Tree) Marks(n Node) Marks { return t.marks[n.base().at] }

// hasValues adds to marks what follows where columns are not NULL in the rows of a node.
func (t *Tree) hasValues(m Marks, n Node, columns ...ID) Marks {
	for _, id := range columns {
		c := t.Columns.Get(id)
		if c == nil {
			continue
		}
		for _, set := range c.Nulls {
			if len(set) == 1 {
				m = t.hasValues(m, n, set[0])
			}
		}
		home := c.Home
		if c.Scan != nil && len(c.Args) == 0 {
			home = c.Scan
		}
		if home == nil || home.base().region != n.base().region || !Within(home, n) {
			continue
		}
		for e := home.base().edge; e != nil && e.join <= n.base().at; e = e.next {
			m = t.with(m, e.mark)
		}
	}
	return m
}

// NeverNull reports whether a column has a value in every row of a node: it is part of the primary key of a
// source, or a condition below demands a value.
func (t *Tree) NeverNull(id ID, n Node) bool {
	marks := t.Marks(n)
	b := n.base()
	reaches := func(from Node) bool { // no outer join between fills the rows with NULL
		f := from.base()
		if f.region != b.region || !Within(from, n) {
			return false
		}
		for e := f.edge; e != nil && e.join <= b.at; e = e.next {
			if !marks.Has(e.mark) {
				return false
			}
		}
		return true
	}
	c := t.Columns.Get(id)
	if c.Path != nil && slices.ContainsFunc(c.Scan.Known.PrimaryKey, func(k string) bool { return slices.Equal(catalog.Path(k), c.Path) }) && reaches(c.Scan) {
		return true
	}
	for _, f := range t.nodes[b.first : b.at+1] {
		switch f := f.(type) {
		case *Filter:
			if slices.Contains(f.Values, id) && reaches(f) {
				return true
			}
		case *Join:
			equal := slices.ContainsFunc(f.Equal, func(p Pair) bool { return !p.NullSafe && (p.Left == id || p.Right == id) })
			if Inner(f.Kind) && (equal || slices.Contains(f.Values, id)) && reaches(f) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a fact holds of the rows of a node, of which marks are known. What a node states that no
// row comes out of is left out: two such facts may contradict each other, and a total above has a row all the same.
func (t *Tree) holds(f *Fact, n Node, marks Marks) bool {
	b := n.base()
	if f.region != b.region || f.at < b.first || f.at > b.at || t.Empty(t.nodes[f.at]) {
		return false
	}
	if !f.Lasting {
		for e := t.nodes[f.at].base().edge; e != nil && e.join <= b.at; e = e.next {
			if !marks.Has(e.mark) {
				return false
			}
		}
	}
	for _, g := range f.Guard {
		if !marks.Has(g) {
			return false
		}
	}
	return true
}

// below are the facts that nodes of a subtree state, and the number of the first of them.
func (t *Tree) below(n Node) (first int, facts []Fact) {
	b := n.base()
	from, _ := slices.BinarySearchFunc(t.facts, b.first, func(f Fact, at int) int { return f.at - at })
	to, _ := slices.BinarySearchFunc(t.facts, b.at+1, func(f Fact, at int) int { return f.at - at })
	return from, t.facts[from:to]
}

// FactsAt are the facts that hold of the rows of a node, those of expressions included. The slice belongs
// to the tree. The tag of a fact is what Fact takes.
func (t *Tree) FactsAt(n Node) []dist.Fact {
	at := n.base().at
	if list, ok := t.at[at]; ok {
		return list
	}
	marks := t.Marks(n)
	var list []dist.Fact
	first, facts := t.below(n)
	for i := range facts {
		f := &facts[i]
		if !t.holds(f, n, marks) {
			continue
		}
		list = append(list, dist.Fact{From: f.From, To: f.To, Tag: first + i})
		if f.Equal {
			list = append(list, dist.Fact{From: []ID{f.To}, To: f.From[0], Tag: first + i})
		}
	}
	list = append(list, t.computed...)
	t.at[at] = list
	return list
}

// Fact returns the fact of a tag: that of a node, or that of an expression.
func (t *Tree) Fact(tag int) Fact {
	if tag >= 0 {
		return t.facts[tag]
	}
	c := t.Columns.Get(ID(-tag))
	f := Fact{From: c.Args, To: c.ID, Computed: true, Why: func(t *Tree) string {
		return t.Columns.Name(c.ID) + " is computed from " + t.ShowAll(t.Variable(c.Args))
	}}
	if c.Const {
		f.Why = because(t.Columns.Name(c.ID) + " is a constant")
	}
	return f
}

// Variable leaves out constants.
func (t *Tree) Variable(ids []ID) []ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return t.Columns.Get(id).Const })
}

// computedFacts are the facts of expressions: arguments decide the value, and at times the value an argument.
func (t *Tree) computedFacts() []dist.Fact {
	var out []dist.Fact
	for _, c := range t.Columns.list[1:] {
		if c.Determined {
			out = append(out, dist.Fact{From: c.Args, To: c.ID, Tag: -int(c.ID)})
		}
		if c.Inverse != 0 {
			out = append(out, dist.Fact{From: []ID{c.ID}, To: c.Inverse, Tag: -int(c.ID)})
		}
	}
	return out
}

// Closure is what records that agree on keys agree on in the rows of a node.
func (t *Tree) Closure(n Node, keys ...ID) dist.Closure {
	return dist.Close(dist.By(keys...), t.FactsAt(n))
}
