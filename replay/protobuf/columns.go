package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// Columns returns the fields of the messages of a type.
func Columns(m protoreflect.MessageDescriptor) []jsonform.Column {
	columns := make([]jsonform.Column, m.Fields().Len())
	for i := range columns {
		f := m.Fields().Get(i)
		columns[i].Name = string(f.Name())
		if !f.IsList() && !f.IsMap() {
			columns[i].Type = sqlType(f)
		}
	}
	return columns
}

// sqlType is what SQL calls the type of a field; "" if that has no name for it.
func sqlType(f protoreflect.FieldDescriptor) string {
	m := f.Message()
	if m == nil {
		return sqlTypes[f.Kind()]
	}
	switch specials[m.FullName()] {
	case isTimestamp:
		return "TIMESTAMP"
	case isDuration:
		return "STRING"
	case isDecimal:
		return "DECIMAL"
	case isOnly:
		if only := m.Fields().Get(0); !only.IsList() && !only.IsMap() {
			return sqlTypes[only.Kind()]
		}
	}
	return ""
}

// sqlTypes are what SQL calls the types of fields. An unsigned number of 64 bits may be too large for a BIGINT.
var sqlTypes = map[protoreflect.Kind]string{
	protoreflect.BoolKind: "BOOLEAN", protoreflect.EnumKind: "STRING", protoreflect.StringKind: "STRING", protoreflect.BytesKind: "BYTES",
	protoreflect.Int32Kind: "INTEGER", protoreflect.Sint32Kind: "INTEGER", protoreflect.Sfixed32Kind: "INTEGER",
	protoreflect.Uint32Kind: "BIGINT", protoreflect.Fixed32Kind: "BIGINT",
	protoreflect.Int64Kind: "BIGINT", protoreflect.Sint64Kind: "BIGINT", protoreflect.Sfixed64Kind: "BIGINT",
	protoreflect.Uint64Kind: "DECIMAL(20, 0)", protoreflect.Fixed64Kind: "DECIMAL(20, 0)",
	protoreflect.FloatKind: "FLOAT", protoreflect.DoubleKind: "DOUBLE",
}

// Has reports whether messages of a type may have the field at a path; if they do not, known are the names of the fields
// where it ends.
func Has(m protoreflect.MessageDescriptor, path []string) (known []string, ok bool) {
	for _, name := range path {
		if known = nil; m == nil {
			return nil, false
		}
		if special := specials[m.FullName()]; special == isOnly || special == isFirst {
			return nil, true // its JSON has the names of its values
		}
		f := m.Fields().ByName(protoreflect.Name(name))
		if f == nil {
			for i := range m.Fields().Len() {
				known = append(known, string(m.Fields().Get(i).Name()))
			}
			return known, false
		}
		if f.IsMap() {
			return nil, true
		}
		if m = f.Message(); f.IsList() {
			m = nil
		}
	}
	return nil, true
}
