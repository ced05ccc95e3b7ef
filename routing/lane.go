package routing

import (
	"fmt"
	"sync/atomic"
)

// lane is the way into one partition. Whoever sets busy owns the partition, its next batch and its metrics, until
// clearing it.
type lane struct {
	busy atomic.Bool
	next atomic.Uint64 // the chunk to consume next; written by the owner

	metrics PartitionMetrics // Blocked is written under run.mu, by the owner too

	_ [64]byte // keeps neighbours, which other workers own, off this cache line
}

// serve goes once around the lanes from first to end and serves the partitions that nobody else is serving. end
// may lie beyond the last lane, and then continues with the first ones. Skipping a busy lane is safe: its owner
// sees every chunk that was ready when it began its own round, and makes another round for those that came later.
func (r *run[R]) serve(first, end int) {
	for p := first; p < end; p++ {
		p := p % len(r.lanes)
		l := &r.lanes[p]
		if l.next.Load() < r.ready.Load() && !r.stopped.Load() && l.busy.CompareAndSwap(false, true) {
			err := r.call(p, func() error { return r.drain(p, l) })
			if err != nil {
				r.fail(err)
			}
			l.busy.Store(false)
		}
	}
}

// drain hands the partition the batches that wait for it. The caller owns the lane.
func (r *run[R]) drain(p int, l *lane) error {
	for n := l.next.Load(); ; n++ {
		ready := r.ready.Load()
		if n == ready || r.stopped.Load() {
			return nil
		}
		l.metrics.MaxDepth = max(l.metrics.MaxDepth, int(ready-n))
		s := r.slot(n)
		if batch := (Batch[R]{chunk: s.chunk, records: s.records, order: s.buckets.group(p)}); batch.Len() > 0 {
			if err := r.consume(p, batch); err != nil {
				return fmt.Errorf("routing: partition %d: %w", p, err)
			}
			l.metrics.Batches++
			l.metrics.Records += uint64(batch.Len())
		}
		l.next.Store(n + 1)
		if s.pending.Add(-1) == 0 {
			r.release(s, p)
		}
	}
}
