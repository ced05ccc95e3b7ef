package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// cteScope is the chain of WITH lists that are visible at a place.
type cteScope struct {
	names map[string]*syntax.CTE
	scope *scope // the outer scope of the queries
	up    *cteScope
}

// query analyzes a whole query: its CTEs are put in where they are named, then its body, then
// what applies to the result.
func (a *analysis) query(q *syntax.QueryExpr, outer *scope, ctes *cteScope) *relation {
	if a.depth++; a.depth > maxDepth || a.large {
		a.tooLarge(q.Span())
		a.depth--
		return &relation{}
	}
	defer func() { a.depth-- }()
	for _, c := range q.With {
		ctes = &cteScope{names: map[string]*syntax.CTE{strings.ToLower(c.Name.Name): c}, scope: outer, up: ctes}
	}
	rel, sc := a.body(q.Body, q.OrderBy, outer, ctes)
	a.limit(q, rel)
	if a.depth == 1 && len(q.OrderBy) > 0 && q.Limit == nil {
		a.order(q, rel)
	}
	if sc != nil {
		for _, o := range q.OrderBy {
			a.subqueriesIn(o.Expr, sc, rel, false)
		}
	}
	return rel
}

// maxDepth bounds how deeply queries may lie in each other once views and CTEs are put in.
const maxDepth = 1000

func (a *analysis) body(b syntax.Body, order []*syntax.OrderItem, outer *scope, ctes *cteScope) (*relation, *scope) {
	switch b := b.(type) {
	case *syntax.Select:
		return a.selectCore(b, order, outer, ctes)
	case *syntax.QueryExpr:
		return a.query(b, outer, ctes), nil
	case *syntax.SetOp:
		return a.setOp(b, outer, ctes), nil
	case *syntax.Values:
		rel := &relation{}
		if len(b.Rows) > 0 {
			for range b.Rows[0] {
				rel.cols = append(rel.cols, OutputColumn{ID: a.opaque("VALUES", "it is a constant")})
			}
		}
		return rel, nil
	}
	return &relation{}, nil
}

// limit adds LIMIT, OFFSET and FETCH FIRST, which count all records.
func (a *analysis) limit(q *syntax.QueryExpr, rel *relation) {
	if q.Limit == nil {
		return
	}
	op := &Operator{Kind: OpLimit, Span: q.Limit.Span(), Text: "LIMIT"}
	switch {
	case q.Limit.Count == nil && q.Limit.Offset == nil:
		return
	case q.Limit.Count == nil:
		op.Text = "OFFSET " + syntax.Format(q.Limit.Offset)
	default:
		op.Text = "LIMIT " + syntax.Format(q.Limit.Count)
	}
	if lit, ok := q.Limit.Count.(*syntax.Literal); ok && lit.Value == "0" {
		op.Void = true
	}
	if len(q.OrderBy) > 0 {
		op.Text = "ORDER BY .. " + op.Text
	}
	if op.Void {
		a.void(rel)
	}
	op.All, op.AllWhy = !op.Void, "it counts records over the whole result"
	a.operate(op, rel)
	rel.unordered, rel.joins = true, nil
}

// void marks the operators below a LIMIT 0: nothing of what they keep comes out.
func (a *analysis) void(rel *relation) {
	for _, op := range a.q.Operators {
		inside := true
		for _, i := range op.Inputs {
			inside = inside && contains(rel.inputs, i)
		}
		op.Void = op.Void || inside
	}
}

// order adds an ORDER BY without LIMIT, which asks that the source's order survives.
func (a *analysis) order(q *syntax.QueryExpr, rel *relation) {
	texts := make([]string, len(q.OrderBy))
	at := q.OrderBy[0].Span()
	for i, o := range q.OrderBy {
		texts[i], at = syntax.Format(o.Expr), at.Join(o.Span())
	}
	op := &Operator{Kind: OpOrder, Text: "ORDER BY " + strings.Join(texts, ", "), Span: at, Void: rel.unordered}
	a.operate(op, rel)
}

// cte puts a named query in where it is read. A recursive one is a loop that no single pass over
// the records gives, so all of them must meet.
func (a *analysis) cte(ref *syntax.TableRef, ctes *cteScope) (*relation, bool) {
	name := strings.ToLower(ref.Name[0].Name)
	for s := ctes; s != nil; s = s.up {
		c, ok := s.names[name]
		if !ok {
			continue
		}
		if a.inside[c] {
			a.recursive = c
			return &relation{open: func(n string) OutputColumn {
				return OutputColumn{Name: n, ID: a.opaque(n, "it is computed by recursion")}
			}}, true
		}
		up := s.up
		if c.Recursive {
			up = s
		}
		a.inside[c] = true
		rel := a.query(c.Query, s.scope, up)
		delete(a.inside, c)
		if a.recursive == c {
			a.recursive = nil
			a.operate(&Operator{Kind: OpRecursion, Text: "WITH RECURSIVE " + c.Name.Name, Span: c.Span(), All: true, AllWhy: "each step reads what the step before gave, from all records"}, rel)
		}
		return rename(rel, c.Columns), true
	}
	return nil, false
}

// view puts a view's query in where it is read.
func (a *analysis) view(ref *syntax.TableRef, v *view) *relation {
	if a.insideView[v] {
		a.find(diag.Error, "VP404", ref.Span(), "view "+dotted(ref.Name)+" reads itself", "")
		return &relation{}
	}
	a.insideView[v] = true
	defer delete(a.insideView, v)
	return rename(a.query(v.query, nil, nil), v.columns)
}

func rename(rel *relation, names []syntax.Ident) *relation {
	if len(names) == 0 {
		return rel
	}
	out := *rel
	out.cols = append([]OutputColumn(nil), rel.cols...)
	for i := range out.cols {
		if i < len(names) {
			out.cols[i].Name = names[i].Name
		}
	}
	return &out
}

// setOp analyzes UNION, INTERSECT and EXCEPT; a chain of one operator is one operation.
func (a *analysis) setOp(s *syntax.SetOp, outer *scope, ctes *cteScope) *relation {
	var arms []*relation
	for _, b := range flatten(s) {
		rel, _ := a.body(b, nil, outer, ctes)
		arms = append(arms, rel)
	}
	out := a.unite(arms)
	a.constantArms(s, arms, out)
	if !s.All || s.Op != syntax.Union {
		op := &Operator{Kind: OpSetOp, Text: string(s.Op), Span: s.OpSpan}
		var ids []dist.Column
		for _, c := range out.cols {
			ids = append(ids, c.ID)
		}
		op.Keys = a.keys(ids, out)
		if out.open != nil || len(op.Keys) == 0 {
			op.All, op.AllWhy = true, "it compares whole rows, and * stands for columns that nothing declares"
			if out.open == nil {
				op.AllWhy = "it compares constants only"
			}
		}
		a.operate(op, out)
		out.unordered = true
	}
	return out
}

// constantArms looks for arms that read no source. Every partition gives their rows, which INTERSECT
// and the right side of EXCEPT only compare with.
func (a *analysis) constantArms(s *syntax.SetOp, arms []*relation, out *relation) {
	for i, arm := range arms {
		if len(arm.inputs) == 0 && (s.Op == syntax.Union || (s.Op == syntax.Except && i == 0)) {
			a.constantRows(s.OpSpan, out)
			return
		}
	}
}

// constantRows adds that rows which no source gives come out in every partition.
func (a *analysis) constantRows(at diag.Span, rel *relation) {
	if len(rel.inputs) > 0 && a.recursive == nil { // the loop of a recursive query is no constant
		a.operate(&Operator{Kind: OpTable, Text: "rows without a source", Span: at, All: true,
			AllWhy: "every partition gives them, so they would come out once per partition"}, rel)
	}
}

// flatten lists the arms of a chain of the same operator, left to right; iteratively, because a
// chain may be long.
func flatten(s *syntax.SetOp) []syntax.Body {
	var right []syntax.Body
	var left syntax.Body = s
	for {
		next, ok := left.(*syntax.SetOp)
		if !ok || next.Op != s.Op || next.All != s.All {
			break
		}
		right = append(right, next.Right)
		left = next.Left
	}
	out := []syntax.Body{left}
	for i := len(right) - 1; i >= 0; i-- {
		out = append(out, right[i])
	}
	return out
}

// unite builds the relation of several arms: columns correspond by position. Facts of single arms
// do not survive.
func (a *analysis) unite(arms []*relation) *relation {
	out := &relation{}
	u := &union{}
	for _, arm := range arms {
		out.inputs = append(out.inputs, arm.inputs...)
		out.unordered = out.unordered || arm.unordered
		u.arms = append(u.arms, &unionArm{rel: arm})
	}
	u.inputs, out.unions = out.inputs, []*union{u}
	first := arms[0]
	for i, c := range first.cols {
		ids := make([]dist.Column, len(arms))
		for k, arm := range arms {
			if i < len(arm.cols) {
				ids[k] = arm.cols[i].ID
			}
		}
		out.cols = append(out.cols, OutputColumn{Name: c.Name, ID: a.unionColumn(u, c.Name, ids)})
	}
	open := first.open != nil
	for _, arm := range arms {
		open = open && arm.open != nil
	}
	if open {
		made := map[string]dist.Column{}
		out.open = func(n string) OutputColumn {
			if _, ok := made[n]; !ok {
				ids := make([]dist.Column, len(arms))
				for k, arm := range arms {
					ids[k] = arm.open(n).ID
				}
				made[n] = a.unionColumn(u, n, ids)
			}
			return OutputColumn{Name: n, ID: made[n]}
		}
	}
	return out
}

// unionColumn registers one output column of a set operation over the arms' columns.
func (a *analysis) unionColumn(u *union, name string, arms []dist.Column) dist.Column {
	window := true
	for _, id := range arms {
		c := a.q.columns.get(id)
		window = window && c != nil && c.window
	}
	a.fresh++
	id := dist.Column("#" + itoa(a.fresh) + "." + name)
	a.q.columns.add(column{id: id, display: name, input: -1, cannot: "it is put together from several sources", window: window, strict: true})
	u.out = append(u.out, id)
	for k := range u.arms {
		u.arms[k].cols = append(u.arms[k].cols, arms[k])
	}
	return id
}
