package replay

import (
	"cmp"
	"fmt"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Alternative is a strategy that a replay counts besides its own, in the same pass: the records are
// routed once more, by the same keys and over as many partitions, into partitions of its own.
type Alternative struct {
	Strategy strategies.Strategy
	Aligned  bool // as Config.Aligned
}

// way is a strategy with what its partitions have received.
type way struct {
	strategy   strategies.Strategy
	context    strategies.RoutingContext
	partitions *counting.Partitions
}

// usualBatch is the smallest batch of a local aggregation where the engine's is not known.
const usualBatch = 100

// newWay binds a strategy for a try and makes its partitions.
func newWay(j *job, strategy strategies.Strategy, aligned bool) (way, error) {
	w := way{strategy: strategy, context: strategies.RoutingContext{
		Aligned: aligned, Partitions: j.Config.Partitions, Workers: j.routing.Workers, Hash: j.Hash,
	}}
	for i := range j.KeyNames {
		w.context.Keys = append(w.context.Keys, dist.Column(i+1)) // any numbers, as long as they differ
	}
	from := j.reading()
	delivered, err := strategy.Deliver(w.context)
	if err == nil {
		_, err = strategy.Bind(w.context)
	}
	if err != nil {
		return w, fmt.Errorf("replay: strategy %s: %w", strategy.Name, err)
	}
	scope := counting.NewScope(&from, delivered, j.MemoryBytes)
	if len(j.ways) > 0 {
		scope.Bucket = 0
	}
	if len(j.ways) == 0 && scope.Groups && scope.Bucket > 0 && !j.Time.Bundled {
		scope.Alive, scope.Panes = true, j.Panes
	}
	if j.Remedies != nil && len(j.ways) == 0 {
		scope.Batch = uint64(cmp.Or(j.EngineBatch, usualBatch))
	}
	w.partitions = counting.NewPartitions(scope, j.Config.Partitions)
	return w, nil
}

// free frees the memory of all partitions. Reports have copies of what they show.
func (j *job) free() {
	for _, w := range j.ways {
		if err := w.partitions.Free(); err != nil {
			panic(err) // what was mapped can be unmapped
		}
	}
}

// consume gives a batch to the partition that it is for. The router's partitions are those of the
// first way, then those of the next one, and so on, and the records of a chunk are there as often.
func (j *job) consume(partition int, batch routing.Batch[reading.Record]) error {
	w := partition / j.Config.Partitions
	return j.ways[w].partitions.Consume(partition%j.Config.Partitions, batch, w*batch.Chunk().(*reading.Chunk).Count())
}

// compare returns what the ways besides the first one make of the records of a result.
func (j *job) compare(whole *state.Result) []report.CompareBlock {
	blocks := []report.CompareBlock{}
	for _, w := range j.ways[1:] {
		r := *whole
		r.Partitions = w.partitions
		r.Identity.Strategy = w.strategy.Name
		r.Identity.Keys = j.hashed(w)
		got := report.New(&r, report.Options{WhatIf: j.options.WhatIf, Workers: j.options.Workers,
			EntryBytes: j.options.EntryBytes, ValueBytes: j.options.ValueBytes})
		blocks = append(blocks, report.CompareBlock{
			Strategy: got.Plan.Strategy, Keys: got.Plan.Keys, Partitions: got.Partitions, Skew: got.Skew,
			Moved: got.Moved, Checks: got.Checks, WhatIf: got.WhatIf,
		})
	}
	return blocks
}

// hashed returns the names of the keys that a way hashes: none if it looks at no key.
func (j *job) hashed(w way) []string {
	if w.partitions.Scope.Delivers != dist.KindBy {
		return nil
	}
	return j.KeyNames
}
