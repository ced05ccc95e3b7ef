package resolve

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// selectCore resolves one SELECT from its sources upwards: FROM, WHERE, GROUP BY, windows, OVER, DISTINCT. The
// clauses that follow it (ORDER BY, LIMIT) belong to the enclosing query.
func (r *resolver) selectCore(s *syntax.Select, order []*syntax.OrderItem, outer *scope, ctes *cteScope) (*relation, *scope) {
	sc := &scope{outer: outer, ctes: ctes, rel: &relation{node: logical.NewValues(s.Span())},
		aliases: map[string]syntax.Expr{}, windows: map[string]*syntax.Over{}, values: map[syntax.Node]logical.ID{}, folded: map[string]logical.ID{}}
	if s.From != nil {
		sc.rel, sc.tables = r.source(s.From, sc)
	}
	for _, it := range s.Items {
		if it.Alias.Name != "" {
			sc.aliases[strings.ToLower(it.Alias.Name)] = it.Expr
		}
	}
	for _, w := range s.NamedWindows {
		sc.windows[strings.ToLower(w.Name.Name)] = w.Over
	}
	r.where(s.Where, "WHERE", sc)
	r.grouping(s, order, sc)
	r.where(s.Having, "HAVING", sc)
	r.overs(s, order, sc)
	out := r.output(s, sc)
	r.distinct(s, sc, out)
	r.exchange(s, sc, out)
	return out, sc
}

// output builds the relation of the select list.
func (r *resolver) output(s *syntax.Select, sc *scope) *relation {
	out := &relation{}
	for _, it := range s.Items {
		if star, ok := it.Expr.(*syntax.Star); ok {
			r.star(star, sc, out)
			continue
		}
		if f, ok := it.Expr.(*syntax.Field); ok && f.Name.Name == "*" && !f.Name.Quoted {
			r.fieldsOf(f.X, sc, out)
			continue
		}
		name := it.Alias.Name
		if name == "" {
			name = itemName(it.Expr)
		}
		id := r.item(it.Expr, sc)
		if it.Alias.Name != "" {
			r.cols.Rename(id, it.Alias.Name)
			sc.earlier = append(sc.earlier, logical.Output{Name: it.Alias.Name, ID: id})
		}
		out.cols = append(out.cols, logical.Output{Name: name, ID: id})
	}
	out.node, out.per, out.demands = sc.rel.node, sc.rel.per, sc.rel.demands
	return out
}

// item resolves an expression above the aggregation of its SELECT.
func (r *resolver) item(e syntax.Expr, sc *scope) logical.ID {
	id := r.named(e, sc)
	if sc.grouped != nil {
		return sc.grouped.InAllSets(r.cols, id)
	}
	return id
}

// named resolves an expression that may be an alias of the select list, as in ORDER BY. A name that is both
// a column and an alias is the column.
func (r *resolver) named(e syntax.Expr, sc *scope) logical.ID {
	if c, ok := e.(*syntax.Column); ok && r.isAlias(c, sc) {
		return r.expr(sc.aliases[strings.ToLower(c.Parts[0].Name)], sc)
	}
	return r.expr(e, sc)
}

// itemName returns the name of an item without an alias: that of its column or function.
func itemName(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Column:
		return e.Parts[len(e.Parts)-1].Name
	case *syntax.Cast:
		return itemName(e.X)
	case *syntax.Field:
		return e.Name.Name
	case *syntax.Call:
		return strings.ToLower(e.Name)
	}
	return ""
}

// star adds the columns of * or t.*, except those that EXCEPT names.
func (r *resolver) star(star *syntax.Star, sc *scope, out *relation) {
	except := map[string]bool{}
	for _, e := range star.Except {
		except[strings.ToLower(e.Name)] = true
	}
	matched := false
	for _, t := range sc.tables {
		if len(star.Qualifier) > 0 && qualifies(t.name, append(append([]syntax.Ident(nil), star.Qualifier...), syntax.Ident{Name: "*"})) == 0 {
			continue
		}
		matched = true
		for _, c := range t.rel.cols {
			key := strings.ToLower(c.Name)
			if except[key] || (t.hidden[key] && len(star.Qualifier) == 0) {
				continue
			}
			if id, ok := t.merged[key]; ok && len(star.Qualifier) == 0 {
				c.ID = id
			}
			if sc.grouped != nil {
				c.ID = sc.grouped.InAllSets(r.cols, c.ID)
			}
			out.cols = append(out.cols, c)
		}
		if t.rel.open != nil && out.open == nil {
			out.open = t.rel.open
		}
	}
	if len(star.Qualifier) > 0 && !matched {
		r.fieldsOf(&syntax.Column{At: star.At, Parts: star.Qualifier}, sc, out)
	}
}

// fieldsOf adds the fields of a value, as (meta).* does. Their names are unknown.
func (r *resolver) fieldsOf(x syntax.Expr, sc *scope, out *relation) {
	id := r.expr(x, sc)
	out.open = func(n string) logical.Output {
		return logical.Output{Name: n, ID: r.cols.FieldOf(id, n).ID}
	}
}

// distinct adds DISTINCT: records that agree on every output column meet.
func (r *resolver) distinct(s *syntax.Select, sc *scope, out *relation) {
	if !s.Distinct && len(s.DistinctOn) == 0 {
		return
	}
	text, open := "DISTINCT", false
	var ids []logical.ID
	switch {
	case len(s.DistinctOn) > 0:
		sc.rel = out
		for _, e := range s.DistinctOn {
			if c, ok := e.(*syntax.Column); ok && len(c.Parts) == 1 && sc.aliases[strings.ToLower(c.Parts[0].Name)] != nil {
				e = sc.aliases[strings.ToLower(c.Parts[0].Name)] // as in ORDER BY, an alias hides a column
			}
			ids = append(ids, r.item(e, sc))
		}
		text = "DISTINCT ON (" + r.shown(ids) + ")"
	case out.open != nil:
		open = true
		r.warn("distinct-star", s.DistinctSpan, "DISTINCT * compares columns that nothing declares, so no key can be found",
			"declare the columns of the source, or name them in the select list")
	default:
		for _, c := range out.cols {
			ids = append(ids, c.ID)
		}
	}
	out.node = logical.NewDistinct(out.node, text, s.DistinctSpan, ids, open, out.outer())
}

// exchange adds PARTITION BY. PARTITION BY NULL removes the key and requires nothing.
func (r *resolver) exchange(s *syntax.Select, sc *scope, out *relation) {
	if len(s.PartitionBy) == 0 {
		return
	}
	var ids []logical.ID
	for _, e := range s.PartitionBy {
		ids = append(ids, r.item(e, sc))
	}
	if !slices.ContainsFunc(ids, func(id logical.ID) bool { return !r.cols.Get(id).Const }) {
		return
	}
	out.node = logical.NewExchange(out.node, "PARTITION BY "+r.shown(ids), s.PartitionBySpan, ids)
}
