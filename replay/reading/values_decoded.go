package reading

import (
	"errors"
	"math"
	"strings"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// Decoder makes JSON of values that are written in another way. It is used by one goroutine at a time.
type Decoder interface {
	// Append appends to dst the JSON object that the value of a record is, on one line and without a line end, with at
	// least the wanted fields that it has. An error says why the value is no record; if it has a method Reason()
	// ndjson.Reason, as that, else as ndjson.Undecodable. A *Failure ends the replay.
	Append(dst []byte, records topics.Records, i int) ([]byte, error)
	// Names returns the names of all fields of the records, as far as the values that were decoded tell; nil if they do not.
	Names() []string
	// AppendKey appends the JSON of the key of a record, which is not nil. The errors are those of Append.
	AppendKey(dst []byte, records topics.Records, i int) ([]byte, error)
}

// Failure is an error that is not about a record: what is needed to decode it cannot be had.
type Failure struct{ Err error }

// Error says why.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the error.
func (f *Failure) Unwrap() error { return f.Err }

// reasonOfError returns the reason of a value that a decoder returned an error for.
func reasonOfError(err error) ndjson.Reason {
	var r interface{ Reason() ndjson.Reason }
	if errors.As(err, &r) {
		return r.Reason()
	}
	return ndjson.Undecodable
}

// valueMaker makes JSON of the values of a topic.
type valueMaker struct {
	decoder Decoder
}

func (m *valueMaker) make(c *Chunk) error {
	records := c.piece.Records
	c.bytes = 0
	if records == nil {
		return nil
	}
	for i := range records.Len() {
		value := records.Value(i)
		u := ndjson.Unit{Length: uint32(len(value))}
		c.bytes += uint64(len(value))
		at := len(c.made)
		switch {
		case len(value) == 0:
			u.Why = ndjson.NullValue
		case len(value) > c.maxLine:
			u.Why = ndjson.LineTooLong
		default:
			made, err := m.decoder.Append(c.made, records, i)
			if err == nil {
				c.made = made
				break
			}
			var failure *Failure
			if errors.As(err, &failure) {
				return err
			}
			u.Why = reasonOfError(err)
		}
		if u.Why != ndjson.Accepted {
			c.made = c.made[:at]
		}
		c.made = append(c.made, '\n')
		c.units = append(c.units, u)
	}
	if len(c.made) > math.MaxInt32 {
		return errPieceTooBig
	}
	return nil
}

func (m *valueMaker) fault(c *Chunk, n int) ndjson.Fault {
	if c.units[n].Why == ndjson.NullValue || c.units[n].Why == ndjson.LineTooLong {
		return ndjson.Fault{}
	}
	if _, err := m.decoder.Append(nil, c.piece.Records, n); err != nil {
		return ndjson.Fault{Expected: strings.TrimPrefix(err.Error(), "expected ")}
	}
	return ndjson.Fault{}
}

func (m *valueMaker) place(*Chunk, int, *RejectedLine) {}

func (m *valueMaker) names() []string { return m.decoder.Names() }
