package replay

import (
	"fmt"
	"math"

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
}

// whatIf spreads the records over n partitions, by the same strategy.
func whatIf(ps *partitions, n int, h hash.Hash) WhatIf {
	loads, exact := make([]float64, n), true
	switch ps.counting.delivers {
	case dist.KindBy:
		for _, p := range ps.list {
			exact = spreadKeys(ps, p, loads, h) && exact
		}
	case dist.KindSource:
		for _, p := range ps.list {
			for _, c := range p.sources.list {
				loads[int(c.partition)%n] += float64(c.records)
			}
			spreadEvenly(loads, float64(p.sources.others))
			exact = exact && p.sources.others == 0
		}
	case dist.KindSingle:
		for _, p := range ps.list {
			loads[0] += float64(p.records)
		}
	default:
		var total uint64
		for _, p := range ps.list {
			total += p.records
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
func spreadKeys(ps *partitions, p *partitionState, loads []float64, h hash.Hash) (exact bool) {
	k := ps.loads(p)
	load := func(hash uint64, key []byte) *float64 {
		return &loads[h.Partition(ps.routingHash(hash, key), len(loads))]
	}
	bound, rest, sampled := k.heavyFrom(), float64(p.records), 0.0
	for _, c := range k.heavy() {
		*load(c.hash, c.key) += float64(c.records)
		rest -= float64(c.records)
	}
	for s := range k.table.all() {
		if s.count < bound {
			sampled += float64(s.count)
			continue
		}
		*load(s.hash, k.table.key(s)) += float64(s.count)
		rest -= float64(s.count)
	}
	switch {
	case bound == 0:
		return true
	case sampled == 0:
		spreadEvenly(loads, rest)
		return false
	}
	for s := range k.table.all() {
		if s.count < bound {
			*load(s.hash, k.table.key(s)) += float64(s.count) * rest / sampled
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

// checkWhatIf says which number of partitions there cannot be.
func checkWhatIf(numbers []int) error {
	for _, n := range numbers {
		if n < 1 || n > routing.MaxPartitions {
			return fmt.Errorf("replay: what if there were %d partitions: give 1 to %d", n, routing.MaxPartitions)
		}
	}
	return nil
}
