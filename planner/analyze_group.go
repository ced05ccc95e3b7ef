package planner

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// grouping adds the operators of GROUP BY, aggregates and WINDOW.
func (a *analysis) grouping(s *syntax.Select, order []*syntax.OrderItem, sc *scope, rel *relation) {
	agg := a.firstAggregate(s, order)
	switch {
	case s.GroupBy != nil:
		op := a.groupBy(s, sc)
		a.operate(op, rel)
		rel.joins = narrowed(rel.joins, op.Keys)
		if op.Sets != nil {
			a.partSets(op.Sets, sc, rel)
		}
	case agg != nil || s.Having != nil:
		op := &Operator{Kind: OpAggregate, All: true, Global: true}
		if agg != nil {
			op.Text, op.Span = "aggregate "+syntax.Format(agg)+" without GROUP BY", agg.Span()
		} else {
			op.Text, op.Span = "HAVING without GROUP BY", s.HavingSpan
		}
		op.AllWhy = "every record counts towards one result"
		a.operate(op, rel)
		rel.joins = nil
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
	rel.joins = narrowed(rel.joins, op.Keys)
}

// firstAggregate returns the first aggregate call of the select list, HAVING or ORDER BY, outside OVER and
// subqueries; nil if there is none.
func (a *analysis) firstAggregate(s *syntax.Select, order []*syntax.OrderItem) *syntax.Call {
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
	for _, o := range order {
		look(o.Expr)
	}
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

// maxSets bounds the product of grouping sets. Nobody reads the answer of a query beyond it.
const maxSets = 4096

// product multiplies grouping sets: GROUP BY a, ROLLUP (b) is the sets of a with those of ROLLUP.
// Beyond maxSets it gives an empty set, which demands more than any other and so is safe.
func product(left, right [][]dist.Column) [][]dist.Column {
	if len(right) == 1 {
		for i := range left {
			left[i] = append(left[i], right[0]...)
		}
		return left
	}
	if len(left)*len(right) > maxSets {
		return [][]dist.Column{nil}
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
