package resolve

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// conjuncts returns the conditions that hold of every row that passes an expression: its AND terms, and what every
// arm of an OR demands. (a = b AND x) OR (b = a AND y) demands a = b.
func conjuncts(e syntax.Expr) []syntax.Expr {
	var out []syntax.Expr
	for _, t := range syntax.Conjuncts(e) {
		out = append(out, t)
		if arms := syntax.Operands("OR", t); len(arms) > 1 {
			out = append(out, demandedByAll(arms)...)
		}
	}
	return out
}

// demandedByAll returns the AND terms of the first arm that all other arms have too.
func demandedByAll(arms []syntax.Expr) []syntax.Expr {
	seen := map[string]int{}
	for i, arm := range arms {
		for _, t := range syntax.Conjuncts(arm) {
			if text := normal(t); seen[text] == i {
				seen[text] = i + 1
			}
		}
	}
	var out []syntax.Expr
	for _, t := range syntax.Conjuncts(arms[0]) {
		if text := normal(t); seen[text] == len(arms) && !syntax.HasQuery(t) {
			out = append(out, t)
			seen[text] = 0
		}
	}
	return out
}

// normal returns the text of a term, with the sides of an equality in a fixed order.
func normal(e syntax.Expr) string {
	b, ok := e.(*syntax.Binary)
	if !ok || b.Op != "=" && b.Op != "IS NOT DISTINCT FROM" {
		return syntax.Format(e)
	}
	left, right := syntax.Format(b.Left), syntax.Format(b.Right)
	return min(left, right) + " " + b.Op + " " + max(left, right)
}

// equality is two expressions that a term equates.
type equality struct {
	left, right syntax.Expr
	nullSafe    bool
}

// equalities returns the equalities that a term states: a = b, (a, b) = (c, d), a IN (b), a BETWEEN b AND b.
func equalities(e syntax.Expr) []equality {
	switch e := e.(type) {
	case *syntax.Binary:
		if e.Op != "=" && e.Op != "IS NOT DISTINCT FROM" {
			return nil
		}
		left, lt := e.Left.(*syntax.Tuple)
		right, rt := e.Right.(*syntax.Tuple)
		if !lt || !rt || len(left.Items) != len(right.Items) {
			return []equality{{e.Left, e.Right, e.Op != "="}}
		}
		var out []equality
		for i := range left.Items {
			out = append(out, equality{left.Items[i], right.Items[i], e.Op != "="})
		}
		return out
	case *syntax.In:
		if !e.Not && e.Query == nil && len(e.List) == 1 {
			return []equality{{left: e.X, right: e.List[0]}}
		}
	case *syntax.Between:
		if !e.Not && syntax.Format(e.Lo) == syntax.Format(e.Hi) {
			return []equality{{left: e.X, right: e.Lo}}
		}
	}
	return nil
}

// where reads WHERE or HAVING: a filter of the current rows.
func (r *resolver) where(e syntax.Expr, clause string, sc *scope) {
	if e != nil {
		r.terms(conjuncts(e), clause, e.Span(), sc)
	}
}

// terms filters by AND terms. Those without a subquery come first, so that what they state is known where the
// subqueries stand. Of the others, those that may bring rows together by a key come before those that compare with
// a single value: AND commutes, and the first exchange should be the even one.
func (r *resolver) terms(terms []syntax.Expr, clause string, at diag.Span, sc *scope) {
	var plain, keyed, single []syntax.Expr
	for _, t := range terms {
		switch {
		case !syntax.HasQuery(t):
			plain = append(plain, t)
		case comparesByKey(t):
			keyed = append(keyed, t)
		default:
			single = append(single, t)
		}
	}
	r.filter(plain, clause, at, sc)
	for _, t := range append(keyed, single...) {
		r.filter([]syntax.Expr{t}, clause, at, sc)
	}
}

// comparesByKey reports whether a term is EXISTS or IN, negated or not.
func comparesByKey(e syntax.Expr) bool {
	if n, ok := e.(*syntax.Unary); ok && n.Op == "NOT" {
		e = n.X
	}
	switch e := e.(type) {
	case *syntax.Exists:
		return true
	case *syntax.In:
		return e.Query != nil && !e.Not
	}
	_, q := anyOf(e)
	return q != nil
}

// filter puts a filter by terms above the current rows.
func (r *resolver) filter(terms []syntax.Expr, clause string, at diag.Span, sc *scope) {
	if len(terms) == 0 {
		return
	}
	var list []logical.Term
	var values []logical.ID
	var facts []logical.Fact
	nothing := false
	for _, t := range terms {
		sc.top = demanding(t)
		list = append(list, logical.Term{ID: r.term(t, sc), Span: t.Span()})
		sc.top = nil
		for _, e := range rejected(t) {
			if _, q := subqueryOf(e); q == nil {
				values = append(values, r.expr(e, sc))
			}
		}
		nothing = nothing || never(t)
		for _, eq := range equalities(t) {
			facts = append(facts, r.equal(eq, t, sc)...)
		}
		if is, ok := t.(*syntax.Is); ok && !is.Not {
			if x := r.named(is.X, sc); is.What == "NULL" || r.cols.Get(x).Type.Class != logical.Number { // 1 and 2 may both be TRUE
				facts = append(facts, logical.OneValueFact(x, syntax.Format(t)+" keeps one value", t.Span()))
			}
		}
	}
	sc.rel.node = logical.NewFilter(sc.rel.node, clause, at, list, values, nothing, facts)
}

// demanding returns a term if it is true only where its subquery gives a row, and nil otherwise.
func demanding(e syntax.Expr) syntax.Node {
	switch e := e.(type) {
	case *syntax.Exists, *syntax.Binary:
		return e
	case *syntax.In:
		if !e.Not {
			return e
		}
	}
	return nil
}

// term resolves one AND term. Only there may IN bring its rows together by the value that it compares.
func (r *resolver) term(e syntax.Expr, sc *scope) logical.ID {
	if id, ok := sc.values[e]; ok {
		return id
	}
	if x, q := anyOf(e); q != nil {
		name := "IN (subquery)"
		if _, in := e.(*syntax.In); !in {
			name = "ANY (subquery)"
		}
		r.expr(x, sc)
		return r.subquery(name, e, q, x, sc)
	}
	if in, ok := e.(*syntax.In); ok && in.Not && in.Query != nil {
		r.expr(in.X, sc)
		id := r.subquery("NOT IN (subquery)", e, in.Query, nil, sc)
		if apply, ok := sc.rel.node.(*logical.Apply); ok {
			apply.Unless = r.compared(in.X, r.inner, sc)
		}
		return id
	}
	return r.named(e, sc)
}

// anyOf reads x IN (query) and x = ANY (query); q is nil for anything else.
func anyOf(e syntax.Expr) (x syntax.Expr, q *syntax.QueryExpr) {
	switch e := e.(type) {
	case *syntax.In:
		if !e.Not {
			return e.X, e.Query
		}
	case *syntax.Binary:
		if any, ok := e.Right.(*syntax.Quantified); ok && e.Op == "=" && any.Quantifier != "ALL" {
			return e.Left, any.Query
		}
	}
	return nil, nil
}

// equal returns what an equality states of the rows that pass. An equality with a column of an enclosing query
// makes the subquery answer for each value of that column separately.
func (r *resolver) equal(e equality, term syntax.Expr, sc *scope) []logical.Fact {
	left, leftOutside := r.outside(e.left, sc)
	right, rightOutside := r.outside(e.right, sc)
	if left == right || left == 0 || right == 0 {
		return nil
	}
	if leftOutside != rightOutside && !e.nullSafe {
		outer, inner := left, right
		if rightOutside {
			outer, inner = right, left
		}
		if logical.Under(r.cols, inner, sc.rel.node) {
			sc.rel.per = append(slices.Clone(sc.rel.per), logical.Tie{Outer: outer, Inner: inner})
		}
	}
	if leftOutside && rightOutside && r.alike(left, right) {
		sc.rel.demands = append(sc.rel.demands, logical.EqualFact(left, right, syntax.Format(term), term.Span()))
		return nil
	}
	text := syntax.Format(term)
	a, b := r.cols.Get(left), r.cols.Get(right)
	switch {
	case b.Const:
		if r.alike(left, right) {
			return []logical.Fact{logical.EqualFact(left, right, text+" keeps one value", term.Span())}
		}
		if a.Type.Class == logical.Text || a.Type.Class == logical.Mixed {
			return nil // '1' and '01' are both equal to 1
		}
		return []logical.Fact{logical.OneValueFact(left, text+" keeps one value", term.Span())}
	case a.Const:
		return r.equal(equality{e.right, e.left, e.nullSafe}, term, sc)
	case !r.alike(left, right):
		return nil
	}
	return r.equalFacts(left, right, text, term.Span())
}

// equalFacts states that two columns are equal, and so are those that they are made of by one invertible
// operation.
func (r *resolver) equalFacts(left, right logical.ID, text string, at diag.Span) []logical.Fact {
	var out []logical.Fact
	for left != 0 && left != right {
		out = append(out, logical.EqualFact(left, right, text, at))
		left, right = r.cols.Undone(left, right)
	}
	return out
}

func (r *resolver) alike(a, b logical.ID) bool {
	return r.cols.Get(a).Type.Alike(r.cols.Get(b).Type)
}

// outside resolves an expression and reports whether it reads nothing but columns of enclosing queries. Nothing is
// concluded from an equality with a subquery.
func (r *resolver) outside(e syntax.Expr, sc *scope) (id logical.ID, outside bool) {
	if syntax.HasQuery(e) {
		return 0, false
	}
	id = r.named(e, sc)
	columns := syntax.ColumnsIn(e)
	for _, c := range columns {
		before := r.crossed
		r.lookup(sc, c.Parts)
		if r.crossed == before {
			return id, false
		}
	}
	return id, len(columns) > 0
}
