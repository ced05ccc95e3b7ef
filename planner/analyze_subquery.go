package planner

import (
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// correlation is an equality between a subquery's column and one of the query around it. Operators
// from index above on stand above it and work for each of its values by itself; those below do not
// see it.
type correlation struct {
	Pair
	above int
	over  []int // the inputs of the relation that it filters
}

// correlates reads "inner = outer" in the WHERE of a subquery: the subquery then answers for each
// value of the pair by itself. It reports whether the term was one.
func (a *analysis) correlates(e syntax.Expr, sc *scope) bool {
	b, ok := e.(*syntax.Binary)
	if !ok || b.Op != "=" || sc.outer == nil || a.pairs == nil {
		return false
	}
	inner, outer := b.Left, b.Right
	if a.outside(inner, sc) {
		inner, outer = outer, inner
	}
	if a.outside(inner, sc) || !a.outside(outer, sc) || a.traits(inner).perRow != "" {
		return false
	}
	c := correlation{Pair{Left: a.expr(outer, sc.outer), Right: a.expr(inner, sc)}, len(a.q.Operators), sc.from.inputs}
	for _, other := range *a.pairs {
		if other.Left == c.Left && other.Right != c.Right {
			// Two columns that equal one column of the outer query equal each other.
			a.completeJoin(Pair{Left: other.Right, Right: c.Right}, sc.from)
		}
	}
	*a.pairs = append(*a.pairs, c)
	return true
}

// outside says whether an expression reads columns, and all of them from outer scopes.
func (a *analysis) outside(e syntax.Expr, sc *scope) bool {
	cols := syntax.ColumnsIn(e)
	for _, c := range cols {
		before := a.crossed
		a.lookup(sc, c.Parts)
		if a.crossed == before {
			return false
		}
	}
	return len(cols) > 0
}

// subqueriesIn analyzes the subqueries of an expression. top says that the expression is a whole
// AND term of WHERE: only there may an IN bring its rows together by the compared value.
func (a *analysis) subqueriesIn(e syntax.Expr, sc *scope, rel *relation, top bool) {
	if e == nil {
		return
	}
	if n, ok := e.(*syntax.Unary); ok && n.Op == "NOT" && top {
		if ex, ok := n.X.(*syntax.Exists); ok {
			a.subquery("NOT EXISTS", ex, ex.Query, nil, sc, rel)
			return
		}
	}
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Subquery:
			a.subquery("scalar subquery", n, n.Query, nil, sc, rel)
			return false
		case *syntax.Quantified:
			if n.Query != nil {
				a.subquery(n.Quantifier+" (subquery)", n, n.Query, nil, sc, rel)
			}
			return false
		case *syntax.Exists:
			a.subquery("EXISTS", n, n.Query, nil, sc, rel)
			return false
		case *syntax.In:
			if n.Query == nil {
				return true
			}
			name, by := "IN (subquery)", n.X
			if n.Not {
				name = "NOT IN (subquery)"
			}
			if n.Not || !top || n != e {
				by = nil
			}
			a.subqueriesIn(n.X, sc, rel, false)
			a.subquery(name, n, n.Query, by, sc, rel)
			return false
		}
		return true
	})
}

// subquery adds what a subquery in an expression requires: that its rows meet those of the outer
// query which agree on the correlation, and for IN on the compared value.
func (a *analysis) subquery(name string, at syntax.Node, q *syntax.QueryExpr, by syntax.Expr, sc *scope, rel *relation) {
	before, first := a.crossed, len(a.q.Operators)
	var inner *relation
	pairs := a.correlate(func() { inner = a.query(q, sc, sc.ctes) })
	if len(inner.inputs) == 0 {
		return
	}
	correlated := a.crossed > before
	if a.copyable(inner) {
		a.copyTables(inner)
		return
	}
	op := &Operator{Kind: OpSubquery, Text: name, Span: at.Span(), Equal: pairs, Left: rel.inputs, Right: inner.inputs}
	op.Equal = append(op.Equal, a.inPairs(by, inner, sc)...)
	op.AllWhy = "its value depends on all records of what it selects from"
	if correlated {
		op.AllWhy = "it is correlated, but by no equality"
	}
	for _, nested := range a.q.Operators[first:] {
		if nested.Kind == OpSubquery && nested.enclosing == nil {
			nested.enclosing = op
		}
	}
	both := &relation{inputs: slices.Concat(rel.inputs, inner.inputs), facts: slices.Concat(rel.facts, inner.facts),
		optional: maps.Clone(inner.optional), unions: slices.Concat(rel.unions, inner.unions)}
	if both.optional == nil {
		both.optional = map[int][]int{}
	}
	maps.Copy(both.optional, rel.optional)
	a.operate(op, both)
}

// closeSubqueries settles what subqueries require, now that all of them are known. One may be
// correlated to a query further out than the one around it: of the rows that count there, the
// enclosing subquery's own equalities say which column around it has that value.
func (a *analysis) closeSubqueries() {
	for _, op := range slices.Backward(a.q.Operators) {
		if op.Kind != OpSubquery {
			continue
		}
		for i, p := range op.Equal {
			if c := a.q.columns.get(p.Left); op.enclosing == nil || c.input < 0 || contains(op.Left, c.input) {
				continue
			}
			for _, e := range op.enclosing.Equal {
				if e.Left == p.Left {
					op.Equal[i].Left = e.Right
					break
				}
			}
		}
		op.All = len(op.Equal) == 0
	}
}

// correlate runs the analysis of a part that may refer to the query around it, and returns the
// equalities by which it does. Operators inside then work for each correlation value by itself.
func (a *analysis) correlate(part func()) []Pair {
	outer, first := a.pairs, len(a.q.Operators)
	found := []correlation{}
	a.pairs = &found
	part()
	a.pairs = outer
	var pairs []Pair
	for _, c := range found {
		pairs = append(pairs, c.Pair)
	}
	for i := first; i < len(a.q.Operators); i++ {
		a.perCorrelation(i, found)
	}
	return pairs
}

// inPairs are the columns that IN compares, if it may serve to bring rows together.
func (a *analysis) inPairs(by syntax.Expr, inner *relation, sc *scope) []Pair {
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
	var out []Pair
	for i, e := range left {
		if why := a.traits(e).perRow; (why == "" || why == perAggregate) && len(syntax.ColumnsIn(e)) > 0 {
			out = append(out, Pair{Left: a.expr(e, sc), Right: inner.cols[i].ID})
		}
	}
	return out
}

// perCorrelation narrows an operator inside a correlated subquery: what would need all records
// needs those of one correlation value only. An operator over other sources does not see it.
func (a *analysis) perCorrelation(at int, correlations []correlation) {
	op := a.q.Operators[at]
	var ids []dist.Column
	for _, c := range correlations {
		if c.above <= at && len(c.over) > 0 && contains(op.Inputs, c.over[0]) {
			ids = append(ids, c.Right)
		}
	}
	switch {
	case len(ids) == 0 || op.Kind == OpJoin || op.Kind == OpSubquery || op.Kind == OpSetOp:
	case op.All:
		op.All, op.Global, op.Keys = false, false, ids
	default:
		op.Keys = append(append([]dist.Column(nil), op.Keys...), ids...)
	}
}
