package replay

import (
	"fmt"

	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Alternative is a strategy that a replay counts besides its own, in the same pass: the records are
// routed once more, by the same keys and over as many partitions, into partitions of its own.
type Alternative struct {
	Strategy strategies.Strategy
	Required []strategies.Requirement // as Config.Required
}

// way is a strategy with what its partitions have received.
type way struct {
	strategy   strategies.Strategy
	context    strategies.RoutingContext
	partitions *partitions
}

// newWay binds a strategy for a try and makes its partitions.
func newWay(j *job, strategy strategies.Strategy, required []strategies.Requirement) (way, error) {
	w := way{strategy: strategy, context: strategies.RoutingContext{
		Required: required, Partitions: j.Config.Partitions, Workers: j.routing.Workers, Hash: j.Hash,
	}}
	for _, name := range j.KeyNames {
		w.context.Keys = append(w.context.Keys, dist.Column(name))
	}
	reading := j.reading()
	delivered, err := strategy.Deliver(w.context)
	if err == nil {
		_, err = strategy.Bind(w.context)
	}
	if err != nil {
		return w, fmt.Errorf("replay: strategy %s: %w", strategy.Name, err)
	}
	w.partitions = newPartitions(newCounting(&reading, delivered, j.MemoryBytes), j.Config.Partitions)
	return w, nil
}

// free lets the memory of all partitions go. Reports have copies of what they show.
func (j *job) free() {
	for _, w := range j.ways {
		if err := w.partitions.memory.free(); err != nil {
			panic(err) // what was mapped can be unmapped
		}
	}
}

// consume gives a batch to the partition that it is for. The router's partitions are those of the
// first way, then those of the next one, and so on, and the records of a chunk are there as often.
func (j *job) consume(partition int, batch routing.Batch[record]) error {
	w := partition / j.Config.Partitions
	return j.ways[w].partitions.consume(partition%j.Config.Partitions, batch, w*batch.Chunk().(*chunk).count())
}

// compare returns what the ways besides the first one make of the records of a result.
func (j *job) compare(whole *result) []CompareBlock {
	blocks := []CompareBlock{}
	for _, w := range j.ways[1:] {
		r := *whole
		r.partitions = w.partitions
		r.identity.strategy = w.strategy.Name
		r.identity.keys = j.hashed(w)
		report := newReport(&r, options{whatIf: j.options.whatIf, workers: j.options.workers})
		blocks = append(blocks, CompareBlock{
			Strategy: report.Plan.Strategy, Keys: report.Plan.Keys, Partitions: report.Partitions, Skew: report.Skew,
			Moved: report.Moved, Checks: report.Checks, WhatIf: report.WhatIf,
		})
	}
	return blocks
}

// hashed returns the names of the keys that a way hashes: none if it looks at no key.
func (j *job) hashed(w way) []string {
	if w.partitions.counting.delivers != dist.KindBy {
		return nil
	}
	return j.KeyNames
}
