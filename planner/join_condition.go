package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// condition is what a join's ON, USING or NATURAL says.
type condition struct {
	pairs []Pair
	names []string // of USING or NATURAL, one for each of the pairs
	exact bool     // nothing but one equality
	facts []dist.Fact
}

func (a *analysis) joinCondition(j *syntax.Join, l, r side, sc *scope) condition {
	var c condition
	c.names = identNames(j.Using)
	if j.Natural {
		for _, col := range l.rel.cols {
			if _, ok := a.known(r.rel, col.Name); ok && col.Name != "" && !slices.Contains(c.names, col.Name) {
				c.names = append(c.names, col.Name)
			}
		}
	}
	for _, n := range c.names {
		lc, rc := a.merged(l, n), a.merged(r, n)
		c.pairs = append(c.pairs, Pair{Left: lc, Right: rc})
		for _, t := range r.tables {
			if t.hidden == nil {
				t.hidden = map[string]bool{}
			}
			t.hidden[strings.ToLower(n)] = true
		}
	}
	c.exact = len(c.names) == 1
	if j.On == nil {
		return c
	}
	terms := conjuncts(j.On)
	for _, t := range terms {
		if p, ok := a.equality(t, l, r, sc); ok {
			c.pairs = append(c.pairs, p)
			continue
		}
		a.subqueriesIn(t, sc, sc.from, true)
		if inner(j.Kind) {
			c.facts = append(c.facts, a.constantFact(t, sc)...)
		}
	}
	c.exact = len(terms) == 1 && len(c.pairs) == 1
	c.pairs = a.withoutTime(c.pairs)
	return c
}

// merged finds a column that USING or NATURAL names on one side.
func (a *analysis) merged(s side, name string) dist.Column {
	c, how := a.unqualified(&scope{tables: s.tables}, name)
	if how == foundNone {
		return a.opaque(name, "no source has such a column")
	}
	return c.ID
}

// withoutTime drops equalities that are no keys: those of window bounds, which the router cannot
// compute, and those of times, which part records finely and unevenly, where there is another.
func (a *analysis) withoutTime(pairs []Pair) []Pair {
	var out, timed []Pair
	for _, p := range pairs {
		l, r := a.q.columns.get(p.Left), a.q.columns.get(p.Right)
		switch {
		case l.window || r.window:
		case a.isTime(l) && a.isTime(r):
			timed = append(timed, p)
		default:
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return timed
	}
	return out
}

// timeNames are the names under which streaming engines and this dialect carry a record's time.
var timeNames = set("ROWTIME PROCTIME EVENT_TIME _EVENT_TIME _TIMESTAMP WINDOW_TIME")

// isTime says whether a column holds a point in time: by its declared type, by the statement's
// event.time.field, or by a name that nothing else has.
func (a *analysis) isTime(c *column) bool {
	if !c.plain {
		return false
	}
	field := property(a.stmt, "event.time.field")
	return strings.HasPrefix(c.typ, "TIMESTAMP") || timeNames[strings.ToUpper(c.display)] || (field != "" && c.display == field)
}

// equality reads a term "left = right" between the two sides, in either order.
func (a *analysis) equality(e syntax.Expr, l, r side, sc *scope) (Pair, bool) {
	b, ok := e.(*syntax.Binary)
	if !ok || (b.Op != "=" && b.Op != "IS NOT DISTINCT FROM") {
		return Pair{}, false
	}
	switch {
	case a.within(b.Left, l.tables, r.tables) && a.within(b.Right, r.tables, l.tables):
		return Pair{Left: a.expr(b.Left, sc), Right: a.expr(b.Right, sc), NullSafe: b.Op != "="}, true
	case a.within(b.Left, r.tables, l.tables) && a.within(b.Right, l.tables, r.tables):
		return Pair{Left: a.expr(b.Right, sc), Right: a.expr(b.Left, sc), NullSafe: b.Op != "="}, true
	}
	return Pair{}, false
}

// within says whether an expression reads at least one column, and only columns of the tables.
func (a *analysis) within(e syntax.Expr, tables, others []*table) bool {
	cols := syntax.ColumnsIn(e)
	for _, c := range cols {
		if !a.refersTo(c, tables, others) {
			return false
		}
	}
	return len(cols) > 0 && a.traits(e).perRow == ""
}

func (a *analysis) refersTo(c *syntax.Column, tables, others []*table) bool {
	for _, t := range others {
		if qualifies(t.name, c.Parts) > 0 {
			return false
		}
	}
	for _, t := range tables {
		if qualifies(t.name, c.Parts) > 0 {
			return true
		}
	}
	_, mine := a.unqualified(&scope{tables: tables}, c.Parts[0].Name)
	known := func(ts []*table) bool {
		for _, t := range ts {
			if _, ok := a.known(t.rel, c.Parts[0].Name); ok {
				return true
			}
		}
		return false
	}
	if known(tables) != known(others) {
		return known(tables)
	}
	_, theirs := a.unqualified(&scope{tables: others}, c.Parts[0].Name)
	return mine == foundOne && theirs == foundNone
}

// conditionFacts adds what the condition says of the joined rows. An inner join makes both columns
// of an equality agree. After LEFT JOIN a missing match leaves NULL on the right: the left column
// still decides the right one where the condition is that equality alone, the reverse never holds.
func (a *analysis) conditionFacts(j *syntax.Join, c condition, out *relation) {
	out.facts = append(out.facts, c.facts...)
	for _, p := range c.pairs {
		if !a.sameType(p) {
			continue
		}
		why := a.q.show(p.Left) + " = " + a.q.show(p.Right) + " in the join"
		forth := dist.Fact{From: []dist.Column{p.Left}, To: p.Right, Reason: why}
		back := dist.Fact{From: []dist.Column{p.Right}, To: p.Left, Reason: why}
		switch {
		case inner(j.Kind):
			out.facts = append(out.facts, forth, back)
		case j.Kind == syntax.JoinLeft && c.exact:
			out.facts = append(out.facts, forth)
		case j.Kind == syntax.JoinRight && c.exact:
			out.facts = append(out.facts, back)
		}
	}
}

// sameType refuses an equality of columns declared with types of different classes: 1 = '1' may
// hold in SQL, and the two hash apart.
func (a *analysis) sameType(p Pair) bool {
	l, r := typeClass(a.q.columns.get(p.Left).typ), typeClass(a.q.columns.get(p.Right).typ)
	return l == "" || r == "" || l == r
}

func typeClass(typ string) string {
	switch t, _, _ := strings.Cut(typ, "("); strings.TrimSpace(t) {
	case "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "LONG", "FLOAT", "DOUBLE", "DOUBLE PRECISION", "REAL", "DECIMAL", "NUMERIC":
		return "number"
	case "STRING", "VARCHAR", "TEXT", "CHAR", "CHARACTER VARYING":
		return "text"
	case "BOOLEAN", "BOOL":
		return "bool"
	}
	return ""
}
