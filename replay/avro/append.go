package avro

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/velo-plan/velo-plan/replay/jsonform"
)

// append appends a whole value as JSON. What is appended after an error is of no use.
func (r *reader) append(dst []byte, n *node) []byte {
	switch n.kind {
	case null:
		return append(dst, "null"...)
	case boolean:
		return strconv.AppendBool(dst, r.boolean())
	case integer:
		return appendWhole(dst, r.integer(), n)
	case long:
		return appendWhole(dst, r.long(), n)
	case float:
		if b := r.take(4); b != nil {
			return jsonform.AppendFloat(dst, float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
		}
	case double:
		if b := r.take(8); b != nil {
			return jsonform.AppendFloat(dst, math.Float64frombits(binary.LittleEndian.Uint64(b)))
		}
	case text:
		return jsonform.AppendString(dst, r.bytes())
	case data:
		return r.appendData(dst, r.bytes(), n)
	case fixed:
		return r.appendData(dst, r.take(n.size), n)
	case enum:
		if i := r.branch(len(n.symbols), "the number of a name"); i >= 0 {
			return append(dst, n.symbols[i]...)
		}
	case union:
		if i := r.branch(len(n.branches), "the number of a type"); i >= 0 {
			return r.append(dst, n.branches[i])
		}
	case record, array, mapping:
		if r.enter() {
			dst = r.appendInside(dst, n)
			r.leave()
		}
	}
	return dst
}

// appendWhole appends an integer.
func appendWhole(dst []byte, v int64, n *node) []byte {
	switch n.form {
	case date:
		return jsonform.AppendDate(dst, v)
	case timestamp:
		return jsonform.AppendTimestamp(dst, v, n.perSecond)
	}
	return strconv.AppendInt(dst, v, 10)
}

// appendData appends bytes.
func (r *reader) appendData(dst, value []byte, n *node) []byte {
	if r.err != nil {
		return dst
	}
	switch n.form {
	case decimal:
		dst, err := jsonform.AppendDecimal(dst, value, n.scale)
		if err != nil {
			r.fail(err)
		}
		return dst
	case uuid:
		return jsonform.AppendUUID(dst, value)
	case duration:
		part := func(i int) int64 { return int64(binary.LittleEndian.Uint32(value[i:])) }
		return jsonform.AppendDuration(dst, part(0), part(4), part(8)/1000, int32(part(8)%1000*1e6))
	}
	return jsonform.AppendBytes(dst, value)
}

// appendInside appends a record, an array or a map.
func (r *reader) appendInside(dst []byte, n *node) []byte {
	switch n.kind {
	case record:
		dst = append(dst, '{')
		for i := range n.fields {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, n.fields[i].member...)
			if dst = r.append(dst, n.fields[i].node); !r.goes(dst) {
				return dst
			}
		}
		return append(dst, '}')
	case array:
		dst = append(dst, '[')
		first := len(dst)
		r.items(func() bool {
			if len(dst) > first {
				dst = append(dst, ',')
			}
			dst = r.append(dst, n.of)
			return r.goes(dst)
		})
		return append(dst, ']')
	}
	dst = append(dst, '{')
	first := len(dst)
	r.items(func() bool {
		if len(dst) > first {
			dst = append(dst, ',')
		}
		dst = append(jsonform.AppendString(dst, r.bytes()), ':')
		dst = r.append(dst, n.of)
		return r.goes(dst)
	})
	return append(dst, '}')
}

// items calls a function for each item of an array or a map, until it returns false.
func (r *reader) items(each func() bool) {
	for {
		items, _ := r.block()
		if items == 0 {
			return
		}
		for ; items > 0; items-- {
			if !each() {
				return
			}
		}
	}
}

// goes reports whether there is no error and the JSON is not too long. Few bytes may stand for much JSON, as a number of
// nulls does.
func (r *reader) goes(dst []byte) bool {
	if len(dst) > r.most {
		r.fail(errLong)
	}
	return r.err == nil
}
