package avro

import "github.com/twmb/avro"

// mean notes what the logical type of a node says of its values. One that does not fit its type is no logical type, as
// the specification has it.
func (n *node) mean(s *avro.SchemaNode) {
	switch per, bytes := units[s.LogicalType], n.kind == data || n.kind == fixed; {
	case s.LogicalType == "decimal" && bytes:
		n.form, n.precision, n.scale = decimal, s.Precision, s.Scale
	case per > 0 && n.kind == long:
		n.form, n.perSecond = timestamp, per
	case s.LogicalType == "date" && n.kind == integer:
		n.form = date
	case s.LogicalType == "uuid" && n.kind == fixed && s.Size == 16:
		n.form = uuid
	case s.LogicalType == "duration" && n.kind == fixed && s.Size == 12:
		n.form = duration
	}
}

// asDecimal returns the node of a field of bytes whose own properties say that it is a decimal, as the engine reads them
// (src/velostream/serialization/avro_codec.rs, extract_decimal_scale_from_field); else n.
func (n *node) asDecimal(properties map[string]any) *node {
	if n.form != asIs || n.kind != data && n.kind != fixed {
		return n
	}
	first := func(names ...string) (int64, bool) {
		for _, name := range names {
			if v, ok := properties[name].(int64); ok {
				return v, true
			}
		}
		return 0, false
	}
	scale, ok := first("decimalScale", "scale")
	precision, both := first("decimalPrecision", "precision")
	if !ok || !both || scale < 0 || scale > 255 {
		return n
	}
	copied := *n
	copied.form, copied.precision, copied.scale = decimal, int(precision), int(scale)
	return &copied
}
