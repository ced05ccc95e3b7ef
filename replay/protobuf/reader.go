package protobuf

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// What is wrong with a message.
var (
	errDeep = fmt.Errorf("expected at most %d messages inside each other", maxDepth)
	errLong = errors.New("expected JSON that is no longer than a line may be (--max-line-bytes)")
)

// maxDepth is how many messages may be inside each other, as in JSON and in the Go library of Protobuf.
const maxDepth = 10_000

// reader reads a message.
type reader struct {
	depth int
	most  int // how long the JSON may be
	err   error
	// slots and items are memory for what is found of messages, those inside behind those around them.
	slots []found
	items []item
}

// fail notes the first error.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// malformed notes what a function of protowire returned instead of a length.
func (r *reader) malformed(n int) {
	err := protowire.ParseError(n)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		r.fail(jsonform.ErrTruncated)
		return
	}
	r.fail(fmt.Errorf("expected a message of Protobuf, found %s: its schema is another one", strings.TrimPrefix(err.Error(), "proto: ")))
}

// goes reports whether there is no error and the JSON is not too long.
func (r *reader) goes(dst []byte) bool {
	if len(dst) > r.most {
		r.fail(errLong)
	}
	return r.err == nil
}

// field is what a field of a message holds.
type field struct {
	number uint64 // of a varint, or the bits of a fixed32 or fixed64
	data   []byte // of everything else
}

// found is what a message holds for a slot.
type found struct {
	field
	set         bool
	owned       bool // data was put together here
	first, last int  // of a list: its items, from 1; 0: there is none
}

// item is one of a list.
type item struct {
	field
	packed bool // data are several numbers
	next   int  // the next one, from 1; 0: there is none
}

// next reads a field. It is what the rest of the message begins with; number is 0 if something is wrong.
func (r *reader) next(b []byte) (number protoreflect.FieldNumber, wire protowire.Type, f field, rest []byte) {
	n := 1
	if b[0] < 0x80 && b[0] >= 8 {
		number, wire = protoreflect.FieldNumber(b[0]>>3), protowire.Type(b[0]&7) // as most are
	} else if number, wire, n = protowire.ConsumeTag(b); n < 0 {
		r.malformed(n)
		return 0, 0, f, nil
	}
	b = b[n:]
	switch wire {
	case protowire.VarintType:
		f.number, n = protowire.ConsumeVarint(b)
	case protowire.Fixed32Type:
		var v uint32
		v, n = protowire.ConsumeFixed32(b)
		f.number = uint64(v)
	case protowire.Fixed64Type:
		f.number, n = protowire.ConsumeFixed64(b)
	case protowire.BytesType:
		f.data, n = protowire.ConsumeBytes(b)
	case protowire.StartGroupType:
		f.data, n = protowire.ConsumeGroup(number, b)
	default:
		n = protowire.ConsumeFieldValue(number, wire, b)
	}
	if n < 0 {
		r.malformed(n)
		return 0, 0, f, nil
	}
	return number, wire, f, b[n:]
}

// wires are how the values of each kind are encoded.
var wires = map[protoreflect.Kind]protowire.Type{
	protoreflect.BoolKind: protowire.VarintType, protoreflect.EnumKind: protowire.VarintType,
	protoreflect.Int32Kind: protowire.VarintType, protoreflect.Sint32Kind: protowire.VarintType, protoreflect.Uint32Kind: protowire.VarintType,
	protoreflect.Int64Kind: protowire.VarintType, protoreflect.Sint64Kind: protowire.VarintType, protoreflect.Uint64Kind: protowire.VarintType,
	protoreflect.Sfixed32Kind: protowire.Fixed32Type, protoreflect.Fixed32Kind: protowire.Fixed32Type, protoreflect.FloatKind: protowire.Fixed32Type,
	protoreflect.Sfixed64Kind: protowire.Fixed64Type, protoreflect.Fixed64Kind: protowire.Fixed64Type, protoreflect.DoubleKind: protowire.Fixed64Type,
	protoreflect.StringKind: protowire.BytesType, protoreflect.BytesKind: protowire.BytesType, protoreflect.MessageKind: protowire.BytesType,
	protoreflect.GroupKind: protowire.StartGroupType,
}

// collected is what was found of a message.
type collected struct {
	slots []found
	items []item
}

// collect reads a message and notes what it holds for the slots of its shape: the last value of a field, or the last one
// of a oneof; all values of a list; and messages of one field put together, which merges them.
func (r *reader) collect(b []byte, sh *shape) (c collected) {
	slots, items := len(r.slots), len(r.items)
	r.slots = append(r.slots, make([]found, len(sh.slots))...)
	c.slots = r.slots[slots:]
	r.find(c.slots, b, sh)
	c.items = r.items[items:]
	return c
}

// find is collect where there is memory. Items are numbered from the first one of the message.
func (r *reader) find(slots []found, b []byte, sh *shape) {
	before := len(r.items)
	for len(b) > 0 {
		number, wire, f, rest := r.next(b)
		if number == 0 {
			return
		}
		b = rest
		i := sh.index(number)
		if i < 0 {
			continue
		}
		s := &sh.slots[i]
		packed := false
		if wire != s.wire {
			if packed = s.list && wire == protowire.BytesType && s.wire != protowire.StartGroupType; !packed {
				continue // it is a field of another schema, as one of an unknown number is
			}
		}
		into := &slots[i]
		if s.list {
			r.items = append(r.items, item{field: f, packed: packed})
			into.append(r.items[before:])
			continue
		}
		switch {
		case s.oneof > 0 && !into.set:
			for other := range sh.slots {
				if sh.slots[other].oneof == s.oneof {
					slots[other] = found{}
				}
			}
			*into = found{field: f, set: true}
		case into.set && s.value.shape != nil:
			if !into.owned {
				into.data, into.owned = append([]byte(nil), into.data...), true
			}
			into.data = append(into.data, f.data...)
		default:
			into.field, into.set = f, true
		}
	}
}

// append adds the last item to the list of a slot.
func (f *found) append(items []item) {
	if f.last > 0 {
		items[f.last-1].next = len(items)
	} else {
		f.first = len(items)
	}
	f.last = len(items)
}

// index returns the slot of a field, -1 if there is none.
func (sh *shape) index(number protoreflect.FieldNumber) int {
	if int(number) < len(sh.byNumber) {
		return int(sh.byNumber[number])
	}
	if i, ok := sh.others[number]; ok {
		return i
	}
	return -1
}
