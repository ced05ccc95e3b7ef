package replay

import "github.com/velo-plan/velo-plan/strategies/dist"

// same reports whether two parts were counted alike, whatever their budgets.
func (c counting) same(other counting) bool {
	c.budget, other.budget = 0, 0
	return c == other
}

// merge adds what the next part of the input has brought, which it changes. Before that part there were so many records and
// chunks.
func (ps *partitions) merge(next *partitions, records, chunks uint64) {
	n := len(ps.list)
	shift := 0
	if ps.counting.delivers == dist.KindAny {
		// Records dealt out in turn: the next part began at partition 0, here it goes on.
		shift = int(records % uint64(n))
	}
	ps.counting.budget = min(ps.counting.budget, next.counting.budget)
	for i, p := range next.list {
		ps.list[(i+shift)%n].merge(p, &ps.counting, records, chunks)
	}
}

// merge adds what the next part has of a partition.
func (p *partitionState) merge(next *partitionState, counting *counting, records, chunks uint64) {
	p.records += next.records
	p.bytes += next.bytes
	p.unknown += next.unknown
	p.sources.merge(&next.sources, records)
	if counting.groups {
		p.groups.budget = counting.budget
		p.groups.merge(&next.groups)
	}
	if counting.routes {
		p.routes.budget = counting.budget
		p.routes.merge(&next.routes)
	}
	if counting.sourceKeys {
		p.sourceKeys.budget = counting.budget
		p.sourceKeys.merge(&next.sourceKeys)
	}
	switch {
	case p.sketched:
	case next.sketched:
		p.sketched, p.sketchedFrom = true, chunks+next.sketchedFrom
	case p.pastBudget():
		p.sketched, p.sketchedFrom = true, chunks // some chunk of this part
	}
}
