//go:build !race

package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// hasSets reports whether a SELECT has grouping sets.
func hasSets(s *syntax.Select) bool {
	return s.GroupBy != nil && slices.ContainsFunc(s.GroupBy.Elements, func(e *syntax.GroupElement) bool { return e.Keyword != "" })
}

// groupingSets writes a SELECT with grouping sets as a UNION ALL of one SELECT for each set. Every arm
// reads the same tables.
func (x *inliner) groupingSets(s *syntax.Select, ctes *scopedCTE) string {
	var edits []edit
	for _, it := range s.Items {
		x.inside(it, ctes, &edits)
	}
	x.inside(s.Having, ctes, &edits)
	from := " FROM " + x.part(s.From, ctes)
	if s.Where != nil {
		from += " WHERE " + x.part(s.Where, ctes)
	}
	sets, keys := setsOf(s.GroupBy)
	var arms []string
	for _, set := range sets {
		var texts []string
		for key := range keys {
			keys[key] = false
		}
		for _, e := range set {
			texts = append(texts, x.part(e, ctes))
			keys[syntax.Format(e)] = true
		}
		by := from
		if len(texts) > 0 {
			by += " GROUP BY " + strings.Join(texts, ", ")
		}
		arms = append(arms, x.groupedBy(s, by, keys, edits))
	}
	tail := s.Span() // ORDER BY and LIMIT
	tail.Start = max(s.GroupBy.Span().End, s.HavingSpan.End)
	return strings.Join(arms, " UNION ALL ") + x.apply(tail, nil)
}

// setsOf are the grouping sets of a GROUP BY, and the texts of all that they group by.
func setsOf(g *syntax.GroupBy) (sets [][]syntax.Expr, keys map[string]bool) {
	sets, keys = [][]syntax.Expr{nil}, map[string]bool{}
	for _, el := range g.Elements {
		var next [][]syntax.Expr
		for _, left := range sets {
			for _, right := range el.Sets {
				next = append(next, slices.Concat(left, right))
			}
		}
		sets = next
		for _, e := range el.Exprs {
			keys[syntax.Format(e)] = true
		}
	}
	return sets, keys
}

// groupedBy writes one arm with its FROM and GROUP BY. keys are what any arm groups by, and whether this one does:
// what it does not group by is NULL in it, outside aggregates.
func (x *inliner) groupedBy(s *syntax.Select, from string, keys map[string]bool, edits []edit) string {
	edits = slices.Clone(edits)
	nulled := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.QueryExpr:
			return false
		case *syntax.Call:
			if logical.IsAggregate(n) {
				return false
			}
		}
		e, ok := n.(syntax.Expr)
		if !ok {
			return true
		}
		if has, key := keys[syntax.Format(e)]; has || !key {
			return !has
		}
		edits = slices.DeleteFunc(edits, func(d edit) bool { return e.Span().Start <= d.at.Start && d.at.End <= e.Span().End })
		edits = append(edits, edit{e.Span(), "NULL"})
		return false
	}
	for _, it := range s.Items {
		syntax.Inspect(it, nulled)
	}
	syntax.Inspect(s.Having, nulled)
	items := s.Items[0].Span()
	items.End = s.Items[len(s.Items)-1].Span().End
	text := "SELECT " + x.apply(items, edits) + from
	if s.Having != nil {
		text += " HAVING " + x.apply(s.Having.Span(), edits)
	}
	return text
}

// distinctOn writes DISTINCT ON as the first row of each partition in the query's order.
func (x *inliner) distinctOn(q *syntax.QueryExpr, s *syntax.Select, ctes *scopedCTE) string {
	var names, keys, order []string
	for _, it := range s.Items {
		names = append(names, it.Alias.Name)
	}
	for _, e := range s.DistinctOn {
		keys = append(keys, x.part(behindAlias(e, s), ctes))
	}
	for _, o := range q.OrderBy {
		e := behindAlias(o.Expr, s)
		order = append(order, x.apply(o.Span(), []edit{{o.Expr.Span(), x.part(e, ctes)}}))
	}
	at := s.Items[0].Span()
	end := s.Items[len(s.Items)-1].Span()
	end.Start = end.End
	at.End = max(s.From.Span().End, s.WhereSpan.End)
	number := fmt.Sprintf(", ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) AS nth", strings.Join(keys, ", "), strings.Join(order, ", "))
	edits := []edit{{end, number}}
	x.inside(s.From, ctes, &edits)
	for _, it := range s.Items {
		x.inside(it, ctes, &edits)
	}
	x.inside(s.Where, ctes, &edits)
	return "SELECT " + strings.Join(names, ", ") + " FROM (SELECT " + x.apply(at, edits) + ") WHERE nth = 1"
}

// quantified writes a comparison with ANY or ALL of a query: as IN where it is that, and otherwise by its definition.
func (x *inliner) quantified(b *syntax.Binary, ctes *scopedCTE) (string, bool) {
	q, ok := b.Right.(*syntax.Quantified)
	if !ok || q.Query == nil {
		return "", false
	}
	left, query := x.part(b.Left, ctes), x.query(q.Query, ctes)
	any := q.Quantifier != "ALL"
	switch {
	case b.Op == "=" && any:
		return left + " IN (" + query + ")", true
	case b.Op == "<>" && !any:
		return left + " NOT IN (" + query + ")", true
	}
	some := func(of string) string {
		return fmt.Sprintf("EXISTS (SELECT 1 FROM %s AS compared WHERE (%s %s compared.v)%s)", wrapped("values_of", []syntax.Ident{{Name: "v"}}, query), left, b.Op, of)
	}
	if any {
		return "CASE WHEN " + some("") + " THEN TRUE WHEN " + some(" IS NULL") + " THEN NULL ELSE FALSE END", true
	}
	return "CASE WHEN " + some(" IS FALSE") + " THEN FALSE WHEN " + some(" IS NULL") + " THEN NULL ELSE TRUE END", true
}

// counted writes EXCEPT ALL and INTERSECT ALL without ALL, of rows that are numbered among their equals.
func (x *inliner) counted(op *syntax.SetOp, ctes *scopedCTE) string {
	first := op.Left
	for left, ok := first.(*syntax.SetOp); ok; left, ok = first.(*syntax.SetOp) {
		first = left.Left
	}
	s, ok := first.(*syntax.Select)
	if !ok {
		x.t.Fatalf("%s ALL of %T: give the case a text for SQLite", op.Op, first)
	}
	var columns []syntax.Ident
	var names []string
	for i, it := range s.Items {
		name := it.Alias.Name
		if c, ok := it.Expr.(*syntax.Column); ok && name == "" {
			name = c.Parts[len(c.Parts)-1].Name
		}
		names = append(names, cmp.Or(name, fmt.Sprintf("c%d", i)))
		columns = append(columns, syntax.Ident{Name: names[i]})
	}
	list := strings.Join(names, ", ")
	arm := func(b syntax.Body) string {
		return fmt.Sprintf("SELECT %s, ROW_NUMBER() OVER (PARTITION BY %s) AS nth FROM %s", list, list, wrapped("arm", columns, x.part(b, ctes)))
	}
	return fmt.Sprintf("SELECT %s FROM (%s %s %s)", list, arm(op.Left), op.Op, arm(op.Right))
}

// derived writes a query in FROM that has a list of columns or is LATERAL. A LATERAL one becomes a call of
// json_each, the only thing in SQLite's FROM that sees the sources before it.
func (x *inliner) derived(d *syntax.DerivedTable, ctes *scopedCTE) (string, bool) {
	alias := d.Alias.Name.Name
	switch {
	case d.Lateral:
		columns := strings.Join(x.lateral[alias], ", ")
		return fmt.Sprintf("json_each((SELECT json_group_array(json_array(%s)) FROM (%s))) AS %s", columns, x.query(d.Query, ctes), alias), true
	case len(d.Alias.Columns) > 0:
		return wrapped(alias, d.Alias.Columns, x.query(d.Query, ctes)) + " AS " + alias, true
	}
	return "", false
}

// findLateral notes the columns of the LATERAL queries inside a query.
func (x *inliner) findLateral(q *syntax.QueryExpr) {
	syntax.Inspect(q, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.DerivedTable); ok && d.Lateral {
			s, ok := d.Query.Body.(*syntax.Select)
			if !ok {
				x.t.Fatalf("LATERAL of more than a SELECT: give the case a text for SQLite")
			}
			var names []string
			for _, it := range s.Items {
				names = append(names, it.Alias.Name)
			}
			x.lateral[d.Alias.Name.Name] = names
		}
		return true
	})
}

// lateralColumn writes a column of a LATERAL query.
func (x *inliner) lateralColumn(c *syntax.Column) (string, bool) {
	if len(c.Parts) != 2 || x.lateral[c.Parts[0].Name] == nil {
		return "", false
	}
	n := slices.Index(x.lateral[c.Parts[0].Name], c.Parts[1].Name)
	if n < 0 {
		x.t.Fatalf("no column %s", c.Parts[1].Name)
	}
	return fmt.Sprintf("(%s.value ->> %d)", c.Parts[0].Name, n), true
}

// behindAlias returns what an alias of the select list stands for, and any other expression as it is: DISTINCT ON and
// ORDER BY see aliases, and a window of SQLite does not.
func behindAlias(e syntax.Expr, s *syntax.Select) syntax.Expr {
	if c, ok := e.(*syntax.Column); ok && len(c.Parts) == 1 {
		for _, it := range s.Items {
			if it.Alias.Name == c.Parts[0].Name {
				return it.Expr
			}
		}
	}
	return e
}
