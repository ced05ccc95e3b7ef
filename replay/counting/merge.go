package counting

import "github.com/velo-plan/velo-plan/strategies/dist"

// Same reports whether two parts count the same things; budgets and batches may differ.
func (c Scope) Same(other Scope) bool {
	c.Budget, other.Budget, c.Batch, other.Batch = 0, 0, 0, 0
	return c == other
}

// Merge adds the counts of the next part of the input, which it may change. records and chunks count what came before that
// part.
func (ps *Partitions) Merge(next *Partitions, records, chunks uint64) {
	n := len(ps.List)
	shift := 0
	if ps.Scope.Delivers == dist.KindAny {
		// Records dealt out in turn: the next part began at partition 0, here it goes on.
		shift = int(records % uint64(n))
	}
	ps.Scope.Budget = min(ps.Scope.Budget, next.Scope.Budget)
	if ps.Scope.Batch != next.Scope.Batch {
		ps.Scope.Batch = 0 // of one part nothing is known
	}
	for i, p := range next.List {
		ps.List[(i+shift)%n].merge(p, &ps.Scope, records, chunks)
	}
}

// merge adds what the next part has of a partition.
func (p *Partition) merge(next *Partition, counting *Scope, records, chunks uint64) {
	p.Records += next.Records
	p.Bytes += next.Bytes
	p.Unknown += next.Unknown
	p.Sources.merge(&next.Sources, records)
	if counting.Groups {
		p.Groups.Budget = counting.Budget
		p.Groups.merge(&next.Groups)
	}
	if counting.Routes {
		p.Routes.Budget = counting.Budget
		p.Routes.merge(&next.Routes)
	}
	if counting.Bucket > 0 {
		p.Times.Merge(next.Times)
	}
	if counting.Alive {
		p.Alive.Merge(next.Alive)
	}
	for i := range p.Partials.Rows {
		p.Partials.Rows[i] += next.Partials.Rows[i]
	}
	if counting.SourceKeys {
		p.SourceKeys.Budget = counting.Budget
		p.SourceKeys.merge(&next.SourceKeys)
	}
	switch {
	case p.Sketched:
	case next.Sketched:
		p.Sketched, p.SketchedFrom = true, chunks+next.SketchedFrom
	case p.pastBudget():
		p.Sketched, p.SketchedFrom = true, chunks // some chunk of this part
	}
}
