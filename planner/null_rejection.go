package planner

import (
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// outerJoin remembers an outer join, whose missing matches a WHERE above it may drop again.
type outerJoin struct {
	optional []int // the inputs that may be missing
	pairs    []Pair
}

// rejectNulls reads a term of WHERE that no row passes whose column is NULL. Where an outer join
// may leave that column NULL, only its matches pass: from here on it is an inner join.
func (a *analysis) rejectNulls(e syntax.Expr, sc *scope, rel *relation) {
	if len(rel.optional) == 0 {
		return
	}
	for _, c := range strictColumns(e) {
		in := a.q.columns.get(a.columnRef(c, sc)).input
		if in < 0 || !rel.optional[in] {
			continue
		}
		for _, j := range a.outers {
			if contains(j.optional, in) {
				a.makeInner(j, rel)
			}
		}
	}
}

// makeInner lets the rows of a relation count as those of an inner join.
func (a *analysis) makeInner(j outerJoin, rel *relation) {
	kept := map[int]bool{}
	for in := range rel.optional {
		if !contains(j.optional, in) {
			kept[in] = true
		}
	}
	rel.optional = kept
	for _, p := range j.pairs {
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
