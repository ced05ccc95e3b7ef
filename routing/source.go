package routing

import (
	"context"
	"io"
	"math"
)

// Source yields the input of a run, divided into chunks.
type Source[R any] interface {
	// Next returns the next chunk, or io.EOF after the last one. One worker at a time calls it, so the order of
	// the calls is the order of the input. The expensive part of the work belongs in the chunk's Load. old is nil,
	// or a chunk that this source returned earlier and that nobody uses any more, to be filled again. When ctx is
	// done Next should return soon, with any error.
	Next(ctx context.Context, old Chunk[R]) (Chunk[R], error)
}

// Chunk is a piece of the input. Its methods are called once each, in the order in which they are listed here, by
// one worker at a time, not always the same one.
type Chunk[R any] interface {
	// Load brings the records into memory. It runs at the same time as other chunks' Load. After an
	// error the run ends with the chunk before this one.
	Load(ctx context.Context) error
	// Settle is called in input order, for one chunk at a time, after the Load of this chunk and of all before it.
	// It is the place to number what depends on the chunks before, such as record ordinals or lines. Other chunks
	// wait for it, so it should only add a few numbers.
	Settle()
	// Records returns the records in input order. The slice belongs to the chunk, which does not touch it until it
	// is passed to Next again.
	Records() []R
	// Route writes the partition of Records()[i] into partitions[i]; both have the same length. It
	// runs at the same time as other chunks' Route.
	Route(partitions []int32)
}

// Records returns a Source for records that are in memory or come from a simple reader. next is
// called by one goroutine at a time and returns the next records, which must stay unchanged until
// the run ends, or io.EOF after the last ones. route returns the partition of a record; ordinal is
// its place in the whole input, from 0. route is called by several goroutines at the same time.
func Records[R any](next func(ctx context.Context) ([]R, error), route func(ordinal uint64, record R) int) Source[R] {
	return &recordSource[R]{next: next, route: route}
}

// recordSource is the Source that Records returns.
type recordSource[R any] struct {
	next    func(context.Context) ([]R, error)
	route   func(uint64, R) int
	settled uint64 // records in the chunks that were settled
}

func (s *recordSource[R]) Next(ctx context.Context, old Chunk[R]) (Chunk[R], error) {
	records, err := s.next(ctx)
	if err != nil {
		return nil, err
	}
	chunk, ok := old.(*recordChunk[R])
	if !ok {
		chunk = &recordChunk[R]{source: s}
	}
	chunk.records = records
	return chunk, nil
}

// recordChunk is one slice that next returned.
type recordChunk[R any] struct {
	source  *recordSource[R]
	records []R
	base    uint64 // ordinal of the first record
}

func (c *recordChunk[R]) Load(context.Context) error { return nil }

func (c *recordChunk[R]) Settle() {
	c.base = c.source.settled
	c.source.settled += uint64(len(c.records))
}

func (c *recordChunk[R]) Records() []R { return c.records }

func (c *recordChunk[R]) Route(partitions []int32) {
	for i, record := range c.records {
		partitions[i] = narrow(c.source.route(c.base+uint64(i), record))
	}
}

// narrow converts a partition to int32; one that is out of range stays out of range.
func narrow(p int) int32 {
	return int32(min(max(p, math.MinInt32), math.MaxInt32))
}

// Slices returns a next function for Records that yields the records in chunks of at most size
// (at least 1). The slice stays the caller's, who must not change it during the run.
func Slices[R any](records []R, size int) func(context.Context) ([]R, error) {
	size = max(size, 1)
	return func(context.Context) ([]R, error) {
		if len(records) == 0 {
			return nil, io.EOF
		}
		n := min(size, len(records))
		chunk := records[:n:n]
		records = records[n:]
		return chunk, nil
	}
}
