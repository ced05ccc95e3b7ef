package resolve

import (
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// subquery puts a subquery beside the current rows, once, and returns its value. by is what IN compares, if that
// may bring the subquery's rows together.
func (r *resolver) subquery(name string, at syntax.Node, q *syntax.QueryExpr, by syntax.Expr, sc *scope) logical.ID {
	if id, ok := sc.values[at]; ok {
		return id
	}
	before := r.crossed
	around := *sc
	around.earlier, around.top = nil, nil
	ordering := r.ordering
	r.ordering = false
	inner := r.query(q, &around, sc.ctes)
	r.ordering, r.inner = ordering, inner
	value := r.cols.Opaque(name, "it is the value of a subquery", sc.rel.node)
	if len(inner.cols) == 1 {
		value.Type = r.cols.Get(inner.cols[0].ID).Type
	}
	if sc.values == nil {
		sc.values = map[syntax.Node]logical.ID{}
	}
	sc.values[at] = value.ID
	apply := logical.NewApply(sc.rel.node, inner.node, name, at.Span(), inner.per, r.compared(by, inner, sc), r.crossed > before)
	apply.Ordering = ordering
	if sc.top == at {
		apply.Demands = inner.demands
	}
	sc.rel.node = apply
	value.Home = apply
	return value.ID
}

// compared returns the columns that IN compares, if they may bring rows together.
func (r *resolver) compared(by syntax.Expr, inner *relation, sc *scope) []logical.Pair {
	if by == nil {
		return nil
	}
	left := []syntax.Expr{by}
	if t, ok := by.(*syntax.Tuple); ok {
		left = t.Items
	}
	if len(left) != len(inner.cols) {
		return nil
	}
	var out []logical.Pair
	for i, e := range left {
		if id := r.expr(e, sc); !r.cols.Get(id).Const && !syntax.HasQuery(e) {
			out = append(out, logical.Pair{Left: id, Right: inner.cols[i].ID})
		}
	}
	return out
}
