package topics

import (
	"context"
	"math"
)

// Topic is an input whose records do not lie in a file: they come from the partitions of a topic, each
// with an offset of its own.
type Topic interface {
	// Name is the topic's, for messages and the report.
	Name() string
	// Group is the name of the consumer group that shares the topic, empty if there is none.
	Group() string
	// Bounds are the offsets that there are to read, for every partition of the topic, by number.
	Bounds() []Bounds
	// Next returns the next piece, and io.EOF after the last one. The pieces of a partition come in the
	// order of their offsets and leave none out. One goroutine at a time calls it.
	Next(ctx context.Context) (Piece, error)
}

// Bounds are offsets of a partition, from Begin on and before End. End is NoEnd if there is none.
type Bounds struct {
	Partition  int32
	Begin, End int64
}

// NoEnd is the end of what has none.
const NoEnd = math.MaxInt64

// Piece is what a partition of a topic holds at the offsets from From on and before To.
type Piece struct {
	Partition int32
	From, To  int64
	Records   Records // nil: there is none at these offsets, or none that is to be read
}

// Records are some records of one partition, in the order of their offsets.
type Records interface {
	Len() int
	// Value returns the value of a record, as At does.
	Value(i int) []byte
	// At returns a record. What it refers to is valid until Free is called.
	At(i int) Record
	// Header returns the last header of a record of a name, nil if there is none. It is valid as what At returns.
	Header(i int, name string) []byte
	// Free gives the records back. It is called once.
	Free()
}

// Record is a record of a topic.
type Record struct {
	Key, Value []byte // nil: there is none
	Offset     int64
	Timestamp  int64 // milliseconds since 1970
}
