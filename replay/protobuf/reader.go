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

// found is what a message holds for a slot.
type found struct {
	number      uint64 // of a varint, or the bits of a fixed32 or fixed64
	data        []byte // of everything else
	set         bool
	owned       bool // data was put together here
	packed      bool // data are several numbers
	first, last int  // of a list: its items, from 1; 0: there is none
}

// item is one of a list.
type item struct {
	found
	next int // the next one, from 1; 0: there is none
}

// next reads a field. It is what the rest of the message begins with; number is 0 if something is wrong.
func (r *reader) next(b []byte) (number protoreflect.FieldNumber, wire protowire.Type, f found, rest []byte) {
	number, wire, n := protowire.ConsumeTag(b)
	if n < 0 {
		r.malformed(n)
		return 0, 0, f, nil
	}
	b = b[n:]
	f.set = true
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
func (r *reader) collect(c *collected, b []byte, sh *shape) {
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
		if wire != s.wire {
			if f.packed = s.list && wire == protowire.BytesType && s.wire != protowire.StartGroupType; !f.packed {
				continue // it is a field of another schema, as one of an unknown number is
			}
		}
		if s.list {
			c.add(i, f)
			continue
		}
		into := &c.slots[i]
		switch {
		case s.oneof > 0 && !into.set:
			for other := range sh.slots {
				if sh.slots[other].oneof == s.oneof {
					c.slots[other] = found{}
				}
			}
			*into = f
		case into.set && s.value.shape != nil:
			if !into.owned {
				into.data, into.owned = append([]byte(nil), into.data...), true
			}
			into.data = append(into.data, f.data...)
		default:
			*into = f
		}
	}
}

// add adds an item to the list of a slot.
func (c *collected) add(slot int, f found) {
	c.items = append(c.items, item{found: f})
	n, list := len(c.items), &c.slots[slot]
	if list.last > 0 {
		c.items[list.last-1].next = n
	} else {
		list.first = n
	}
	list.last = n
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
