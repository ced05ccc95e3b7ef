package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// conjuncts splits an expression at its top-level ANDs: only these hold of every row that passes.
// What every arm of an OR demands holds too: (a = b AND x) OR (a = b AND y) demands a = b.
func conjuncts(e syntax.Expr) []syntax.Expr {
	var out []syntax.Expr
	for _, t := range operands("AND", e) {
		out = append(out, t)
		if arms := operands("OR", t); len(arms) > 1 {
			out = append(out, commonTerms(arms)...)
		}
	}
	return out
}

// operands lists the operands of a chain of one operator, left to right.
func operands(op string, e syntax.Expr) []syntax.Expr {
	var reversed []syntax.Expr
	for {
		b, ok := e.(*syntax.Binary)
		if !ok || b.Op != op {
			break
		}
		right := operands(op, b.Right)
		for i := len(right) - 1; i >= 0; i-- {
			reversed = append(reversed, right[i])
		}
		e = b.Left
	}
	out := []syntax.Expr{e}
	for i := len(reversed) - 1; i >= 0; i-- {
		out = append(out, reversed[i])
	}
	return out
}

// commonTerms are the AND terms of the first arm that all other arms have too.
func commonTerms(arms []syntax.Expr) []syntax.Expr {
	seen := map[string]int{}
	for i, arm := range arms {
		for _, t := range operands("AND", arm) {
			if text := syntax.Format(t); seen[text] == i {
				seen[text] = i + 1
			}
		}
	}
	var out []syntax.Expr
	for _, t := range operands("AND", arms[0]) {
		if text := syntax.Format(t); seen[text] == len(arms) {
			out = append(out, t)
			seen[text] = 0
		}
	}
	return out
}

// keyedFirst orders AND terms so that those which may bring rows together by a key come before
// those that compare with a single value: AND commutes, and the first exchange should be the even one.
func keyedFirst(terms []syntax.Expr) []syntax.Expr {
	var keyed, rest []syntax.Expr
	for _, t := range terms {
		x := t
		if n, ok := t.(*syntax.Unary); ok && n.Op == "NOT" {
			x = n.X
		}
		in, isIn := x.(*syntax.In)
		if _, exists := x.(*syntax.Exists); exists || (isIn && in.Query != nil && !in.Not) {
			keyed = append(keyed, t)
			continue
		}
		rest = append(rest, t)
	}
	return append(keyed, rest...)
}

// where reads WHERE or HAVING: facts of its top-level terms, equalities that complete a join or
// correlate a subquery, and the subqueries in it.
func (a *analysis) where(e syntax.Expr, sc *scope, rel *relation) {
	for _, t := range keyedFirst(conjuncts(e)) {
		if a.correlates(t, sc) {
			continue
		}
		a.rejectNulls(t, sc, rel)
		rel.facts = append(rel.facts, a.constantFact(t, sc)...)
		rel.facts = append(rel.facts, a.equalColumns(t, sc, rel)...)
		a.subqueriesIn(t, sc, rel, true)
		a.touch(t, sc)
		a.keepFilter(t, sc, rel)
	}
}

// touch resolves every column of a term, so that unknown and ambiguous names are said, and names
// from outside are counted.
func (a *analysis) touch(e syntax.Expr, sc *scope) {
	for _, c := range syntax.ColumnsIn(e) {
		if len(c.Parts) == 1 {
			if _, alias := sc.aliases[strings.ToLower(c.Parts[0].Name)]; alias {
				continue // HAVING may name what the select list computes
			}
		}
		a.columnRef(c, sc)
	}
}

// constantFact reads "x = literal" (either way round), "x IN (literal)" and "x IS NULL": all rows
// that pass agree on x.
func (a *analysis) constantFact(e syntax.Expr, sc *scope) []dist.Fact {
	var x syntax.Expr
	switch e := e.(type) {
	case *syntax.Binary:
		if e.Op != "=" && e.Op != "IS NOT DISTINCT FROM" {
			return nil
		}
		switch {
		case isLiteral(e.Right):
			x = e.Left
		case isLiteral(e.Left):
			x = e.Right
		}
	case *syntax.In:
		if !e.Not && e.Query == nil && len(e.List) == 1 && isLiteral(e.List[0]) {
			x = e.X
		}
	case *syntax.Is:
		if !e.Not {
			x = e.X
		}
	}
	if x == nil || isLiteral(x) || a.traits(x).perRow != "" || a.traits(x).volatile || a.onlyAlias(x, sc) {
		return nil
	}
	return []dist.Fact{{To: a.expr(x, sc), Reason: syntax.Format(e) + " keeps one value", Tag: a.tag(e.Span())}}
}

// onlyAlias says whether an expression is a name that only the select list knows.
func (a *analysis) onlyAlias(e syntax.Expr, sc *scope) bool {
	c, ok := e.(*syntax.Column)
	if !ok || len(c.Parts) != 1 {
		return false
	}
	target, alias := sc.aliases[strings.ToLower(c.Parts[0].Name)]
	return alias && !a.isColumn(c, target, sc)
}

// isLiteral says whether an expression is a constant as written, a signed number included. A
// function of no columns is not: CURRENT_DATE is another value tomorrow.
func isLiteral(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Literal:
		return true
	case *syntax.Unary:
		return e.Op != "NOT" && isLiteral(e.X)
	case *syntax.Cast:
		return isLiteral(e.X)
	}
	return false
}

// equalColumns reads "a = b" between columns of this scope: each decides the other. Between two
// inputs it completes the condition of the inner join that brought them together.
func (a *analysis) equalColumns(e syntax.Expr, sc *scope, rel *relation) []dist.Fact {
	before := a.crossed
	b, ok := e.(*syntax.Binary)
	if !ok || (b.Op != "=" && b.Op != "IS NOT DISTINCT FROM") || isLiteral(b.Left) || isLiteral(b.Right) {
		return nil
	}
	for _, x := range []syntax.Expr{b.Left, b.Right} {
		if t := a.traits(x); t.perRow != "" || t.volatile || t.unknown || a.onlyAlias(x, sc) || len(syntax.ColumnsIn(x)) == 0 {
			return nil
		}
	}
	p := Pair{Left: a.expr(b.Left, sc), Right: a.expr(b.Right, sc), NullSafe: b.Op != "="}
	if p.Left == p.Right || !a.sameType(p) || a.crossed > before {
		return nil
	}
	a.completeJoin(p, rel)
	why, tag := syntax.Format(e), a.tag(e.Span())
	facts := []dist.Fact{{From: []dist.Column{p.Left}, To: p.Right, Reason: why, Tag: tag}, {From: []dist.Column{p.Right}, To: p.Left, Reason: why, Tag: tag}}
	for _, j := range rel.joins {
		if j.sees(p) {
			j.op.facts = append(j.op.facts, facts...)
		}
	}
	return facts
}

// completeJoin gives an equality in WHERE to the inner join between whose sides it stands. Only joins
// that a filter may be moved to count: an aggregate, OVER or LIMIT between would see other rows.
func (a *analysis) completeJoin(p Pair, rel *relation) {
	l, r := a.q.columns.get(p.Left), a.q.columns.get(p.Right)
	if l.window || r.window {
		return
	}
	for _, j := range rel.joins {
		switch {
		case !j.sees(p):
		case j.left.of(a.q, p.Left) && j.right.of(a.q, p.Right):
			j.op.Equal = append(j.op.Equal, p)
		case j.left.of(a.q, p.Right) && j.right.of(a.q, p.Left):
			j.op.Equal = append(j.op.Equal, p.swapped())
		}
	}
}

func contains(list []int, x int) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}
