package planner

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// rejectNulls reads a term of WHERE that no row passes whose column is NULL. Where an outer join
// may leave that column NULL, only its matches pass: from here on it is an inner join.
func (a *analysis) rejectNulls(e syntax.Expr, sc *scope, rel *relation) {
	if len(rel.optional) == 0 {
		return
	}
	for _, c := range strictColumns(e) {
		col := a.q.columns.get(a.columnRef(c, sc))
		if col.input < 0 || !col.strict {
			continue
		}
		for _, at := range rel.optional[col.input] {
			a.makeInner(at, rel)
		}
	}
}

// makeInner lets the rows of a relation count as those of an inner join. What that one may leave out
// can still be missing because of another.
func (a *analysis) makeInner(at int, rel *relation) {
	kept := map[int][]int{}
	for in, joins := range rel.optional {
		if left := slices.DeleteFunc(slices.Clone(joins), func(j int) bool { return j == at }); len(left) > 0 {
			kept[in] = left
		}
	}
	rel.optional = kept
	for _, p := range a.outers[at] {
		if p.NullSafe || !a.sameType(p) {
			continue
		}
		why := a.q.show(p.Left) + " = " + a.q.show(p.Right) + " in the join, and WHERE drops what has no match"
		rel.facts = append(rel.facts, dist.Fact{From: []dist.Column{p.Left}, To: p.Right, Reason: why}, dist.Fact{From: []dist.Column{p.Right}, To: p.Left, Reason: why})
	}
}

// strictColumns are the columns of a comparison, BETWEEN, IN or IS NOT NULL that stand there by
// themselves: where one of them is NULL the term is not true.
func strictColumns(e syntax.Expr) []*syntax.Column {
	var operands []syntax.Expr
	switch e := e.(type) {
	case *syntax.Binary:
		switch e.Op {
		case "=", "<>", "<", ">", "<=", ">=", "LIKE", "NOT LIKE":
			operands = []syntax.Expr{e.Left, e.Right}
		}
	case *syntax.Between:
		operands = []syntax.Expr{e.X, e.Lo, e.Hi}
	case *syntax.In:
		if e.Query == nil {
			operands = []syntax.Expr{e.X}
		}
	case *syntax.Is:
		if e.Not && e.What == "NULL" {
			operands = []syntax.Expr{e.X}
		}
	}
	var out []*syntax.Column
	for _, o := range operands {
		if c, ok := o.(*syntax.Column); ok {
			out = append(out, c)
		}
	}
	return out
}
