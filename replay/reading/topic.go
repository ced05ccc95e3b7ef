package reading

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// topicInput is a topic as an input.
type topicInput struct {
	topic topics.Topic
	taken int64 // offsets that were handed out
}

// next gives the chunk a piece, whose records it is to copy itself.
func (t *topicInput) next(ctx context.Context, c *Chunk) error {
	piece, err := t.topic.Next(ctx)
	if err != nil {
		return err
	}
	c.piece = piece
	if c.ofTopic != nil {
		c.maker = c.ofTopic
	}
	t.taken += piece.To - piece.From
	return nil
}

func (t *topicInput) position() int64 { return t.taken }

func (t *topicInput) format() Format { return "" }

func (t *topicInput) close() {}

// errPieceTooBig is the error of a piece whose values are more than a chunk can hold.
var errPieceTooBig = errors.New("a batch of records is larger than 2 GiB")

// fill makes lines of the values of the chunk's piece.
func (c *Chunk) fill() error {
	records := c.piece.Records
	if records == nil || c.maker != nil {
		c.cut(0, 0)
		return nil
	}
	into := c.buf[:0]
	for i := range records.Len() {
		into = append(AppendValue(into, records.Value(i)), '\n')
	}
	if len(into) > math.MaxInt32 {
		return errPieceTooBig
	}
	c.end, c.bytes = len(into), uint64(len(into))
	into = slices.Grow(into, ndjson.Padding)
	c.buf = into[:cap(into)]
	c.cut(0, c.end)
	return nil
}

// AppendValue appends JSON so that it is on one line. Line ends inside are blanks of JSON, unless they are in a string,
// where JSON has none: then, and wherever the value is no JSON, they become another byte that JSON has not.
func AppendValue(dst, value []byte) []byte {
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
	return dst
}

// free returns the records of the chunk's piece to the topic.
func (c *Chunk) free() {
	if c.piece.Records != nil {
		c.piece.Records.Free()
	}
	c.piece = topics.Piece{}
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
			return k.keyOfTopic(key)
		}
	}
	return scalar.Null()
}

// keyOfTopic returns the value of a record's key.
func (k *keys) keyOfTopic(key []byte) scalar.Value {
	if k.decoder == nil {
		return scalar.StringBytes(key)
	}
	var err error
	if k.decoded, err = k.decoder.AppendKey(k.decoded[:0], k.piece.Records, k.place); err != nil {
		k.err = err
		return scalar.Null()
	}
	v, err := scalar.FromJSON(k.decoded)
	if err != nil {
		k.err = err
	}
	return v
}
