package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"github.com/velo-plan/velo-plan/strategies/scalar"
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
	// Next returns the next piece, and io.EOF behind the last one. The pieces of a partition come in the
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
	At(i int) TopicRecord
	// Free gives the records back. It is called once.
	Free()
}

// TopicRecord is a record of a topic.
type TopicRecord struct {
	Key, Value []byte // nil: there is none
	Offset     int64
	Timestamp  int64 // milliseconds since 1970
}

// topicInput is a topic as an input.
type topicInput struct {
	topic Topic
	taken int64 // offsets that were handed out
}

// next gives the chunk a piece, whose records it is to copy itself.
func (t *topicInput) next(ctx context.Context, c *chunk) error {
	piece, err := t.topic.Next(ctx)
	if err != nil {
		return err
	}
	c.piece = piece
	t.taken += piece.To - piece.From
	return nil
}

func (t *topicInput) position() int64 { return t.taken }

func (t *topicInput) close() {}

// errPieceTooBig is the error of a piece whose values are more than a chunk can hold.
var errPieceTooBig = errors.New("a batch of records is larger than 2 GiB")

// fill makes lines of the values of the chunk's piece.
func (c *chunk) fill() error {
	records := c.piece.Records
	if records == nil {
		c.cut(0, 0)
		return nil
	}
	into := c.buf[:0]
	for i := range records.Len() {
		into = appendLine(into, records.Value(i))
	}
	if len(into) > math.MaxInt32 {
		return errPieceTooBig
	}
	c.end, c.bytes = len(into), uint64(len(into))
	into = slices.Grow(into, padding)
	c.buf = into[:cap(into)]
	c.cut(0, c.end)
	return nil
}

// appendLine appends a value as one line. Line ends inside are blanks of JSON, unless they are in a
// string, where JSON has none: then, and wherever the value is no JSON, they become another byte that
// JSON has not.
func appendLine(dst, value []byte) []byte {
	at := len(dst)
	dst = append(dst, value...)
	if bytes.IndexByte(value, '\n') >= 0 {
		instead := byte(' ')
		if !json.Valid(value) {
			instead = 1
		}
		for i, b := range dst[at:] {
			if b == '\n' {
				dst[at+i] = instead
			}
		}
	}
	return append(dst, '\n')
}

// free gives the records of the chunk's piece back.
func (c *chunk) free() {
	if c.piece.Records != nil {
		c.piece.Records.Free()
	}
	c.piece = Piece{}
}

// ofTopic returns the value of a system column that the topic has for the current record, null if it
// has none.
func (k *keys) ofTopic(name string) scalar.Value {
	switch name {
	case sourceColumn:
		return scalar.Int(int64(k.piece.Partition))
	case "_OFFSET":
		return scalar.Int(k.piece.Records.At(k.place).Offset)
	case "_TIMESTAMP":
		return scalar.Int(k.piece.Records.At(k.place).Timestamp)
	case "_topic":
		return scalar.StringBytes([]byte(k.topic))
	case "_key":
		if key := k.piece.Records.At(k.place).Key; key != nil {
			return scalar.StringBytes(key)
		}
	}
	return scalar.Null()
}
