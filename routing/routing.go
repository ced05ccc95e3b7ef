// Package routing spreads a stream of records over partitions, on all cores, in order.
//
//	            claim (one at a time)      load, route (any worker)        consume (one per partition)
//	Source ──► ┌─────┬─────┬─────┬─────┐ ──► [1 0 2 1 0 ..] by record ──►  partition 0 ─► batch, batch ..
//	           │  7  │  4  │  5  │  6  │     settle (in input order)       partition 1 ─► batch, batch ..
//	           └─────┴─────┴─────┴─────┘                                   partition 2 ─► batch, batch ..
//	            ring of chunks = the bound
//
// The input comes in numbered chunks. A worker claims the next one, loads it, and finds the partition of each of
// its records while other workers do the same with other chunks. Then it hands its own share of the partitions
// the batches that wait for them, in the order of the chunks, and when it has nothing else to do also those of
// other workers. So a partition receives its records in input order, whatever the number of workers, and its
// state has one owner at a time. Records are never copied, and locks are taken once per chunk, not per record.
//
// The ring is the bound. A slow partition keeps its chunks in use; when all chunks are in use, nothing new is
// claimed until that partition catches up.
package routing

import (
	"context"
	"fmt"
	"runtime"
)

const (
	// MaxPartitions is the largest number of partitions of a run. Each chunk costs work and memory
	// in proportion to it.
	MaxPartitions = 1 << 16
	// MaxWorkers is the largest number of workers of a run.
	MaxWorkers = 1 << 10
	// chunksPerWorker makes the ring long enough that a worker seldom waits for a partition that another one is
	// serving, and short enough that the chunks stay in the cache.
	chunksPerWorker = 4
)

// Config sets the width of a run.
type Config struct {
	// Partitions is the number of partitions, 1 to MaxPartitions.
	Partitions int
	// Workers is the number of goroutines that do all the work, callbacks included, up to MaxWorkers; 0 means one
	// for each core that Go uses.
	Workers int
	// Chunks is the maximum number of chunks in use at a time, which bounds memory; 0 means 4 per worker.
	Chunks int
}

// Complete returns the configuration with the zero fields filled in, as Run uses it, or an error that names what
// is out of range.
func (c Config) Complete() (Config, error) {
	if c.Workers == 0 {
		c.Workers = min(runtime.GOMAXPROCS(0), MaxWorkers)
	}
	if c.Chunks == 0 {
		c.Chunks = chunksPerWorker * c.Workers
	}
	switch {
	case c.Partitions < 1 || c.Partitions > MaxPartitions:
		return c, fmt.Errorf("routing: %d partitions: give 1 to %d", c.Partitions, MaxPartitions)
	case c.Workers < 0 || c.Workers > MaxWorkers:
		return c, fmt.Errorf("routing: %d workers: give 1 to %d, or 0 for one per core", c.Workers, MaxWorkers)
	case c.Chunks < 0:
		return c, fmt.Errorf("routing: %d chunks: give at least 1, or 0 for %d per worker", c.Chunks, chunksPerWorker)
	}
	return c, nil
}

// Run routes all records of source and calls consume for each batch of them. For one partition
// the calls follow each other, in input order; calls for different partitions run at the same
// time. The batch belongs to consume until it returns. Run returns when every goroutine that it
// started has ended, so a callback that never returns keeps it.
//
// The error is nil when the whole input was consumed. Otherwise it is the first of:
//   - the consumer's, wrapped with the partition: nothing is consumed after it;
//   - ctx.Err(): once ctx is done no further batch is handed out;
//   - the source's: all records before the chunk it belongs to were consumed, and none after it;
//   - a *PanicError, when a callback panicked (a source's Next, Load or Settle is treated as if it
//     had returned the error, anything else stops the run).
//
// The metrics are those up to there in every case.
func Run[R any](ctx context.Context, cfg Config, source Source[R],
	consume func(partition int, batch Batch[R]) error) (Metrics, error) {
	cfg, err := cfg.Complete()
	if err != nil {
		return Metrics{}, err
	}
	return newRun(cfg, source, consume).wait(ctx)
}
