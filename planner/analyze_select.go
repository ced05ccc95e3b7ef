package planner

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// selectCore analyzes one SELECT from its sources upwards: FROM, WHERE, GROUP BY, windows, OVER,
// DISTINCT. What stands behind it (ORDER BY, LIMIT) belongs to the query around it.
func (a *analysis) selectCore(s *syntax.Select, outer *scope, ctes *cteScope) (*relation, *scope) {
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
	a.grouping(s, sc, rel)
	if s.Having != nil {
		a.where(s.Having, sc, rel)
	}
	a.overs(s, sc, rel)
	out := a.output(s, sc, rel)
	a.distinct(s, sc, out)
	return out, sc
}

// grouping adds the operators of GROUP BY, aggregates and WINDOW.
func (a *analysis) grouping(s *syntax.Select, sc *scope, rel *relation) {
	agg := a.firstAggregate(s)
	switch {
	case s.GroupBy != nil:
		op := a.groupBy(s, sc)
		a.operate(op, rel)
	case agg != nil || s.Having != nil:
		op := &Operator{Kind: OpAggregate, All: true, Global: true}
		if agg != nil {
			op.Text, op.Span = "aggregate "+syntax.Format(agg)+" without GROUP BY", agg.Span()
		} else {
			op.Text, op.Span = "HAVING without GROUP BY", s.HavingSpan
		}
		op.AllWhy = "every record counts towards one result"
		a.operate(op, rel)
	}
	a.sessionWindow(s, sc, rel)
	rel.unordered = rel.unordered || s.GroupBy != nil || agg != nil || s.Having != nil
}

// sessionWindow adds what a SESSION window requires: sessions are cut where a gap lies between the
// records of its partition, or of the group, or of all.
func (a *analysis) sessionWindow(s *syntax.Select, sc *scope, rel *relation) {
	w := s.Window
	if w == nil || w.Kind != syntax.Session {
		return
	}
	op := &Operator{Kind: OpSession, Span: w.Span(), Text: "WINDOW SESSION"}
	if w.Partition != nil {
		op.Text = "WINDOW SESSION partitioned by " + syntax.Format(w.Partition)
		op.Keys = a.keys([]dist.Column{a.expr(w.Partition, sc)}, rel)
		op.All, op.AllWhy = len(op.Keys) == 0, "its partition column has one value for all records"
	} else if s.GroupBy != nil {
		return // the sessions are those of each group, which meets already
	} else {
		op.All, op.AllWhy = true, "a session is cut where all records pause"
	}
	a.operate(op, rel)
}

// firstAggregate returns the first aggregate call of the select list or HAVING, outside OVER and
// subqueries; nil if there is none.
func (a *analysis) firstAggregate(s *syntax.Select) *syntax.Call {
	var hit *syntax.Call
	look := func(e syntax.Expr) {
		if e == nil || hit != nil {
			return
		}
		syntax.Inspect(e, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
				return false
			case *syntax.Call:
				if hit == nil && isAggregate(n) {
					hit = n
				}
			}
			return hit == nil
		})
	}
	for _, it := range s.Items {
		look(it.Expr)
	}
	look(s.Having)
	return hit
}

// groupBy resolves a GROUP BY: ordinals and aliases to what they stand for, constants and window
// bounds dropped, grouping sets multiplied out.
func (a *analysis) groupBy(s *syntax.Select, sc *scope) *Operator {
	op := &Operator{Kind: OpGroup, Span: s.GroupBy.Span()}
	sets := [][]dist.Column{nil}
	var texts []string
	many := false
	for _, el := range s.GroupBy.Elements {
		var arms [][]dist.Column
		for _, set := range el.Sets {
			var ids []dist.Column
			for _, e := range set {
				id := a.groupKey(e, s, sc)
				ids = append(ids, id)
				if el.Keyword == "" {
					texts = append(texts, a.q.show(id))
				}
			}
			arms = append(arms, ids)
		}
		if el.Keyword != "" {
			many = true
			texts = append(texts, el.Keyword+" (..)")
		}
		sets = product(sets, arms)
	}
	op.Text = "GROUP BY " + strings.Join(texts, ", ")
	if len(texts) == 0 {
		op.Text = "GROUP BY ()"
	}
	for i, set := range sets {
		sets[i] = a.keys(set, sc.from)
		if len(sets[i]) > 0 || op.All {
			continue
		}
		op.All, op.AllWhy, op.Fixed = true, a.whyNoKey(set, sc.from), a.fixed(set, sc.from)
		if many {
			op.AllWhy, op.Fixed = "one of its grouping sets is empty, and that one is a total over all records", nil
		}
	}
	op.Keys = sets[0]
	if many {
		op.Sets = sets
	}
	return op
}

// whyNoKey says why none of the columns can part records.
func (a *analysis) whyNoKey(ids []dist.Column, rel *relation) string {
	fixed := dist.Close(dist.Single(), a.factsAt(rel))
	why := "it goes by constants only, so there is one group"
	for _, id := range ids {
		if a.q.columns.get(id).window {
			return "it goes by window bounds only, and a router computes no windows"
		}
		if proof := fixed.Proof(id); fixed.Has(id) && len(proof) > 0 {
			why = "there is one group, because " + proof[0].Reason
		}
	}
	return why
}

// product multiplies grouping sets: GROUP BY a, ROLLUP (b) is the sets of a with those of ROLLUP.
// The parser has capped the numbers; beyond 4096 the rest adds nothing but time, because only
// common columns matter, so the product is cut to its extremes there.
func product(left, right [][]dist.Column) [][]dist.Column {
	if len(left)*len(right) > 4096 {
		right = right[:1+4096/len(left)]
	}
	var out [][]dist.Column
	for _, l := range left {
		for _, r := range right {
			out = append(out, append(append([]dist.Column(nil), l...), r...))
		}
	}
	return out
}

// groupKey resolves one grouping expression. A number is the ordinal of a select item; a name that
// is both a column and an alias is the column.
func (a *analysis) groupKey(e syntax.Expr, s *syntax.Select, sc *scope) dist.Column {
	if lit, ok := e.(*syntax.Literal); ok && lit.Kind == syntax.Number {
		n, err := strconv.Atoi(lit.Value)
		if err == nil && n >= 1 && n <= len(s.Items) {
			if _, star := s.Items[n-1].Expr.(*syntax.Star); !star {
				return a.expr(s.Items[n-1].Expr, sc)
			}
		}
		if err == nil {
			a.find(diag.Error, "VP001", e.Span(), fmt.Sprintf("GROUP BY %s: the select list has %d items", lit.Value, len(s.Items)), "name the column, or a position from 1")
		}
	}
	if c, ok := e.(*syntax.Column); ok && len(c.Parts) == 1 {
		if target, ok := sc.aliases[strings.ToLower(c.Parts[0].Name)]; ok && !a.isColumn(c, target, sc) {
			return a.expr(target, sc)
		}
	}
	return a.expr(e, sc)
}

// isColumn says whether a name that is also an alias is a column of the sources: one is known to
// have it, or, where no schema is known, the aliased expression itself reads a column of that name.
func (a *analysis) isColumn(c *syntax.Column, target syntax.Expr, sc *scope) bool {
	name := c.Parts[0].Name
	for _, t := range sc.tables {
		if _, ok := a.known(t.rel, name); ok {
			return true
		}
	}
	for _, used := range syntax.ColumnsIn(target) {
		if strings.EqualFold(used.Parts[len(used.Parts)-1].Name, name) {
			return true
		}
	}
	return false
}

// fixed are the columns of a list that facts hold at one value.
func (a *analysis) fixed(ids []dist.Column, rel *relation) []dist.Column {
	closed := dist.Close(dist.Single(), a.factsAt(rel))
	var out []dist.Column
	for _, id := range ids {
		if c := a.q.columns.get(id); closed.Has(id) && !c.const_ && !c.window {
			out = append(out, id)
		}
	}
	return out
}

// keys drops what cannot part records: constants, columns fixed by the facts below, and window
// bounds, which no router computes; so a window's records of one group all meet.
func (a *analysis) keys(ids []dist.Column, rel *relation) []dist.Column {
	fixed := dist.Close(dist.Single(), a.factsAt(rel))
	var out []dist.Column
	seen := map[dist.Column]bool{}
	for _, id := range ids {
		c := a.q.columns.get(id)
		if c.const_ || c.window || fixed.Has(id) || seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, id)
	}
	return out
}

// overs adds one operator for each OVER of the select list; those with one PARTITION BY are one.
func (a *analysis) overs(s *syntax.Select, sc *scope, rel *relation) {
	seen := map[string]bool{}
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
				return false
			case *syntax.Call:
				if n.Over != nil {
					op := a.over(n, sc, rel)
					if !seen[op.Text] {
						seen[op.Text] = true
						a.operate(op, rel)
					}
					rel.unordered = true
				}
			}
			return true
		})
	}
}

func (a *analysis) over(call *syntax.Call, sc *scope, rel *relation) *Operator {
	over := call.Over
	partition := over.Partition
	for hops := 0; over.Ref.Name != "" && len(partition) == 0 && hops < 32; hops++ {
		base, ok := sc.windows[strings.ToLower(over.Ref.Name)]
		if !ok {
			a.find(diag.Error, "VP001", over.Ref.Span(), fmt.Sprintf("OVER %s: no WINDOW of that name is defined", over.Ref.Name), "define it: WINDOW "+over.Ref.Name+" AS (PARTITION BY ..)")
			break
		}
		over, partition = base, base.Partition
	}
	op := &Operator{Kind: OpOver, Span: call.Over.Span(), Text: call.Name + " OVER ()"}
	if len(partition) == 0 {
		op.Text = strings.ToUpper(call.Name) + "(..) OVER without PARTITION BY"
		op.All, op.AllWhy = true, "its frame runs over all records"
		return op
	}
	var ids []dist.Column
	for _, p := range partition {
		ids = append(ids, a.expr(p, sc))
	}
	op.Text = "OVER (PARTITION BY " + a.q.showAll(ids) + ")"
	op.Keys = a.keys(ids, rel)
	if len(op.Keys) == 0 {
		op.All, op.AllWhy, op.Fixed = true, a.whyNoKey(ids, rel), a.fixed(ids, rel)
	}
	return op
}

// output builds the relation of the select list.
func (a *analysis) output(s *syntax.Select, sc *scope, rel *relation) *relation {
	out := &relation{inputs: rel.inputs, facts: rel.facts, unordered: rel.unordered, optional: rel.optional, unions: rel.unions}
	for _, it := range s.Items {
		if star, ok := it.Expr.(*syntax.Star); ok {
			a.star(star, sc, out)
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
		out.cols = append(out.cols, OutputColumn{Name: name, ID: id})
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
	for _, t := range sc.tables {
		if len(star.Qualifier) > 0 && qualifies(t.name, append(append([]syntax.Ident(nil), star.Qualifier...), syntax.Ident{Name: "*"})) == 0 {
			continue
		}
		for _, c := range t.rel.cols {
			if key := strings.ToLower(c.Name); !except[key] && !t.hidden[key] {
				out.cols = append(out.cols, c)
			}
		}
		if t.rel.open != nil && out.open == nil {
			out.open = t.rel.open
		}
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
	out.unordered = true
}
