package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// presence says what outer joins leave true of their columns: where a row has a part at all, that
// part's column has the value of another. Unlike a fact it outlives every outer join above, because
// it says nothing of rows that lack the part.
type presence struct {
	equals map[dist.Column][]dist.Column // column -> those that have its value where their source is there
	// extended are the columns that a computed one became above outer joins: NULL without a match,
	// whatever it is computed to be from NULLs.
	extended map[dist.Column][]dist.Column
	args     map[dist.Column][]dist.Column // of the COALESCEs in equals
	reached  map[dist.Column]map[dist.Column]bool
}

// add says that x has the value of each of the columns of list wherever their source is there.
func (p *presence) add(x dist.Column, list ...dist.Column) {
	if p.equals == nil {
		p.equals, p.args = map[dist.Column][]dist.Column{}, map[dist.Column][]dist.Column{}
	}
	p.equals[x] = append(p.equals[x], list...)
}

// coalesced registers COALESCE(l, r) of two columns that are equal where both sources are there, and
// returns its id, which is that of the same call in the text.
func (p *presence) coalesced(l, r dist.Column) dist.Column {
	var args []dist.Column
	for _, c := range []dist.Column{l, r} {
		if inner := p.args[c]; inner != nil {
			args = append(args, inner...)
		} else {
			args = append(args, c)
		}
	}
	text := make([]string, len(args))
	for i, c := range args {
		text[i] = string(c)
	}
	id := dist.Column("COALESCE(" + strings.Join(text, ", ") + ")")
	if p.args[id] == nil {
		p.add(id, l, r)
		p.args[id] = args
	}
	return id
}

// follows says whether a column has the value of another wherever its source is there. To be asked
// only when the statement has been read.
func (p *presence) follows(from, to dist.Column) bool {
	if from == to {
		return true
	}
	set, ok := p.reached[from]
	if !ok {
		set = map[dist.Column]bool{}
		for todo := slices.Clone(p.equals[from]); len(todo) > 0; {
			c := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if !set[c] {
				set[c] = true
				todo = append(todo, p.equals[c]...)
			}
		}
		if p.reached == nil {
			p.reached = map[dist.Column]map[dist.Column]bool{}
		}
		p.reached[from] = set
	}
	return set[to]
}

// presentEqual notes what a join's equalities leave true. A column follows one that is strict only:
// that one has a value in no row without its source, so a match means that the source is there.
func (a *analysis) presentEqual(k syntax.JoinKind, c condition, left, right extension) {
	for _, p := range c.pairs {
		if p.NullSafe || !a.sameType(p) {
			continue
		}
		l, r := a.q.columns.get(p.Left), a.q.columns.get(p.Right)
		if k != syntax.JoinRight && k != syntax.JoinFull && l.strict {
			a.q.presence.add(p.Left, p.Right)
		}
		if k != syntax.JoinLeft && k != syntax.JoinFull && r.strict {
			a.q.presence.add(p.Right, p.Left)
		}
		el, er := left.of(p.Left), right.of(p.Right)
		if a.q.columns.get(el).strict && a.q.columns.get(er).strict {
			a.q.presence.coalesced(el, er)
			a.q.presence.coalesced(er, el)
		}
	}
}

// mergeUsing lets a bare name mean what USING or NATURAL makes of two columns where that is not the
// left one: the right one after RIGHT JOIN, the one that there is after FULL JOIN.
func (a *analysis) mergeUsing(k syntax.JoinKind, c condition, left, right extension, tables []*table) {
	if k != syntax.JoinRight && k != syntax.JoinFull {
		return
	}
	for i, name := range c.names {
		id := right.of(c.pairs[i].Right)
		if k == syntax.JoinFull {
			id = a.coalesce(left.of(c.pairs[i].Left), id)
		}
		if t := a.holder(tables, name); t != nil {
			merged := map[string]dist.Column{strings.ToLower(name): id}
			for n, old := range t.merged {
				if _, again := merged[n]; !again {
					merged[n] = old
				}
			}
			t.merged = merged
		}
	}
}

// holder is the table that a bare name is looked up in: one that surely has it, else one that may.
func (a *analysis) holder(tables []*table, name string) *table {
	var may *table
	for _, t := range tables {
		if t.hidden[strings.ToLower(name)] {
			continue
		}
		if _, ok := a.bare(t, name); ok {
			return t
		}
		if may == nil && t.rel.open != nil {
			may = t
		}
	}
	return may
}

// coalesce registers COALESCE(l, r) as a column.
func (a *analysis) coalesce(l, r dist.Column) dist.Column {
	id := a.q.presence.coalesced(l, r)
	if old := a.q.columns.get(id); old != nil {
		return id
	}
	parts := a.q.presence.args[id]
	display := "COALESCE(" + a.q.showAll(parts) + ")"
	strict := true
	for _, p := range parts {
		strict = strict && a.q.columns.get(p).strict
	}
	a.q.structural = append(a.q.structural, dist.Fact{From: parts, To: id, Reason: display + " is computed from " + a.q.showAll(parts)})
	return a.q.columns.add(column{id: id, display: display, input: -1, parts: parts, cannot: "it is not computed from one source alone", strict: strict}).id
}

// extension maps computed columns of a side that an outer join may leave out to those that they
// are above it; nil for a side that is always there.
type extension map[dist.Column]dist.Column

func (e extension) of(id dist.Column) dist.Column {
	if x, ok := e[id]; ok {
		return x
	}
	return id
}

// extend gives the computed columns of a side that may be left out ids of their own: COALESCE(x, 0)
// of a row that is not there is NULL above the join, though COALESCE(NULL, 0) is 0.
func (a *analysis) extend(s side) (side, extension) {
	ext := extension{}
	cols := func(list []OutputColumn) []OutputColumn {
		out := slices.Clone(list)
		for i, c := range out {
			out[i].ID = a.extended(c, ext)
		}
		return out
	}
	rel := *s.rel
	rel.cols = cols(s.rel.cols)
	out := side{rel: &rel}
	for _, t := range s.tables {
		extended, inner := *t, *t.rel
		inner.cols = cols(t.rel.cols)
		if open := t.rel.open; open != nil && t.rel.base == nil {
			inner.open = func(n string) OutputColumn {
				c := open(n)
				c.ID = a.extended(c, ext)
				return c
			}
		}
		extended.rel = &inner
		out.tables = append(out.tables, &extended)
	}
	return out, ext
}

func (a *analysis) extended(c OutputColumn, ext extension) dist.Column {
	col := a.q.columns.get(c.ID)
	if col == nil || col.strict || (len(col.parts) == 0 && !col.const_) {
		return c.ID
	}
	if id, ok := ext[c.ID]; ok {
		return id
	}
	id := a.opaque(col.display, "it is NULL where the outer join finds no match")
	a.q.columns.get(id).strict = true
	ext[c.ID] = id
	a.q.presence.add(id, c.ID)
	if a.q.presence.extended == nil {
		a.q.presence.extended = map[dist.Column][]dist.Column{}
	}
	a.q.presence.extended[c.ID] = append(a.q.presence.extended[c.ID], id)
	return id
}

// strictFunctions give NULL if an argument is NULL.
var strictFunctions = set(`UPPER LOWER TRIM LTRIM RTRIM SUBSTRING SUBSTR LENGTH CHAR_LENGTH REPLACE REVERSE
	ABS CEIL CEILING FLOOR ROUND SIGN MOD POWER SQRT EXP LN EXTRACT YEAR MONTH DAY HOUR MINUTE SECOND DATE DATE_TRUNC`)

// strict says whether an expression is NULL where all columns in it are. That of an unknown function
// need not be.
func strict(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Column:
		return true
	case *syntax.Unary:
		return strict(e.X)
	case *syntax.Cast:
		return strict(e.X)
	case *syntax.Field:
		return strict(e.X)
	case *syntax.Binary:
		switch e.Op {
		case "+", "-", "*", "/", "%", "||", "=", "<>", "<", ">", "<=", ">=":
			return strict(e.Left) || strict(e.Right)
		}
	case *syntax.Call:
		return strictCall(e)
	}
	return false
}

func strictCall(e *syntax.Call) bool {
	loose := func(x syntax.Expr) bool { return !strict(x) }
	if strings.EqualFold(e.Name, "COALESCE") {
		return !slices.ContainsFunc(e.Args, loose)
	}
	return strictFunctions[strings.ToUpper(e.Name)] && slices.ContainsFunc(e.Args, strict) &&
		!slices.ContainsFunc(e.Args, func(x syntax.Expr) bool { return loose(x) && !isLiteral(x) })
}
