package routing

import (
	"fmt"
	"iter"
)

// Batch is the records of one chunk that go to one partition, in input order. It is never empty. It is a view of
// the chunk and valid until consume returns.
type Batch[R any] struct {
	chunk   Chunk[R]
	records []R
	order   []int32 // places in records
}

// Chunk returns the chunk that the records belong to, for data that they refer to. It is shared with other
// partitions, so it must not be changed, and it is valid as long as the batch.
func (b Batch[R]) Chunk() Chunk[R] { return b.chunk }

// Place returns the place of record i in the chunk's Records, 0 <= i < Len().
func (b Batch[R]) Place(i int) int { return int(b.order[i]) }

// Len returns the number of records.
func (b Batch[R]) Len() int { return len(b.order) }

// At returns record i, 0 <= i < Len().
func (b Batch[R]) At(i int) R { return b.records[b.order[i]] }

// All yields the records.
func (b Batch[R]) All() iter.Seq[R] {
	return func(yield func(R) bool) {
		for _, i := range b.order {
			if !yield(b.records[i]) {
				return
			}
		}
	}
}

// buckets groups a chunk's records by partition. Places are sorted, not records, so its size
// depends on the number of records alone, however they are spread.
type buckets struct {
	partition []int32 // of each record
	order     []int32 // places of the records, grouped by partition, in input order within one
	ends      []int32 // where in order the group of each partition ends
}

// resize makes room for n records over the given number of partitions.
func (b *buckets) resize(n, partitions int) {
	if cap(b.order) < n {
		b.partition = make([]int32, n+n/8)
		b.order = make([]int32, n+n/8)
	}
	b.partition, b.order = b.partition[:n], b.order[:n]
	if b.ends == nil {
		b.ends = make([]int32, partitions)
	}
}

// sort groups the places by partition: a counting sort, in two passes over the records.
func (b *buckets) sort() error {
	clear(b.ends)
	for i, p := range b.partition {
		if uint(p) >= uint(len(b.ends)) {
			return fmt.Errorf("routing: record %d of a chunk was routed to partition %d: the partitions are 0 to %d",
				i, p, len(b.ends)-1)
		}
		b.ends[p]++
	}
	var start int32
	for p, n := range b.ends {
		b.ends[p] = start
		start += n
	}
	for i, p := range b.partition { // ends[p] is the next free place here, and the end when done
		b.order[b.ends[p]] = int32(i)
		b.ends[p]++
	}
	return nil
}

// group returns the places of one partition's records.
func (b *buckets) group(partition int) []int32 {
	var start int32
	if partition > 0 {
		start = b.ends[partition-1]
	}
	return b.order[start:b.ends[partition]]
}
