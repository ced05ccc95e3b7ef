package resolve

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// cteScope is the chain of WITH lists that are visible at one place.
type cteScope struct {
	name  string // in lower case
	cte   *syntax.CTE
	scope *scope // the outer scope of the queries
	up    *cteScope
}

// query resolves a whole query: CTEs are expanded where they are named, then come the body and the clauses that
// apply to its result.
func (r *resolver) query(q *syntax.QueryExpr, outer *scope, ctes *cteScope) *relation {
	if r.depth++; r.depth > maxDepth || r.large {
		r.tooLarge(q.Span())
		r.depth--
		return &relation{node: logical.NewValues(q.Span())}
	}
	defer func() { r.depth-- }()
	for _, c := range q.With {
		ctes = &cteScope{name: strings.ToLower(c.Name.Name), cte: c, scope: outer, up: ctes}
	}
	limited := r.limited
	r.limited = q.Limit != nil
	rel, sc := r.body(q.Body, q.OrderBy, outer, ctes)
	r.limited = limited
	if sc == nil {
		sc = &scope{outer: outer, ctes: ctes, tables: []*table{{rel: rel}}, rel: rel}
	}
	r.orderAndLimit(q, sc, rel)
	return rel
}

// orderAndLimit adds the clauses that apply to the result of a query.
func (r *resolver) orderAndLimit(q *syntax.QueryExpr, sc *scope, rel *relation) {
	sc.rel = rel
	r.ordering = q.Limit == nil
	for _, o := range q.OrderBy {
		r.item(o.Expr, sc)
	}
	r.ordering = false
	if q.Limit != nil && (q.Limit.Count != nil || q.Limit.Offset != nil) {
		r.limit(q, sc, rel)
		return
	}
	if r.depth == 1 && len(q.OrderBy) > 0 {
		texts := make([]string, len(q.OrderBy))
		at := q.OrderBy[0].Span()
		for i, o := range q.OrderBy {
			texts[i], at = syntax.Format(o.Expr), at.Join(o.Span())
		}
		rel.node = logical.NewOrder(rel.node, "ORDER BY "+strings.Join(texts, ", "), at)
	}
}

// limit adds LIMIT, OFFSET and FETCH FIRST, which count all rows. Their numbers do not depend on the rows.
func (r *resolver) limit(q *syntax.QueryExpr, sc *scope, rel *relation) {
	outside := &scope{outer: sc.outer, ctes: sc.ctes, rel: rel}
	for _, e := range []syntax.Expr{q.Limit.Count, q.Limit.Offset} {
		if e != nil {
			r.expr(e, outside)
		}
	}
	text, count := "LIMIT", ""
	if q.Limit.Count == nil {
		text = "OFFSET " + syntax.Format(q.Limit.Offset)
	} else {
		text += " " + syntax.Format(q.Limit.Count)
		if lit, ok := q.Limit.Count.(*syntax.Literal); ok {
			count = lit.Value
		}
	}
	if len(q.OrderBy) > 0 {
		text = "ORDER BY .. " + text
	}
	rel.node = logical.NewLimit(rel.node, text, q.Limit.Span(), count, rel.outer())
}

func (r *resolver) body(b syntax.Body, order []*syntax.OrderItem, outer *scope, ctes *cteScope) (*relation, *scope) {
	switch b := b.(type) {
	case *syntax.Select:
		return r.selectCore(b, order, outer, ctes)
	case *syntax.QueryExpr:
		return r.query(b, outer, ctes), nil
	case *syntax.SetOp:
		return r.setOp(b, outer, ctes), nil
	case *syntax.Values:
		return r.valueRows(b, outer, ctes), nil
	}
	return &relation{node: logical.NewValues(diag.Span{})}, nil
}

// valueRows resolves VALUES.
func (r *resolver) valueRows(v *syntax.Values, outer *scope, ctes *cteScope) *relation {
	rel := &relation{node: logical.NewValues(v.Span())}
	home := rel.node
	sc := &scope{outer: outer, ctes: ctes, rel: rel}
	for i, row := range v.Rows {
		for _, e := range row {
			r.expr(e, sc)
			if i == 0 {
				rel.cols = append(rel.cols, logical.Output{ID: r.cols.Opaque("VALUES", "it is a constant", home).ID})
			}
		}
	}
	return rel
}

// cte expands a named query where it is read. No single pass over the records computes a recursive one, so all
// records must meet.
func (r *resolver) cte(ref *syntax.TableRef, ctes *cteScope) (*relation, bool) {
	name := strings.ToLower(ref.Name[0].Name)
	for s := ctes; s != nil; s = s.up {
		if s.name != name {
			continue
		}
		c := s.cte
		if r.inside[c] {
			r.recursive = c
			home := logical.NewValues(ref.Span())
			return &relation{node: home, open: func(n string) logical.Output {
				return logical.Output{Name: n, ID: r.cols.Opaque(n, "it is computed by recursion", home).ID}
			}}, true
		}
		up := s.up
		if c.Recursive {
			up = s
		}
		r.inside[c] = true
		rel := r.query(c.Query, s.scope, up)
		delete(r.inside, c)
		if r.recursive == c {
			r.recursive = nil
			rel.node = logical.NewRecursion(rel.node, c.Name.Name, c.Span())
		}
		return renamed(rel, c.Columns), true
	}
	return nil, false
}

// view expands a view's query where it is read. What the query reads gets the place where the view is named, since
// the view's own text may be in another file.
func (r *resolver) view(ref *syntax.TableRef, v *project.View) *relation {
	if r.views[v] > 0 {
		at := r.place
		if at.IsZero() {
			at = ref.Span()
		}
		r.find(diag.Diagnostic{ID: diag.Cycle, Severity: diag.Error, Span: at, Message: "view " + syntax.Dotted(ref.Name) + " reads itself"})
		return &relation{node: logical.NewValues(ref.Span())}
	}
	outermost := r.place.IsZero()
	if outermost {
		r.place = ref.Span()
	}
	r.views[v]++
	rel := renamed(r.query(v.Query, nil, nil), v.Columns)
	r.views[v]--
	if outermost {
		r.place = diag.Span{}
	}
	return rel
}
