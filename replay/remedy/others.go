package remedy

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// twoPhases aggregates the records of each batch where they are read.
func (c *Case) twoPhases() Remedy {
	ps := c.Partitions
	switch {
	case c.Loads == nil:
		return no(TwoPhases, "no key routes the records")
	case c.Fixed != "":
		return no(TwoPhases, "%s", c.Fixed)
	case ps.Scope.Batch == 0:
		return no(TwoPhases, "the rows of the batches were not counted: replay with --remedies")
	case len(ps.List) == 1:
		return no(TwoPhases, "there is one partition")
	}
	r := Remedy{Name: TwoPhases, Applies: true}
	groups, records := c.Loads.Groups(), float64(c.Records)
	for i, step := range counting.BatchSteps {
		rows := make([]float64, len(ps.List))
		for p, part := range ps.List {
			rows[p] = float64(part.Partials.Rows[i])
		}
		size := ps.Scope.Batch * step
		batches := float64((c.Records + size - 1) / size)
		r.Batches = append(r.Batches, Batch{Records: size, MaxOverMean: maxOverMean(rows),
			StateFactor: 1 + sum(rows)/max(1, batches)/max(1, groups), ExtraTraffic: sum(rows) / max(1, records)})
	}
	slices.SortStableFunc(r.Batches, func(a, b Batch) int { return compareBatches(&a, &b) })
	best := r.Batches[0]
	r.MaxOverMean, r.StateFactor, r.ExtraTraffic = best.MaxOverMean, best.StateFactor, best.ExtraTraffic
	r.Because = fmt.Sprintf("each batch of %d records becomes a row for each of its groups before it is sent, so the second step gets %.1f %% of the records",
		best.Records, 100*best.ExtraTraffic)
	return r
}

// compareBatches orders batches, the most even one first.
func compareBatches(a, b *Batch) int {
	if x, y := max(a.MaxOverMean, Even), max(b.MaxOverMean, Even); x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return int(a.Records/2) - int(b.Records/2)
}

// choose sends each record to the emptiest of several partitions.
func (c *Case) choose(name string) Remedy {
	switch {
	case c.Loads == nil:
		return no(name, "no key routes the records")
	case c.Fixed != "":
		return no(name, "%s", c.Fixed)
	case len(c.Loads.Rest) == 1:
		return no(name, "there is one partition")
	case len(c.Loads.Rest) > MostChoices:
		return no(name, "it is not run for more than %d partitions", MostChoices)
	}
	run := choices{Loads: c.Loads, d: 2}
	because := "each record goes to the emptier of two partitions of its key, and a second step combines the parts"
	if name != PKG {
		run.head, run.d = c.Loads.heads(), len(c.Loads.Rest)
		because = fmt.Sprintf("as pkg, but any partition will do for %s with more than a fifth of an even share", countOf(run.head, "key"))
	}
	if name == DChoices {
		run.d = enough(c.Loads.shares(run.head), len(c.Loads.Rest))
		because = fmt.Sprintf("as pkg, but with %d choices for %s with more than a fifth of an even share", run.d, countOf(run.head, "key"))
	}
	run.run()
	r := Remedy{Name: name, Applies: true, Because: because, MaxOverMean: run.fullest, Moved: c.moved(run.moved), Choices: run.d}
	r.MaxOverMeanInTime = c.inTimeByChoice(name, &run)
	if run.d > r.Choices {
		r.Because += fmt.Sprintf(", and up to %d where one is heavy for a time", run.d)
	}
	r.StateFactor, r.ExtraTraffic = run.groups/max(1, c.Loads.Groups()), run.groups/float64(max(1, c.Records))
	return r
}

// spreadNulls deals out the records whose key is NULL.
func (c *Case) spreadNulls() Remedy {
	nulls := 0.0
	switch {
	case c.Loads == nil:
		return no(SpreadNull, "no key routes the records")
	case !c.NullsApart:
		return no(SpreadNull, "records whose key is NULL are a group, which has to stay together")
	case !c.ByGroups:
		return no(SpreadNull, "the values of the keys are not known")
	}
	n := len(c.Loads.Rest)
	loads, moved := c.Loads.now(), 0.0
	for i := range c.Loads.Keys {
		if k := &c.Loads.Keys[i]; k.null() {
			nulls += k.Records
			loads[k.At] -= k.Records
			moved += k.Records * (1 - 1/float64(n))
		}
	}
	if nulls == 0 {
		return no(SpreadNull, "no key is NULL")
	}
	for p := range loads {
		loads[p] += nulls / float64(n)
	}
	inTime := c.inTime(loads, func(key int, records float64, to []float64) {
		k := &c.Loads.Keys[key]
		if !k.null() {
			to[k.At] += records
			return
		}
		for p := range to {
			to[p] += records / float64(n)
		}
	})
	return Remedy{Name: SpreadNull, Applies: true, MaxOverMean: maxOverMean(loads), MaxOverMeanInTime: inTime, StateFactor: 1, Moved: c.moved(moved),
		Because: fmt.Sprintf("%.1f %% of the records have a NULL in the key, which meets nothing in a join: leave them out before it, or give them a key that spreads them", 100*nulls/float64(max(1, c.Records)))}
}

// anotherKey routes by the columns of the groups.
func (c *Case) anotherKey() Remedy {
	switch {
	case len(c.Finer) == 0:
		return no(AnotherKey, "no finer key brings together what must meet")
	case !c.Partitions.Scope.Groups || c.Partitions.Sketched():
		return no(AnotherKey, "there are more groups than --memory holds")
	}
	n := len(c.Partitions.List)
	loads, moved := make([]float64, n), 0.0
	l := Loads{hash: c.Hash}
	for at, p := range c.Partitions.List {
		rest := float64(p.Records)
		for s := range p.Groups.Table.All() {
			to := l.hash.Partition(l.salted(p.Groups.Table.Key(s), nil), n)
			loads[to] += float64(s.Count)
			rest -= float64(s.Count)
			if to != at {
				moved += float64(s.Count)
			}
		}
		loads[at] += rest
	}
	return Remedy{Name: AnotherKey, Applies: true, MaxOverMean: maxOverMean(loads), StateFactor: 1, Moved: c.moved(moved), Keys: c.Finer,
		Because: "these columns have more values, and records that agree on them meet"}
}

// partitions looks for a larger number of partitions that suits the keys better.
func (c *Case) partitions() Remedy {
	if c.Loads == nil {
		return no(Partitions, "no key routes the records")
	}
	n := len(c.Loads.Rest)
	best := Remedy{Name: Partitions}
	for _, m := range candidates(n) {
		loads, moved := make([]float64, m), 0.0
		for i := range c.Loads.Keys {
			k := &c.Loads.Keys[i]
			to := c.Hash.Partition(k.Hash, m)
			loads[to] += k.Records
			if to != k.At {
				moved += k.Records
			}
		}
		for _, rest := range c.Loads.Rest {
			for p := range loads {
				loads[p] += rest / float64(m)
			}
		}
		if got := maxOverMean(loads); !best.Applies || got < best.MaxOverMean {
			inTime := c.inTime(loads, func(key int, records float64, to []float64) {
				to[c.Hash.Partition(c.Loads.Keys[key].Hash, m)] += records
			})
			best = Remedy{Name: Partitions, Applies: true, MaxOverMean: got, MaxOverMeanInTime: inTime, StateFactor: 1, Moved: c.moved(moved), Partitions: m,
				Because: fmt.Sprintf("of %d to %d partitions, %d suit these keys best; the fullest then has %.1f %% of the records, now %.1f %%", candidates(n)[0], 2*n, m,
					100*got/float64(m), 100*maxOverMean(c.Loads.now())/float64(n))}
		}
	}
	return best
}

// candidates are the numbers of partitions that are tried: the next ones, and some up to twice as many.
func candidates(n int) []int {
	var list []int
	for m := n + 1; m <= min(n+8, 2*n); m++ {
		list = append(list, m)
	}
	for _, m := range []int{n + n/4, n + n/2, n + 3*n/4, 2 * n} {
		if m > n+8 {
			list = append(list, m)
		}
	}
	return list
}
