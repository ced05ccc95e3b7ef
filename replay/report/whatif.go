package report

import (
	"fmt"
	"math"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// WhatIf is the skew that the same records would have over another number of partitions.
type WhatIf struct {
	Partitions           int     `json:"partitions"`
	MaxOverMean          float64 `json:"max_over_mean"`
	CV                   float64 `json:"cv"`
	EffectiveParallelism float64 `json:"effective_parallelism"`
	Empty                int     `json:"empty"`
	Exact                bool    `json:"exact"` // false: estimated from a sample of the keys
	// Moved is what moves from the partitions of the replay to these; null where records are dealt out in turn.
	Moved *Rescale `json:"moved"`
}

// whatIf spreads the records over n partitions, by the same strategy.
func whatIf(ps *counting.Partitions, n int, h hash.Hash) WhatIf {
	loads, exact := make([]float64, n), true
	switch ps.Scope.Delivers {
	case dist.KindBy:
		for _, p := range ps.List {
			exact = spreadKeys(ps, p, loads, h) && exact
		}
	case dist.KindSource:
		for _, p := range ps.List {
			for _, c := range p.Sources.List {
				loads[int(c.Partition)%n] += float64(c.Records)
			}
			spreadEvenly(loads, float64(p.Sources.Others))
			exact = exact && p.Sources.Others == 0
		}
	case dist.KindSingle:
		for _, p := range ps.List {
			loads[0] += float64(p.Records)
		}
	default:
		var total uint64
		for _, p := range ps.List {
			total += p.Records
		}
		for i := range loads { // in turn: the first ones get one more
			loads[i] = float64((total + uint64(n-1-i)) / uint64(n))
		}
	}
	records := make([]uint64, n)
	for i, l := range loads {
		records[i] = uint64(math.Round(l))
	}
	s := newSkew(records)
	return WhatIf{Partitions: n, MaxOverMean: s.MaxOverMean, CV: s.CV, EffectiveParallelism: s.EffectiveParallelism, Empty: s.Empty, Exact: exact}
}

// spreadKeys adds the records of a partition to the loads of the partitions that their keys would
// have, and reports whether that is exact. If there is a sketch, the heavy keys are spread one by
// one and all others as those in the sample are.
func spreadKeys(ps *counting.Partitions, p *counting.Partition, loads []float64, h hash.Hash) (exact bool) {
	k := ps.Loads(p)
	load := func(hash uint64, key []byte) *float64 {
		return &loads[h.Partition(ps.RoutingHash(hash, key), len(loads))]
	}
	bound, rest, sampled := k.HeavyFrom(), float64(p.Records), 0.0
	for _, c := range k.Heavy() {
		*load(c.Hash, c.Key) += float64(c.Records)
		rest -= float64(c.Records)
	}
	for s := range k.Table.All() {
		if s.Count < bound {
			sampled += float64(s.Count)
			continue
		}
		*load(s.Hash, k.Table.Key(s)) += float64(s.Count)
		rest -= float64(s.Count)
	}
	switch {
	case bound == 0:
		return true
	case sampled == 0:
		spreadEvenly(loads, rest)
		return false
	}
	for s := range k.Table.All() {
		if s.Count < bound {
			*load(s.Hash, k.Table.Key(s)) += float64(s.Count) * rest / sampled
		}
	}
	return false
}

// spreadEvenly adds records to all loads alike.
func spreadEvenly(loads []float64, records float64) {
	for i := range loads {
		loads[i] += records / float64(len(loads))
	}
}

// checkWhatIf returns an error for a number of partitions that there cannot be.
func checkWhatIf(numbers []int) error {
	for _, n := range numbers {
		if n < 1 || n > routing.MaxPartitions {
			return fmt.Errorf("replay: what if there were %d partitions: give 1 to %d", n, routing.MaxPartitions)
		}
	}
	return nil
}
