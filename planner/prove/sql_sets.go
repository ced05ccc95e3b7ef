package prove

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// sets is the SELECT with grouping sets that is being written: what any set groups by, and whether the one at hand
// does. Subqueries are written once for all sets.
type sets struct {
	keys    map[string]bool
	queries map[*syntax.QueryExpr]string
	outside bool // of aggregates and subqueries, where a key that the set has not is NULL
}

// hasSets reports whether a SELECT has grouping sets.
func hasSets(s *syntax.Select) bool {
	return s.GroupBy != nil && slices.ContainsFunc(s.GroupBy.Elements, func(e *syntax.GroupElement) bool { return e.Keyword != "" })
}

// groupingSets writes a SELECT with grouping sets as a UNION ALL of one SELECT for each set. Every arm reads the same
// tables.
func (w *writer) groupingSets(s *syntax.Select, from string, sc *scope) string {
	if s.Distinct || s.Window != nil || len(s.NamedWindows) > 0 || hasOver(s) {
		return w.cannot("grouping sets with DISTINCT, WINDOW or OVER", s.GroupBy.Span())
	}
	w.wellGrouped(s, sc)
	list, keys := setsOf(s.GroupBy)
	up := w.sets
	defer func() { w.sets = up }()
	w.sets = &sets{keys: keys, queries: map[*syntax.QueryExpr]string{}}
	var arms []string
	for _, set := range list {
		var texts []string
		w.sets.outside = false
		for key := range keys {
			keys[key] = false
		}
		for _, e := range set {
			texts = append(texts, w.expr(e, sc))
			keys[syntax.Format(e)] = true
		}
		w.sets.outside = true
		arm := "SELECT " + w.items(s, sc) + from
		if len(texts) > 0 {
			arm += " GROUP BY " + strings.Join(texts, ", ")
		}
		if s.Having != nil {
			arm += " HAVING " + w.expr(s.Having, sc)
		}
		arms = append(arms, arm)
	}
	return strings.Join(arms, " UNION ALL ")
}

// hasOver reports whether a SELECT has a function over rows of several groups.
func hasOver(s *syntax.Select) bool {
	found := false
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, func(n syntax.Node) bool {
			c, ok := n.(*syntax.Call)
			found = found || ok && c.Over != nil
			_, query := n.(*syntax.QueryExpr)
			return !query
		})
	}
	return found
}

// setsOf are the grouping sets of a GROUP BY, and the texts of all that they group by.
func setsOf(g *syntax.GroupBy) (list [][]syntax.Expr, keys map[string]bool) {
	list, keys = [][]syntax.Expr{nil}, map[string]bool{}
	for _, el := range g.Elements {
		var next [][]syntax.Expr
		for _, left := range list {
			for _, right := range el.Sets {
				next = append(next, slices.Concat(left, right))
			}
		}
		list = next
		for _, e := range el.Exprs {
			keys[syntax.Format(e)] = true
		}
	}
	return list, keys
}

// nulled reports whether an expression is a key that the grouping set at hand has not.
func (w *writer) nulled(e syntax.Expr) bool {
	if w.sets == nil || !w.sets.outside {
		return false
	}
	has, key := w.sets.keys[syntax.Format(e)]
	return key && !has
}

// within writes what is inside an aggregate, where keys have their values.
func (w *writer) within(e *syntax.Call, write func() string) string {
	if w.sets == nil || !logical.IsAggregate(e) {
		return write()
	}
	before := w.sets.outside
	w.sets.outside = false
	defer func() { w.sets.outside = before }()
	return write()
}

// subquery writes a query inside an expression.
func (w *writer) subquery(q *syntax.QueryExpr, sc *scope) string {
	if w.sets == nil {
		return w.query(q, sc.ctes, sc)
	}
	around := w.sets
	if text, ok := around.queries[q]; ok {
		return text
	}
	w.sets = nil
	text := w.query(q, sc.ctes, sc)
	w.sets = around
	around.queries[q] = text
	return text
}
