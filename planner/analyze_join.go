package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// side is one half of a join while its condition is read.
type side struct {
	rel    *relation
	tables []*table
}

// join analyzes a join: what it requires of both sides, and what its condition says of the rows.
func (a *analysis) join(j *syntax.Join, sc *scope) (*relation, []*table) {
	var l, r side
	l.rel, l.tables = a.source(j.Left, sc)
	beside := &scope{outer: sc.outer, ctes: sc.ctes, tables: l.tables, from: l.rel, level: sc.level}
	correlated := a.correlate(func() { r.rel, r.tables = a.source(j.Right, beside) })
	out := &relation{
		inputs: append(append([]int(nil), l.rel.inputs...), r.rel.inputs...),
		cols:   append(append([]OutputColumn(nil), l.rel.cols...), r.rel.cols...),
		unions: append(append([]*union(nil), l.rel.unions...), r.rel.unions...),
		facts:  keptFacts(j.Kind, l.rel, r.rel), unordered: true,
	}
	outer := a.optional(j.Kind, l.rel, r.rel, out)
	tables := append(append([]*table(nil), l.tables...), r.tables...)
	cond := a.joinCondition(j, l, r, &scope{outer: sc.outer, ctes: sc.ctes, tables: tables, from: out, level: sc.level})
	if j.Kind != syntax.JoinRight && j.Kind != syntax.JoinFull {
		out.joins = append(out.joins, l.rel.joins...)
	}
	if j.Kind != syntax.JoinLeft && j.Kind != syntax.JoinFull {
		out.joins = append(out.joins, r.rel.joins...)
	}
	a.conditionFacts(j, cond, out)
	if j.Kind == syntax.JoinLeft || j.Kind == syntax.JoinRight {
		a.outers[outer] = cond.pairs
	}
	tables = a.above(j.Kind, cond, l, r, out)
	cond.pairs = append(cond.pairs, correlated...)
	switch {
	case len(l.rel.inputs) == 0 || len(r.rel.inputs) == 0:
		out.unordered = l.rel.unordered || r.rel.unordered
		if keeps := j.Kind; keeps == syntax.JoinFull || (keeps == syntax.JoinLeft && len(l.rel.inputs) == 0) || (keeps == syntax.JoinRight && len(r.rel.inputs) == 0) {
			a.constantRows(j.OpSpan, out)
		}
	case a.copyable(r.rel) && (inner(j.Kind) || j.Kind == syntax.JoinLeft):
		a.copyTables(r.rel)
		out.unordered = l.rel.unordered
	case a.copyable(l.rel) && (inner(j.Kind) || j.Kind == syntax.JoinRight):
		a.copyTables(l.rel)
		out.unordered = r.rel.unordered
	default:
		op := &Operator{Kind: OpJoin, Text: joinText(j), Span: j.OpSpan.Join(spanOf(j.On)), Equal: cond.pairs, Left: l.rel.inputs, Right: r.rel.inputs,
			left: half{l.rel.inputs, l.rel.cols}, right: half{r.rel.inputs, r.rel.cols}}
		a.operate(op, out)
		if inner(j.Kind) {
			out.joins = append(out.joins, openJoin{op: op, left: op.left, right: op.right})
		}
		a.chain(j, op)
	}
	return out, tables
}

func inner(k syntax.JoinKind) bool {
	return k == syntax.JoinInner || k == syntax.JoinCross || k == syntax.JoinComma
}

func spanOf(e syntax.Expr) diag.Span {
	if e == nil {
		return diag.Span{}
	}
	return e.Span()
}

// openJoin is an inner join whose condition may go on in the WHERE behind it.
type openJoin struct {
	op          *Operator
	left, right half
	// only, if set, are the columns whose equality may be moved down to the join: the keys of what
	// stands between, whose groups pass or fail as a whole.
	only []dist.Column
}

// half is one of the things that a join brings together.
type half struct {
	inputs []int
	cols   []OutputColumn
}

// of says whether a column is one of its own, or computed from such.
func (j half) of(q *Query, id dist.Column) bool {
	c := q.columns.get(id)
	if contains(j.inputs, c.input) || slices.ContainsFunc(j.cols, func(o OutputColumn) bool { return o.ID == id }) {
		return true
	}
	return c.input < 0 && len(c.parts) > 0 && !slices.ContainsFunc(c.parts, func(p dist.Column) bool { return !j.of(q, p) })
}

// sees says whether an equality of two columns may be moved down to the join.
func (j openJoin) sees(p Pair) bool {
	return j.only == nil || (slices.Contains(j.only, p.Left) && slices.Contains(j.only, p.Right))
}

// narrowed are the joins that an equality can still be moved down to through an operator that takes
// records with equal keys together.
func narrowed(joins []openJoin, keys []dist.Column) []openJoin {
	var out []openJoin
	for _, j := range joins {
		only := keys
		if j.only != nil {
			only = slices.DeleteFunc(slices.Clone(keys), func(k dist.Column) bool { return !slices.Contains(j.only, k) })
		}
		if len(only) > 1 {
			j.only = only
			out = append(out, j)
		}
	}
	return out
}

func joinText(j *syntax.Join) string {
	kind := string(j.Kind) + " JOIN"
	switch {
	case j.Kind == syntax.JoinComma:
		kind = "comma join"
	case j.Natural:
		kind = "NATURAL " + kind
	case j.Asof:
		kind = "ASOF JOIN"
	}
	switch {
	case j.On != nil:
		kind += " ON " + syntax.Format(j.On)
	case len(j.Using) > 0:
		kind += " USING (" + strings.Join(identNames(j.Using), ", ") + ")"
	}
	return kind
}

func identNames(ids []syntax.Ident) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.Name
	}
	return out
}

// keptFacts are those that still hold after the join: the facts of a side that may be missing do
// not, because its columns are NULL then.
func keptFacts(k syntax.JoinKind, l, r *relation) []dist.Fact {
	var out []dist.Fact
	if k != syntax.JoinRight && k != syntax.JoinFull {
		out = append(out, l.facts...)
	}
	if k != syntax.JoinLeft && k != syntax.JoinFull {
		out = append(out, r.facts...)
	}
	return out
}

// optional fills in which inputs of a join may be missing in its rows, and returns the place of the
// last outer join that it noted.
func (a *analysis) optional(k syntax.JoinKind, l, r, out *relation) int {
	out.optional = map[int][]int{}
	for _, rel := range []*relation{l, r} {
		for in, joins := range rel.optional {
			out.optional[in] = joins
		}
	}
	leaves := func(rel *relation) {
		for _, in := range rel.inputs {
			out.optional[in] = append(slices.Clone(out.optional[in]), len(a.outers))
		}
		a.outers = append(a.outers, nil)
	}
	if k == syntax.JoinRight || k == syntax.JoinFull {
		leaves(l)
	}
	if k == syntax.JoinLeft || k == syntax.JoinFull {
		leaves(r)
	}
	return len(a.outers) - 1
}

// above gives the columns of a join's rows: computed ones of a side that may be missing are not
// what they were below, and USING makes one column of two.
func (a *analysis) above(k syntax.JoinKind, c condition, l, r side, out *relation) []*table {
	var left, right extension
	if k == syntax.JoinRight || k == syntax.JoinFull {
		l, left = a.extend(l)
	}
	if k == syntax.JoinLeft || k == syntax.JoinFull {
		r, right = a.extend(r)
	}
	a.presentEqual(k, c, left, right)
	out.cols = slices.Concat(l.rel.cols, r.rel.cols)
	tables := slices.Concat(l.tables, r.tables)
	a.mergeUsing(k, c, left, right, tables)
	return tables
}

// copyable says whether a relation is made of tables alone, which every partition can hold whole.
func (a *analysis) copyable(rel *relation) bool {
	if len(rel.inputs) == 0 {
		return false
	}
	for _, i := range rel.inputs {
		in := a.q.Inputs[i]
		if !in.Copied && !in.isTable() && !a.isLookup(in) {
			return false
		}
	}
	return true
}

// copyTables loads the tables of a relation on every partition, so that what they are joined to
// need not move.
func (a *analysis) copyTables(rel *relation) {
	for _, i := range rel.inputs {
		a.q.Inputs[i].Copied = true
	}
}
