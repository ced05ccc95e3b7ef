package advise

import (
	"time"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// state tells what the job keeps of the records that it has seen, by the first requirement above its sources.
func (a *adviser) state() planner.State {
	top := resolve.TopSelect(a.stmt.Query)
	if top == nil || len(a.c.Hard) == 0 {
		return planner.State{}
	}
	s := planner.State{Kind: planner.KeepsGroups, Aggregates: aggregatesIn(top)}
	switch a.c.Hard[0].Kind {
	case logical.KindJoin:
		s.Kind, s.Within = planner.KeepsRecords, within(top.From)
	case logical.KindOver:
		s.Kind, s.Rows = planner.KeepsRows, overRows(top)
	}
	w := top.Window
	switch {
	case w == nil || s.Kind != planner.KeepsGroups:
	case w.Kind == syntax.Session:
		// Two windows at a time: a session that goes on into the next gap, and those that ended in this one.
		s.Window, s.Every, s.Grace = length(w.Gap), length(w.Gap), length(w.Gap)+length(w.Grace)
	default:
		s.Window, s.Every, s.Grace = length(w.Size), length(w.Size), max(length(w.Grace), length(w.Retention))
		if every := length(w.Advance); every > 0 && every < s.Window {
			s.Every = every
		}
	}
	if s.Window < time.Millisecond {
		s.Window, s.Every, s.Grace = 0, 0, 0
	}
	return s
}

// length is a duration of the text, 0 if it is not known.
func length(d syntax.Duration) time.Duration { return time.Duration(d.Nanoseconds) }

// aggregatesIn counts the aggregates of a SELECT, each as it is written once.
func aggregatesIn(top *syntax.Select) int {
	seen := map[string]bool{}
	look := func(n syntax.Node) bool {
		c, ok := n.(*syntax.Call)
		if ok && c.Over == nil && logical.IsAggregate(c) {
			seen[syntax.Format(c)] = true
			return false
		}
		_, query := n.(*syntax.QueryExpr)
		return !query
	}
	for _, it := range top.Items {
		syntax.Inspect(it.Expr, look)
	}
	if top.Having != nil {
		syntax.Inspect(top.Having, look)
	}
	return len(seen)
}

// within is how long the joins of a FROM keep a record; 0 if one of them sets no limit.
func within(from syntax.Source) time.Duration {
	j, ok := from.(*syntax.Join)
	if !ok {
		return 0
	}
	most := length(j.Within)
	if left, nested := j.Left.(*syntax.Join); nested {
		most = max(most, within(left))
	}
	if most > 0 {
		most += length(j.Grace)
	}
	return most
}

// overRows is how many records of a group the OVERs of a SELECT keep; 0 if one of them sets no limit.
func overRows(top *syntax.Select) int64 {
	most, open := int64(0), false
	for _, it := range top.Items {
		syntax.Inspect(it.Expr, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.Call); ok && c.Over != nil {
				open = open || c.Over.Buffer == 0
				most = max(most, c.Over.Buffer)
			}
			return true
		})
	}
	if open {
		return 0
	}
	return most
}
