package routing

import (
	"errors"
	"time"
)

// task is what a worker does next.
type task uint8

const (
	quit  task = iota // the run is over
	route             // find the partitions of a settled chunk
	serve             // hand waiting batches to the worker's own partitions
	help              // and to those of the others
	claim             // take the next chunk from the source and load it
)

// worker is one of the goroutines that do all the work. It serves its own partitions before it takes new input,
// and those of others when there is nothing else to do. So the state of a partition mostly stays in the cache of
// one core, and yet no core is idle while batches wait.
type worker[R any] struct {
	*run[R]
	first, end int    // its own lanes
	served     uint64 // the value of ready when it last went around its own lanes,
	helped     uint64 // and around all of them
	helping    bool   // whether that is what it did last, and it has claimed nothing since
	times      Times
}

// work runs the worker until the run is over.
func (w *worker[R]) work() {
	for {
		task, n := w.next()
		start := time.Now()
		switch task {
		case quit:
			return
		case route:
			w.route(n)
			w.times.Route += time.Since(start)
		case serve:
			w.serve(w.first, w.end)
			w.times.Consume += time.Since(start)
		case help:
			w.serve(w.end, w.end+len(w.lanes))
			w.times.Consume += time.Since(start)
		case claim:
			w.claim(n, start)
		}
	}
}

// next waits until there is something to do. Chunks that others wait for come first, then the worker's own
// partitions, whose batches are still in the cache, and new input after that, which bounds what is in progress.
// The number is that of a chunk for route and claim.
//
// A worker that was helping continues as long as batches arrive: others have passed over the partition that it
// was serving.
func (w *worker[R]) next() (task, uint64) {
	r := w.run
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		ready := r.ready.Load()
		switch {
		case r.stopped.Load() || r.finished():
			return quit, 0
		case r.toRoute < r.settled:
			r.toRoute++
			return route, r.toRoute - 1
		case w.served < ready:
			w.served = ready
			return serve, 0
		case w.helping && w.helped < ready:
			w.helped = ready
			return help, 0
		case !r.ended() && !r.claiming && r.takeSlot(w):
			r.claiming, w.helping = true, false
			return claim, r.claimed
		case w.helped < ready:
			w.helped, w.helping = ready, true
			return help, 0
		}
		w.wait()
	}
}

// wait waits for a change. mu is held.
func (w *worker[R]) wait() {
	waited := &w.times.Full
	if w.claiming {
		waited = &w.times.Starved
	}
	start := time.Now()
	w.idle++
	w.changed.Wait()
	w.idle--
	*waited += time.Since(start)
}

// takeSlot gives the slot of the next chunk a piece, if possible one that the worker has filled before, or notes
// since when it could not. mu is held.
func (r *run[R]) takeSlot(w *worker[R]) bool {
	s := r.slot(r.claimed)
	if s.piece != nil {
		if r.fullSince.IsZero() {
			r.fullSince = time.Now()
		}
		return false
	}
	last := len(r.free) - 1
	at := last
	for i, p := range r.free {
		if p.worker == w {
			at = i
		}
	}
	s.piece = r.free[at]
	s.piece.worker = w
	r.free[at] = r.free[last]
	r.free = r.free[:last]
	return true
}

// errNoChunk is returned for a source that breaks its contract.
var errNoChunk = errors.New("routing: the source returned neither a chunk nor an error")

// claim takes chunk n from the source and loads it.
func (w *worker[R]) claim(n uint64, start time.Time) {
	r, s := w.run, w.slot(n)
	err := r.call(sourcePartition, func() error {
		chunk, err := r.source.Next(r.ctx, s.chunk)
		if err == nil && chunk == nil {
			err = errNoChunk
		}
		s.chunk = chunk
		return err
	})
	r.mu.Lock()
	r.claiming = false
	if err != nil {
		r.end(n, err)
	} else {
		r.claimed++
	}
	r.wake() // the next one can be claimed, or there is none
	r.mu.Unlock()
	next := time.Now()
	w.times.Next += next.Sub(start)
	if err != nil {
		return
	}

	err = r.call(sourcePartition, func() error { return s.chunk.Load(r.ctx) })
	r.mu.Lock()
	s.loaded = true
	if err != nil {
		r.end(n, err)
		r.wake()
	}
	r.mu.Unlock()
	r.settle()
	w.times.Load += time.Since(next)
}

// settle settles the chunks that are loaded and whose turn it is. mu is not held during the callback: a worker
// that loads a chunk meanwhile leaves it to this loop.
func (r *run[R]) settle() {
	for {
		r.mu.Lock()
		turn := !r.settling && r.settled < min(r.limit, r.claimed) && r.slot(r.settled).loaded
		if !turn {
			r.mu.Unlock()
			return
		}
		r.settling = true
		chunk := r.slot(r.settled).chunk
		r.mu.Unlock()

		err := r.call(sourcePartition, func() error { chunk.Settle(); return nil })

		r.mu.Lock()
		r.settling = false
		if err != nil {
			r.end(r.settled, err)
		} else {
			r.settled++
		}
		r.wake()
		r.mu.Unlock()
	}
}

// route groups the records of chunk n by partition and publishes the chunks that are routed.
func (r *run[R]) route(n uint64) {
	s := r.slot(n)
	err := r.call(sourcePartition, func() error {
		s.records = s.chunk.Records()
		s.buckets.resize(len(s.records), r.cfg.Partitions)
		s.chunk.Route(s.buckets.partition)
		return s.buckets.sort()
	})
	if err != nil {
		r.fail(err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s.pending.Store(int64(r.cfg.Partitions))
	s.routed = true
	ready := r.ready.Load()
	for ready < r.toRoute && r.slot(ready).routed {
		ready++
	}
	r.ready.Store(ready)
	r.wake()
}

// release frees the slot of a chunk that partition was the last to consume.
func (r *run[R]) release(s *slot[R], partition int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free = append(r.free, s.piece)
	s.piece, s.loaded, s.routed = nil, false, false
	r.drained++
	if !r.fullSince.IsZero() && s == r.slot(r.claimed) {
		r.lanes[partition].metrics.Blocked += time.Since(r.fullSince)
		r.fullSince = time.Time{}
	}
	r.wake()
}
