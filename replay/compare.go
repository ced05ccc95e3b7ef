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
	Aligned  bool // as Config.Aligned
}

// CompareBlock is what one of the compared strategies makes of the records. Its blocks mean what
// those of Report mean.
type CompareBlock struct {
	Strategy   string           `json:"strategy"`
	Keys       []string         `json:"keys"`
	Partitions []PartitionBlock `json:"partitions"`
	Skew       SkewBlock        `json:"skew"`
	Moved      MovedBlock       `json:"moved"`
	Checks     []Check          `json:"checks"`
	WhatIf     []WhatIf         `json:"what_if"`
}

// way is a strategy with what its partitions have received.
type way struct {
	strategy   strategies.Strategy
	context    strategies.RoutingContext
	partitions *partitions
}

// newWay binds a strategy for a try and makes its partitions.
func newWay(j *job, strategy strategies.Strategy, aligned bool) (way, error) {
	w := way{strategy: strategy, context: strategies.RoutingContext{
		Aligned: aligned, Partitions: j.Config.Partitions, Workers: j.routing.Workers, Hash: j.Hash,
	}}
	for i := range j.KeyNames {
		w.context.Keys = append(w.context.Keys, dist.Column(i+1)) // any numbers, as long as they differ
	}
	delivered, err := strategy.Deliver(w.context)
	if err == nil {
		_, err = strategy.Bind(w.context)
	}
	if err != nil {
		return w, fmt.Errorf("replay: strategy %s: %w", strategy.Name, err)
	}
	w.partitions = newPartitions(newCounting(j, delivered), j.Config.Partitions)
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
	return j.ways[w].partitions.consume(partition%j.Config.Partitions, batch, w*len(batch.Chunk().(*chunk).records))
}

// Records returns the accepted records, once for each way.
func (c *chunk) Records() []record {
	ways := len(c.partitioners)
	if ways == 1 {
		return c.records
	}
	c.copies = c.copies[:0]
	for range ways {
		c.copies = append(c.copies, c.records...)
	}
	return c.copies
}

// Route asks the strategies.
func (c *chunk) Route(partitions []int32) {
	first := 0 // of the way's partitions
	for _, partitioner := range c.partitioners {
		for i := range c.records {
			r := &c.records[i]
			partitions[i] = int32(first + partitioner.Partition(strategies.Record{
				Hash: r.hash, SourcePartition: r.source, Ordinal: c.base + uint64(i),
			}))
		}
		partitions = partitions[len(c.records):]
		first += c.source.job.Config.Partitions
	}
}

// compare returns what the ways besides the first one make of the records of a result.
func (j *job) compare(whole *result) []CompareBlock {
	blocks := []CompareBlock{}
	for _, w := range j.ways[1:] {
		r := *whole
		r.partitions = w.partitions
		r.identity.strategy = w.strategy.Name
		r.identity.keys = j.hashed(w)
		report := r.report(options{whatIf: j.options.whatIf, workers: j.options.workers})
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
