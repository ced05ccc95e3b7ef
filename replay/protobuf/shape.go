package protobuf

import (
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// shape is what is wanted of the messages of a type. It does not change once it is made.
type shape struct {
	slots    []slot
	special  special
	byNumber []int32 // slots by the numbers below len(byNumber): an index, or -1
	others   map[protoreflect.FieldNumber]int
}

// slot is a field that is wanted, or that is looked for because it excludes one that is wanted.
type slot struct {
	member []byte         // its name as JSON, and the colon; nil: it is not written
	wire   protowire.Type // how it is encoded
	value  value
	list   bool
	key    value // of a map, which is a list of entries
	isMap  bool
	// oneof is the number of the group of which a message holds one field at most, from 1; 0: none.
	oneof   int
	absence []byte // what is written if there is none
}

// value is what the values of a field are.
type value struct {
	kind  protoreflect.Kind
	wire  protowire.Type                     // how it is encoded
	names map[protoreflect.EnumNumber][]byte // of an enum, as JSON
	shape *shape                             // of a message
}

// special is what messages of some types mean.
type special uint8

const (
	noSpecial special = iota
	isTimestamp
	isDuration
	isDecimal
	isOnly  // its only field is what it means
	isFirst // the field that it holds is what it means, null if it holds none
)

// specials are the types with a meaning, by full name.
var specials = map[protoreflect.FullName]special{
	"google.protobuf.Timestamp": isTimestamp, "google.protobuf.Duration": isDuration, "confluent.type.Decimal": isDecimal,
	"google.protobuf.DoubleValue": isOnly, "google.protobuf.FloatValue": isOnly, "google.protobuf.Int64Value": isOnly,
	"google.protobuf.UInt64Value": isOnly, "google.protobuf.Int32Value": isOnly, "google.protobuf.UInt32Value": isOnly,
	"google.protobuf.BoolValue": isOnly, "google.protobuf.StringValue": isOnly, "google.protobuf.BytesValue": isOnly,
	"google.protobuf.Struct": isOnly, "google.protobuf.ListValue": isOnly, "google.protobuf.Value": isFirst,
}

// shaper makes shapes. Whole ones are made once, so that a message may be inside itself.
type shaper struct {
	whole map[protoreflect.FullName]*shape
	enums map[protoreflect.FullName]map[protoreflect.EnumNumber][]byte
}

// of returns the shape of a message of which something is wanted. A special one is always read whole.
func (s *shaper) of(m protoreflect.MessageDescriptor, want *jsonform.Want) *shape {
	sh := &shape{special: specials[m.FullName()]}
	if want.Whole || sh.special == isOnly || sh.special == isFirst {
		if known := s.whole[m.FullName()]; known != nil {
			return known
		}
		want = jsonform.NewWant(nil)
		s.whole[m.FullName()] = sh
	} else {
		sh.special = noSpecial
	}
	fields := m.Fields()
	wanted := func(f protoreflect.FieldDescriptor) *jsonform.Want { return want.Find(string(f.Name())) }
	for i := range fields.Len() {
		f := fields.Get(i)
		inside := wanted(f)
		if inside == nil && !excludes(f, wanted) {
			continue
		}
		sl := slot{wire: wires[f.Kind()], list: f.IsList() || f.IsMap(), isMap: f.IsMap()}
		if o := f.ContainingOneof(); o != nil {
			sl.oneof = o.Index() + 1
		}
		if inside != nil {
			sl.member = append(jsonform.AppendString(nil, []byte(f.Name())), ':')
			s.fill(&sl, f, inside)
		}
		sh.add(f.Number(), sl)
	}
	return sh
}

// excludes reports whether a field is in a oneof with one that is wanted.
func excludes(f protoreflect.FieldDescriptor, wanted func(protoreflect.FieldDescriptor) *jsonform.Want) bool {
	o := f.ContainingOneof()
	if o == nil {
		return false
	}
	for i := range o.Fields().Len() {
		if wanted(o.Fields().Get(i)) != nil {
			return true
		}
	}
	return false
}

// fill notes what the values of a field are, and what stands for none.
func (s *shaper) fill(sl *slot, f protoreflect.FieldDescriptor, want *jsonform.Want) {
	switch {
	case f.IsMap():
		sl.absence = []byte("{}")
		sl.key = s.value(f.MapKey(), nil)
		sl.value = s.value(f.MapValue(), jsonform.NewWant(nil))
		return
	case f.IsList():
		sl.absence = []byte("[]")
		want = jsonform.NewWant(nil)
	}
	sl.value = s.value(f, want)
	switch {
	case f.IsList():
	case f.HasPresence():
		sl.absence = []byte("null")
	case f.Kind() == protoreflect.StringKind || f.Kind() == protoreflect.BytesKind:
		sl.absence = []byte(`""`)
	case f.Kind() == protoreflect.BoolKind:
		sl.absence = []byte("false")
	case f.Kind() == protoreflect.EnumKind:
		sl.absence = sl.value.appendEnum(nil, 0)
	default:
		sl.absence = []byte("0")
	}
}

// value returns what the values of a field are.
func (s *shaper) value(f protoreflect.FieldDescriptor, want *jsonform.Want) value {
	v := value{kind: f.Kind(), wire: wires[f.Kind()]}
	switch {
	case f.Message() != nil:
		v.shape = s.of(f.Message(), want)
	case f.Enum() != nil:
		e := f.Enum()
		if v.names = s.enums[e.FullName()]; v.names == nil {
			v.names = map[protoreflect.EnumNumber][]byte{}
			for i := range e.Values().Len() {
				one := e.Values().Get(i)
				if v.names[one.Number()] == nil { // of several names of one number, the first
					v.names[one.Number()] = jsonform.AppendString(nil, []byte(one.Name()))
				}
			}
			if e.FullName() == "google.protobuf.NullValue" {
				v.names[0] = []byte("null")
			}
			s.enums[e.FullName()] = v.names
		}
	}
	return v
}

// mostByIndex is below what number fields are found by an index. It also bounds what they are an index into.
const mostByIndex = 64

// add adds a slot.
func (sh *shape) add(number protoreflect.FieldNumber, sl slot) {
	i := len(sh.slots)
	sh.slots = append(sh.slots, sl)
	if number >= mostByIndex {
		if sh.others == nil {
			sh.others = map[protoreflect.FieldNumber]int{}
		}
		sh.others[number] = i
		return
	}
	for len(sh.byNumber) <= int(number) {
		sh.byNumber = append(sh.byNumber, -1)
	}
	sh.byNumber[number] = int32(i)
}
