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
	serve             // hand waiting batches to partitions
	claim             // take the next chunk from the source and load it
)

// work is the life of a worker. Each starts serving at another partition, so that they seldom
// want the same one.
func (r *run[R]) work(firstLane int) {
	var served uint64 // the value of ready when this worker last went round the partitions
	for {
		switch task, n := r.next(served); task {
		case quit:
			return
		case route:
			r.route(n)
		case serve:
			served = n
			r.serve(firstLane)
		case claim:
			r.claim(n)
		}
	}
}

// next waits until there is something to do. Chunks that others wait for come first, then
// partitions, whose batches are still in the cache, and new input last: that bounds what is
// under way. The number is the chunk's, for serve it is ready.
func (r *run[R]) next(served uint64) (task, uint64) {
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
		case served < ready:
			return serve, ready
		case !r.ended() && !r.claiming && r.takeSlot():
			r.claiming = true
			return claim, r.claimed
		}
		r.idle++
		r.changed.Wait()
		r.idle--
	}
}

// takeSlot marks the slot of the next chunk used, or notes since when it could not. mu is held.
func (r *run[R]) takeSlot() bool {
	s := r.slot(r.claimed)
	if !s.used {
		s.used = true
		return true
	}
	if r.fullSince.IsZero() {
		r.fullSince = time.Now()
	}
	return false
}

// errNoChunk is the error of a source that breaks its contract.
var errNoChunk = errors.New("routing: the source returned neither a chunk nor an error")

// claim takes chunk n from the source and loads it.
func (r *run[R]) claim(n uint64) {
	s := r.slot(n)
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
}

// settle settles the chunks that are loaded and whose turn it is. mu is not held during the
// callback: whoever loads a chunk meanwhile leaves it to this loop.
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

// release gives the slot of a chunk back that partition was the last to consume.
func (r *run[R]) release(s *slot[R], partition int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.used, s.loaded, s.routed = false, false, false
	r.drained++
	if !r.fullSince.IsZero() && s == r.slot(r.claimed) {
		r.lanes[partition].metrics.Blocked += time.Since(r.fullSince)
		r.fullSince = time.Time{}
	}
	r.wake()
}
