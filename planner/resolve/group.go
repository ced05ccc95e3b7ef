package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// grouping adds GROUP BY, aggregates and WINDOW. What the aggregates read is resolved below them.
func (r *resolver) grouping(s *syntax.Select, order []*syntax.OrderItem, sc *scope) {
	if w := s.Window; w != nil {
		window := logical.TimeWindow{Size: time.Duration(w.Size.Nanoseconds)}
		if w.Time != nil {
			window.Time = r.expr(w.Time, sc)
		}
		r.tree.Windows = append(r.tree.Windows, window)
	}
	calls := r.aggregates(s, order)
	below := sc.rel
	var agg *logical.Aggregate
	if s.GroupBy != nil {
		agg = r.groupBy(s, sc)
	} else if len(calls) > 0 || s.Having != nil {
		agg = logical.NewAggregate("HAVING without GROUP BY", s.HavingSpan, [][]logical.ID{nil})
		if len(calls) > 0 {
			agg = logical.NewAggregate("aggregate "+syntax.Format(calls[0])+" without GROUP BY", calls[0].Span(), [][]logical.ID{nil})
		}
		agg.Why = "every record counts towards one result"
	}
	for _, c := range calls {
		r.arguments(c, sc)
	}
	var partition *logical.ID
	if s.Window != nil && s.Window.Partition != nil {
		id := r.expr(s.Window.Partition, sc)
		partition = &id
	}
	if agg != nil {
		agg.Read(r.cols, sc.rel.node, sc.rel.outer())
		sc.rel = &relation{node: agg, per: below.per}
		if agg.Written && !agg.HasTotal() {
			sc.rel.demands = below.demands
		}
		if agg.Several {
			sc.grouped = agg
		}
		for _, c := range calls {
			r.fold(c, sc, "it is an aggregate", agg)
		}
	}
	r.session(s, partition, sc)
}

// session adds what a SESSION window requires. Sessions end where there is a gap between the records of the
// window's partition, or of the group, or among all records.
func (r *resolver) session(s *syntax.Select, partition *logical.ID, sc *scope) {
	if s.Window == nil || s.Window.Kind != syntax.Session || partition == nil && s.GroupBy != nil {
		return // the sessions are those of each group, which already meets
	}
	text, why := "WINDOW SESSION", "a session ends where all records pause"
	var keys []logical.ID
	if partition != nil {
		text = "WINDOW SESSION partitioned by " + syntax.Format(s.Window.Partition)
		keys = []logical.ID{*partition}
	}
	sc.rel = &relation{node: logical.NewSession(sc.rel.node, text, s.Window.Span(), keys, why, sc.rel.outer()), per: sc.rel.per, demands: sc.rel.demands}
}

// aggregates returns the aggregate calls of the select list, HAVING, DISTINCT ON and ORDER BY that are outside
// subqueries, including those inside OVER.
func (r *resolver) aggregates(s *syntax.Select, order []*syntax.OrderItem) []*syntax.Call {
	var out []*syntax.Call
	afterGroups(s, order, func(c *syntax.Call) bool {
		aggregate := logical.IsAggregate(c)
		if aggregate {
			out = append(out, c)
		}
		return !aggregate
	})
	return out
}

// groupBy resolves a GROUP BY: ordinals and aliases become what they stand for, and grouping sets are multiplied
// out.
func (r *resolver) groupBy(s *syntax.Select, sc *scope) *logical.Aggregate {
	sets := [][]logical.ID{nil}
	var texts []string
	several := false
	for _, el := range s.GroupBy.Elements {
		var arms [][]logical.ID
		ids := map[syntax.Expr]logical.ID{}
		for _, set := range el.Sets {
			var arm []logical.ID
			for _, e := range set {
				id, known := ids[e]
				if !known {
					id = r.groupKey(e, s, sc)
					ids[e] = id
				}
				arm = append(arm, id)
				if el.Keyword == "" {
					texts = append(texts, r.shown([]logical.ID{id}))
				}
			}
			arms = append(arms, arm)
		}
		if el.Keyword != "" {
			several = true
			texts = append(texts, el.Keyword+" (..)")
		}
		sets = product(sets, arms)
	}
	text := "GROUP BY " + strings.Join(texts, ", ")
	if len(texts) == 0 {
		text = "GROUP BY ()"
	}
	agg := logical.NewAggregate(text, s.GroupBy.Span(), sets)
	agg.Several, agg.Written = several, true
	return agg
}

// maxSets bounds the product of grouping sets. Nobody could read the answer of a query beyond it.
const maxSets = 4096

// product multiplies grouping sets: GROUP BY a, ROLLUP (b) has the sets of ROLLUP (b), each with a added. Beyond
// maxSets it returns one empty set, which demands more than any other and so is safe.
func product(left, right [][]logical.ID) [][]logical.ID {
	if len(right) == 1 {
		for i := range left {
			left[i] = append(left[i], right[0]...)
		}
		return left
	}
	if len(left)*len(right) > maxSets {
		return [][]logical.ID{nil}
	}
	var out [][]logical.ID
	for _, l := range left {
		for _, r := range right {
			out = append(out, slices.Concat(l, r))
		}
	}
	return out
}

// groupKey resolves one grouping expression. A number is the ordinal of a select item.
func (r *resolver) groupKey(e syntax.Expr, s *syntax.Select, sc *scope) logical.ID {
	if lit, ok := e.(*syntax.Literal); ok && lit.Kind == syntax.Number {
		n, err := strconv.Atoi(lit.Value)
		if err == nil && n >= 1 && n <= len(s.Items) {
			if _, star := s.Items[n-1].Expr.(*syntax.Star); !star {
				return r.expr(s.Items[n-1].Expr, sc)
			}
		} else if err == nil {
			r.wrong(e.Span(), fmt.Sprintf("GROUP BY %s: the select list has %d items", lit.Value, len(s.Items)), "name the column, or a position from 1")
		}
	}
	return r.named(e, sc)
}

// isAlias reports whether a name can only be an item of the select list: no source is known to have such a column,
// nor, where the schema is unknown, does the item itself read one.
func (r *resolver) isAlias(c *syntax.Column, sc *scope) bool {
	if len(c.Parts) != 1 {
		return false
	}
	name := c.Parts[0].Name
	target, ok := sc.aliases[strings.ToLower(name)]
	if !ok {
		return false
	}
	for _, t := range sc.tables {
		if _, ok := r.known(t.rel, name); ok {
			return false
		}
	}
	for _, used := range syntax.ColumnsIn(target) {
		if strings.EqualFold(used.Parts[len(used.Parts)-1].Name, name) {
			return false
		}
	}
	return true
}

// overs adds the OVERs of a SELECT; those with the same PARTITION BY become one.
func (r *resolver) overs(s *syntax.Select, order []*syntax.OrderItem, sc *scope) {
	if !r.limited {
		order = nil // what only orders the result requires nothing
	}
	var calls []*syntax.Call
	afterGroups(s, order, func(c *syntax.Call) bool {
		if c.Over != nil {
			calls = append(calls, c)
		}
		return true
	})
	for _, w := range s.NamedWindows {
		r.frame(w.Over, sc)
	}
	var windows []logical.Window
	seen := map[string]bool{}
	for _, c := range slices.Backward(calls) { // inner ones first
		r.arguments(c, sc)
		r.frame(c.Over, sc)
	}
	for _, c := range calls {
		w := r.window(c, sc)
		if key := fmt.Sprint(w.Keys); !seen[key] {
			seen[key] = true
			windows = append(windows, w)
		}
	}
	if len(windows) == 0 {
		return
	}
	node := logical.NewOver(sc.rel.node, windows, sc.rel.outer())
	sc.rel = &relation{node: node, per: sc.rel.per, demands: sc.rel.demands}
	for _, c := range calls {
		r.fold(c, sc, "it is computed over other records", node)
	}
}

// frame resolves the expressions inside an OVER.
func (r *resolver) frame(o *syntax.Over, sc *scope) {
	for _, e := range o.Partition {
		r.item(e, sc)
	}
	for _, item := range o.OrderBy {
		r.item(item.Expr, sc)
	}
	if o.Frame != nil {
		for _, b := range []syntax.Bound{o.Frame.Start, o.Frame.End} {
			if b.Offset != nil {
				r.expr(b.Offset, sc)
			}
		}
	}
}

// window returns the PARTITION BY of a call: its own, or that of the window that it names.
func (r *resolver) window(call *syntax.Call, sc *scope) logical.Window {
	over := call.Over
	partition := over.Partition
	for hops := 0; over.Ref.Name != "" && len(partition) == 0 && hops < 32; hops++ {
		base, ok := sc.windows[strings.ToLower(over.Ref.Name)]
		if !ok {
			r.wrong(over.Ref.Span(), fmt.Sprintf("OVER %s: no WINDOW of that name is defined", over.Ref.Name), "define it: WINDOW "+over.Ref.Name+" AS (PARTITION BY ..)")
			break
		}
		over, partition = base, base.Partition
	}
	w := logical.Window{Span: call.Over.Span()}
	for _, p := range partition {
		w.Keys = append(w.Keys, r.item(p, sc))
	}
	w.Text = "OVER (PARTITION BY " + r.shown(w.Keys) + ")"
	if len(w.Keys) == 0 {
		w.Text = strings.ToUpper(call.Name) + "(..) OVER without PARTITION BY"
	}
	return w
}

// afterGroups calls look for each call, outside subqueries, that is computed once the groups are formed. look reports
// whether it should also see the calls inside that one.
func afterGroups(s *syntax.Select, order []*syntax.OrderItem, look func(*syntax.Call) bool) {
	see := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.QueryExpr:
			return false
		case *syntax.Call:
			return look(n)
		}
		return true
	}
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, see)
	}
	syntax.Inspect(s.Having, see)
	for _, o := range order {
		syntax.Inspect(o.Expr, see)
	}
	for _, e := range s.DistinctOn {
		syntax.Inspect(e, see)
	}
}
