package protobuf

import (
	"math"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// message appends a message.
func (r *reader) message(dst, b []byte, sh *shape) []byte {
	if r.depth++; r.depth > maxDepth {
		r.fail(errDeep)
	}
	if r.err != nil {
		return dst
	}
	switch sh.special {
	case isTimestamp, isDuration, isDecimal:
		dst = r.special(dst, b, sh.special)
	default:
		dst = r.ordinary(dst, b, sh)
	}
	r.depth--
	return dst
}

// ordinary appends a message whose fields mean what their names say, or that means what one of them does.
func (r *reader) ordinary(dst, b []byte, sh *shape) []byte {
	slots, items := len(r.slots), len(r.items)
	c := r.collect(b, sh)
	dst = r.fields(dst, c, sh)
	r.slots, r.items = r.slots[:slots], r.items[:items]
	return dst
}

// fields appends what was found of a message.
func (r *reader) fields(dst []byte, c collected, sh *shape) []byte {
	if sh.special != noSpecial {
		return r.meaning(dst, c, sh)
	}
	dst = append(dst, '{')
	first := len(dst)
	for i := range sh.slots {
		s := &sh.slots[i]
		if s.member == nil {
			continue
		}
		if len(dst) > first {
			dst = append(dst, ',')
		}
		if dst = r.slot(append(dst, s.member...), c, i, s); !r.goes(dst) {
			return dst
		}
	}
	return append(dst, '}')
}

// slot appends what was found of a field.
func (r *reader) slot(dst []byte, c collected, i int, s *slot) []byte {
	f := &c.slots[i]
	switch {
	case s.list && f.first > 0:
		return r.list(dst, c, f.first, s)
	case f.set:
		return r.value(dst, f.field, &s.value)
	}
	return append(dst, s.absence...)
}

// meaning appends what a message means that has one field, or holds one.
func (r *reader) meaning(dst []byte, c collected, sh *shape) []byte {
	if sh.special == isOnly {
		return r.slot(dst, c, 0, &sh.slots[0])
	}
	for i := range sh.slots {
		if c.slots[i].set {
			return r.value(dst, c.slots[i].field, &sh.slots[i].value)
		}
	}
	return append(dst, "null"...)
}

// special appends a message whose numbers mean one thing.
func (r *reader) special(dst, b []byte, what special) []byte {
	var numbers [4]uint64
	var data []byte
	for len(b) > 0 {
		number, _, f, rest := r.next(b)
		if number == 0 {
			return dst
		}
		b = rest
		if number < 4 {
			numbers[number] = f.number
		}
		if number == 1 {
			data = f.data
		}
	}
	switch what {
	case isTimestamp:
		return jsonform.AppendSeconds(dst, int64(numbers[1]), int32(numbers[2]))
	case isDuration:
		return jsonform.AppendDuration(dst, 0, 0, int64(numbers[1]), int32(numbers[2]))
	}
	out, err := jsonform.AppendDecimal(dst, data, int(int32(numbers[3])))
	if err != nil {
		r.fail(err)
	}
	return out
}

// list appends the items of a list or of a map.
func (r *reader) list(dst []byte, c collected, at int, s *slot) []byte {
	open, end := byte('['), byte(']')
	if s.isMap {
		open, end = '{', '}'
	}
	dst = append(dst, open)
	first := len(dst)
	for at > 0 {
		it := &c.items[at-1]
		at = it.next
		if it.packed {
			dst = r.packed(dst, first, it.data, s)
		} else {
			if len(dst) > first {
				dst = append(dst, ',')
			}
			if s.isMap {
				dst = r.entry(dst, it.data, s)
			} else {
				dst = r.value(dst, it.field, &s.value)
			}
		}
		if !r.goes(dst) {
			return dst
		}
	}
	return append(dst, end)
}

// packed appends the numbers of a list that are packed into one field. The list began at a place.
func (r *reader) packed(dst []byte, first int, b []byte, s *slot) []byte {
	for len(b) > 0 {
		var f field
		var n int
		switch s.value.wire {
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(b)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(b)
			f.number = uint64(v)
		default:
			f.number, n = protowire.ConsumeFixed64(b)
		}
		if n < 0 {
			r.malformed(n)
			return dst
		}
		b = b[n:]
		if len(dst) > first {
			dst = append(dst, ',')
		}
		if dst = r.value(dst, f, &s.value); !r.goes(dst) {
			return dst
		}
	}
	return dst
}

// entry appends an entry of a map. Of a key that there is twice the last entry counts, as in JSON.
func (r *reader) entry(dst, b []byte, s *slot) []byte {
	var key, value field
	for len(b) > 0 {
		number, wire, f, rest := r.next(b)
		if number == 0 {
			return dst
		}
		b = rest
		switch {
		case number == 1 && wire == s.key.wire:
			key = f
		case number == 2 && wire == s.value.wire:
			value = f
		}
	}
	if s.key.kind == protoreflect.StringKind {
		dst = jsonform.AppendString(dst, key.data)
	} else {
		dst = append(r.value(append(dst, '"'), key, &s.key), '"')
	}
	return r.value(append(dst, ':'), value, &s.value)
}

// value appends a value. What was not found is zero.
func (r *reader) value(dst []byte, f field, v *value) []byte {
	switch v.kind {
	case protoreflect.BoolKind:
		return strconv.AppendBool(dst, f.number != 0)
	case protoreflect.Int32Kind, protoreflect.Sfixed32Kind:
		return strconv.AppendInt(dst, int64(int32(f.number)), 10)
	case protoreflect.Sint32Kind:
		return strconv.AppendInt(dst, int64(int32(protowire.DecodeZigZag(f.number&math.MaxUint32))), 10)
	case protoreflect.Int64Kind, protoreflect.Sfixed64Kind:
		return strconv.AppendInt(dst, int64(f.number), 10)
	case protoreflect.Sint64Kind:
		return strconv.AppendInt(dst, protowire.DecodeZigZag(f.number), 10)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return strconv.AppendUint(dst, uint64(uint32(f.number)), 10)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return strconv.AppendUint(dst, f.number, 10)
	case protoreflect.FloatKind:
		return jsonform.AppendFloat(dst, float64(math.Float32frombits(uint32(f.number))))
	case protoreflect.DoubleKind:
		return jsonform.AppendFloat(dst, math.Float64frombits(f.number))
	case protoreflect.EnumKind:
		return v.appendEnum(dst, protoreflect.EnumNumber(int32(f.number)))
	case protoreflect.StringKind:
		return jsonform.AppendString(dst, f.data)
	case protoreflect.BytesKind:
		return jsonform.AppendBytes(dst, f.data)
	}
	return r.message(dst, f.data, v.shape)
}

// appendEnum appends the name of a number, or a number without a name.
func (v *value) appendEnum(dst []byte, n protoreflect.EnumNumber) []byte {
	if name, ok := v.names[n]; ok {
		return append(dst, name...)
	}
	return strconv.AppendInt(dst, int64(n), 10)
}
