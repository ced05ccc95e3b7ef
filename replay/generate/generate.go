// Package generate makes records to try a replay on: trades as NDJSON, as many as are wanted, and
// the same bytes for the same settings on any number of cores.
//
//	Config ──► plan: alias table of the keys, layouts cut into pieces
//	             │
//	             ├─ worker 0: block 0 ─ keys ─► lines ─┐ turn   ┌─ block 3 ..
//	             ├─ worker 1: block 1 ─ keys ─► lines ─┼──────► writer, in order
//	             └─ worker 2: block 2 ─ keys ─► lines ─┘        └─ block 5 ..
//
// A block of records depends on the seed and its own number only. A worker builds a block in a
// buffer that it keeps, waits until the block before it is written, and writes its own.
package generate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
)

const (
	// blockRecords is how many records are built at once: their lines should fit into the nearer caches.
	blockRecords = 4096
	// patience is how long a run that is stopped waits for the block that is being written, so that
	// the last line is a whole one; a reader that has stopped reading would make it wait for ever.
	patience = 100 * time.Millisecond
)

// Run writes the records to w, each a line. When ctx is done it ends with ctx.Err(), if need be
// while a write to w still waits; any other error is that of a write, or that of Check.
func Run(ctx context.Context, cfg Config, w io.Writer) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	finished := make(chan error, 1)
	go func() { finished <- guarded(func() error { return run(ctx, cfg, w) }) }()
	var err error
	select {
	case err = <-finished:
	case <-ctx.Done():
		select {
		case err = <-finished:
		case <-time.After(patience):
			err = ctx.Err()
		}
	}
	var f *fault
	if errors.As(err, &f) {
		panic(f.value)
	}
	return err
}

// run is Run, but waits for its writes.
func run(ctx context.Context, cfg Config, w io.Writer) error {
	if cfg.Workers == 0 {
		cfg.Workers = min(runtime.GOMAXPROCS(0), MaxWorkers)
	}
	blocks := (cfg.Records + blockRecords - 1) / blockRecords
	q := &queue{plan: newPlan(cfg), out: w, turns: make([]chan struct{}, min(uint64(cfg.Workers), blocks))}
	for i := range q.turns {
		q.turns[i] = make(chan struct{}, 1)
	}
	q.turns[0] <- struct{}{}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var working sync.WaitGroup
	for i := range q.turns {
		working.Go(func() {
			if err := guarded(func() error { return q.work(ctx, i) }); err != nil {
				fail(err)
			}
		})
	}
	working.Wait()
	return context.Cause(ctx)
}

// queue is where the workers stand in to write.
type queue struct {
	*plan
	out   io.Writer
	turns []chan struct{} // of each worker: the block before its own is written
}

// work builds and writes the blocks of a worker: the one with its number, and from there each that
// is as many further on as there are workers.
func (q *queue) work(ctx context.Context, worker int) error {
	b := newBuilder(q.plan)
	for n := uint64(worker); n*blockRecords < q.Records; n += uint64(len(q.turns)) {
		lines := b.build(n)
		select {
		case <-q.turns[worker]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if _, err := q.out.Write(lines); err != nil {
			return err
		}
		q.turns[(worker+1)%len(q.turns)] <- struct{}{}
	}
	return nil
}

// fault is a panic on its way to the goroutine that called Run.
type fault struct{ value any }

// Error implements error.
func (f *fault) Error() string { return fmt.Sprint(f.value) }

// guarded calls work and turns a panic of it into an error.
func guarded(work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &fault{value}
		}
	}()
	return work()
}
