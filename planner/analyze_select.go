package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// selectCore analyzes one SELECT from its sources upwards: FROM, WHERE, GROUP BY, windows, OVER,
// DISTINCT. What stands behind it (ORDER BY, LIMIT) belongs to the query around it.
func (a *analysis) selectCore(s *syntax.Select, order []*syntax.OrderItem, outer *scope, ctes *cteScope) (*relation, *scope) {
	a.level++
	sc := &scope{outer: outer, ctes: ctes, level: a.level, from: &relation{}}
	if s.From != nil {
		sc.from, sc.tables = a.source(s.From, sc)
	}
	sc.aliases = map[string]syntax.Expr{}
	for _, it := range s.Items {
		if it.Alias.Name != "" {
			sc.aliases[strings.ToLower(it.Alias.Name)] = it.Expr
		}
	}
	sc.windows = map[string]*syntax.Over{}
	for _, w := range s.NamedWindows {
		sc.windows[strings.ToLower(w.Name.Name)] = w.Over
	}
	rel := sc.from
	if s.Where != nil {
		a.where(s.Where, sc, rel)
	}
	a.grouping(s, order, sc, rel)
	if s.Having != nil {
		a.where(s.Having, sc, rel)
	}
	a.overs(s, sc, rel)
	out := a.output(s, sc, rel)
	a.distinct(s, sc, out)
	return out, sc
}

// output builds the relation of the select list.
func (a *analysis) output(s *syntax.Select, sc *scope, rel *relation) *relation {
	out := &relation{inputs: rel.inputs, facts: rel.facts, joins: rel.joins, unordered: rel.unordered, optional: rel.optional, unions: rel.unions}
	for _, it := range s.Items {
		if star, ok := it.Expr.(*syntax.Star); ok {
			a.star(star, sc, out)
			continue
		}
		if f, ok := it.Expr.(*syntax.Field); ok && f.Name.Name == "*" && !f.Name.Quoted {
			a.fieldsOf(f.X, sc, out)
			continue
		}
		name := it.Alias.Name
		if name == "" {
			name = itemName(it.Expr)
		}
		id := a.itemID(it.Expr, sc)
		if c := a.q.columns.get(id); it.Alias.Name != "" && c.input < 0 && c.cannot != "" {
			c.display = it.Alias.Name
		}
		out.cols = append(out.cols, OutputColumn{Name: name, ID: a.inAllSets(id, sc)})
	}
	return out
}

// itemID resolves an item of the select list; subqueries in it are analyzed for what they require.
func (a *analysis) itemID(e syntax.Expr, sc *scope) dist.Column {
	a.subqueriesIn(e, sc, sc.from, false)
	return a.expr(e, sc)
}

// itemName is the name of an item without an alias: that of a column, or of a function's result.
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

// star adds the columns of * or t.*, without those that EXCEPT names.
func (a *analysis) star(star *syntax.Star, sc *scope, out *relation) {
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
			out.cols = append(out.cols, c)
		}
		if t.rel.open != nil && out.open == nil {
			out.open = t.rel.open
		}
	}
	if len(star.Qualifier) > 0 && !matched {
		a.fieldsOf(&syntax.Column{At: star.At, Parts: star.Qualifier}, sc, out)
	}
}

// fieldsOf adds the fields of a value, as (meta).* does. They are not known by name.
func (a *analysis) fieldsOf(x syntax.Expr, sc *scope, out *relation) {
	id := a.expr(x, sc)
	out.open = func(n string) OutputColumn {
		return OutputColumn{Name: n, ID: a.fieldOf(id, syntax.Ident{Name: n})}
	}
}

// distinct adds DISTINCT, which makes records meet that agree on every output column.
func (a *analysis) distinct(s *syntax.Select, sc *scope, out *relation) {
	if !s.Distinct && len(s.DistinctOn) == 0 {
		return
	}
	op := &Operator{Kind: OpDistinct, Span: s.DistinctSpan, Text: "DISTINCT"}
	var ids []dist.Column
	switch {
	case len(s.DistinctOn) > 0:
		for _, e := range s.DistinctOn {
			ids = append(ids, a.expr(e, sc))
		}
		op.Text = "DISTINCT ON (" + a.q.showAll(ids) + ")"
	case out.open != nil:
		op.All, op.AllWhy = true, "it compares all columns, and * stands for columns that nothing declares"
		a.remark(s.DistinctSpan, "distinct-star", "DISTINCT * compares columns that nothing declares, so no key can be found: declare the columns of the source, or name them in the select list")
		a.operate(op, out)
		return
	default:
		for _, c := range out.cols {
			ids = append(ids, c.ID)
		}
	}
	op.Keys = a.keys(ids, out)
	if len(op.Keys) == 0 {
		op.All, op.AllWhy, op.Fixed = true, a.whyNoKey(ids, out), a.fixed(ids, out)
	}
	a.operate(op, out)
	out.unordered, out.joins = true, narrowed(out.joins, op.Keys)
}
