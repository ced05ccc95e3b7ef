package planner

import "github.com/velo-plan/velo-plan/strategies/dist"

// partSets notes what GROUPING SETS do to columns: one that not every set has is NULL in the rows of
// the others, so that what was true of it below is not true of it above.
func (a *analysis) partSets(sets [][]dist.Column, sc *scope, rel *relation) {
	count := map[dist.Column]int{}
	for _, set := range sets {
		for _, id := range set {
			count[id]++
		}
	}
	sc.common = map[dist.Column]bool{}
	for id, n := range count {
		if n == len(sets) {
			sc.common[id] = true
		}
	}
	rel.joins = nil
	var kept []dist.Fact
	for _, f := range rel.facts {
		whole := sc.common[f.To]
		for _, c := range f.From {
			whole = whole && sc.common[c]
		}
		if whole {
			kept = append(kept, f)
		}
	}
	rel.facts = kept
}

// inAllSets is a column as it is above GROUPING SETS: itself, or one that nothing is known of.
func (a *analysis) inAllSets(id dist.Column, sc *scope) dist.Column {
	if sc.common == nil || a.ofCommon(id, sc) {
		return id
	}
	return a.opaque(a.q.own(id), "it is NULL in the rows of some grouping sets")
}

// ofCommon says whether a column is computed from columns that all sets have, or from no column.
func (a *analysis) ofCommon(id dist.Column, sc *scope) bool {
	c := a.q.columns.get(id)
	if sc.common[id] || c.window {
		return true
	}
	for _, part := range c.parts {
		if !a.ofCommon(part, sc) {
			return false
		}
	}
	return len(c.parts) > 0 || c.input < 0
}
