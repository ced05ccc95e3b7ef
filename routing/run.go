package routing

import (
	"context"
	"io"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// run is the state of one call of Run. Chunk number n is in slot n modulo the ring's length and passes the
// counters one after the other:
//
//	drained ≤ ready ≤ toRoute ≤ settled ≤ claimed          settled ≤ limit
//
// mu guards everything that is neither atomic nor said to be owned. It is taken a few times per chunk.
type run[R any] struct {
	cfg     Config
	source  Source[R]
	consume func(int, Batch[R]) error
	ctx     context.Context // given to the source; done when the run is
	cancel  context.CancelFunc

	lanes   []lane
	workers []*worker[R]
	ready   atomic.Uint64 // chunks below are routed; written under mu
	stopped atomic.Bool   // no callback may be started any more; written under mu

	mu        sync.Mutex
	changed   sync.Cond // signals what idle workers wait for
	idle      int       // workers waiting for changed
	ring      []slot[R]
	free      []*piece[R]
	claimed   uint64    // chunks that the source has returned
	settled   uint64    // chunks whose Settle has returned
	toRoute   uint64    // chunks whose Route some worker has taken on
	drained   uint64    // chunks that all partitions have consumed
	claiming  bool      // a worker is in the source's Next
	settling  bool      // a worker is in a chunk's Settle
	limit     uint64    // chunks from here on do not exist or are not wanted
	endErr    error     // why the input ends at limit; nil at its true end
	err       error     // why the run was stopped
	fullSince time.Time // since when the next chunk has found no free slot; zero if it has one
}

// slot is a place in the ring. The worker that is handling its chunk owns it; once the chunk is ready, all
// partitions read it, until each has decremented pending.
type slot[R any] struct {
	*piece[R]              // nil if the slot is free; written under run.mu
	pending   atomic.Int64 // partitions that have not consumed their part yet

	loaded, routed bool // under run.mu
}

// piece is a chunk and what is needed to route its records. It is used again for later chunks, if possible by the
// same worker, in whose core's cache it then still is.
type piece[R any] struct {
	chunk   Chunk[R] // nil until one has been made
	records []R
	buckets buckets
	worker  *worker[R] // the one that filled it
}

// newRun returns a run that has not started. cfg is complete.
func newRun[R any](cfg Config, source Source[R], consume func(int, Batch[R]) error) *run[R] {
	r := &run[R]{
		cfg: cfg, source: source, consume: consume,
		lanes: make([]lane, cfg.Partitions),
		ring:  make([]slot[R], cfg.Chunks),
		limit: math.MaxUint64,
	}
	r.changed.L = &r.mu
	for i := range cfg.Workers {
		first, end := i*cfg.Partitions/cfg.Workers, (i+1)*cfg.Partitions/cfg.Workers
		r.workers = append(r.workers, &worker[R]{run: r, first: first, end: end})
	}
	for range cfg.Chunks {
		r.free = append(r.free, &piece[R]{})
	}
	return r
}

// wait starts the workers, waits for them to end and collects the result.
func (r *run[R]) wait(ctx context.Context) (Metrics, error) {
	r.ctx, r.cancel = context.WithCancel(ctx)
	defer r.cancel()
	if ctx.Err() != nil { // the watcher alone would let the first batches slip through
		r.fail(ctx.Err())
	}
	unwatch := context.AfterFunc(ctx, func() { r.fail(ctx.Err()) })
	var workers sync.WaitGroup
	for _, w := range r.workers {
		workers.Go(w.work)
	}
	workers.Wait()
	unwatch()

	r.mu.Lock() // fail may still run
	defer r.mu.Unlock()
	metrics := Metrics{Chunks: r.drained, Partitions: make([]PartitionMetrics, len(r.lanes))}
	for p := range r.lanes {
		metrics.Partitions[p] = r.lanes[p].metrics
	}
	for _, w := range r.workers {
		metrics.Times.add(w.times)
	}
	if r.err != nil {
		return metrics, r.err
	}
	return metrics, r.endErr
}

// fail stops the run; the first error stays.
func (r *run[R]) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
		r.stopped.Store(true)
		r.cancel()
	}
	r.wake()
}

// end ends the input before chunk n. Of several ends the first in input order counts, so that the result does not
// depend on which worker reached its chunk sooner. mu is held.
func (r *run[R]) end(n uint64, err error) {
	if n >= r.limit {
		return
	}
	r.limit = n
	r.endErr = err
	if err == io.EOF { // an error that wraps it is a fault, such as a connection that was cut
		r.endErr = nil
	}
}

// ended reports whether nothing more may be claimed. mu is held.
func (r *run[R]) ended() bool { return r.limit != math.MaxUint64 }

// finished reports whether all partitions have consumed all of the input. mu is held.
func (r *run[R]) finished() bool { return r.drained == r.limit }

// slot returns the place of chunk n.
func (r *run[R]) slot(n uint64) *slot[R] { return &r.ring[n%uint64(len(r.ring))] }

// wake makes idle workers look again. mu is held.
func (r *run[R]) wake() {
	if r.idle > 0 {
		r.changed.Broadcast()
	}
}
