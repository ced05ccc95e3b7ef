package avro

import (
	"errors"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// Decoder turns values of one schema into JSON. One goroutine at a time may use it.
type Decoder struct {
	plan   *plan
	most   int
	reader reader // of a value, kept so that none has to be made for each
}

// errNoRecord is the error of a schema whose values have no fields.
var errNoRecord = errors.New("its values are no records, so they have no fields")

// Decoder returns a decoder of the fields of some paths; without one it is about all of them, and then the schema may be
// that of any type. Most is how many bytes the JSON of a value may have, at most 1 GiB.
func (s *Schema) Decoder(fields [][]string, most int) (*Decoder, error) {
	d := &Decoder{plan: newPlan(s.root, jsonform.NewWant(fields)), most: most}
	if d.plan == nil {
		return nil, errNoRecord
	}
	return d, nil
}

// Append appends the fields of a value that are wanted, as a JSON object without a line end. A value of which bytes are
// left over is an error; with an error, dst is returned as it was.
func (d *Decoder) Append(dst, value []byte) ([]byte, error) {
	out, rest, err := d.Next(dst, value)
	if err == nil && len(rest) > 0 {
		return dst, errLeft
	}
	return out, err
}
