package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// Decoder turns messages of one type into JSON. One goroutine at a time may use it.
type Decoder struct {
	shape  *shape
	most   int
	reader reader // of a message, kept with its memory
}

// New returns a decoder of the messages of a type. It is about the fields of some paths, and about all of them without
// one. Most is how many bytes the JSON of a message may have, at most 1 GiB.
func New(m protoreflect.MessageDescriptor, fields [][]string, most int) *Decoder {
	s := shaper{whole: map[protoreflect.FullName]*shape{}, enums: map[protoreflect.FullName]map[protoreflect.EnumNumber][]byte{}}
	return &Decoder{shape: s.of(m, jsonform.NewWant(fields)), most: most}
}

// Append appends the fields of a message that are wanted, as a JSON object without a line end. With an error, dst is
// returned as it was.
func (d *Decoder) Append(dst, message []byte) ([]byte, error) {
	r := &d.reader
	*r = reader{most: len(dst) + d.most, slots: r.slots[:0], items: r.items[:0]}
	out := r.message(dst, message, d.shape)
	if !r.goes(out) {
		return dst, r.err
	}
	return out, nil
}
