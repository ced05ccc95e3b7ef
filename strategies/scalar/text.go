package scalar

import (
	"bytes"
	"math"
	"strconv"
)

// AppendEngineText appends the text by which the engine's in-process routing hashes v: an integer
// in decimal; any other number as the shortest text of its 64-bit float, without an exponent; a
// string's content; true, false, NULL; [a, b] and {k: v}. As in its JSON reader, a number is an
// integer if it is written without point and exponent and fits into 64 bits (-0 is a float).
//
// The engine's rule is followed to the bit, also where it is coarser or finer than equality here:
// NULL and "NULL", 1 and "1" have one text; 9007199254740993 and 9007199254740993.0 have two. It
// writes an object in the order of a hash map, which is not determined; here the names are sorted.
// A number that no 64-bit float holds, which its reader refuses, is "inf" or "-inf".
func AppendEngineText(dst []byte, v Value) []byte {
	switch v.kind {
	case KindNull:
		return append(dst, "NULL"...)
	case KindNumber:
		return appendEngineNumber(dst, v.text)
	case KindJSON:
		n, _ := parseJSON(v.text) // the text of an object or array is JSON by construction
		return n.appendEngine(dst)
	default:
		return append(dst, v.text...)
	}
}

func appendEngineNumber(dst, text []byte) []byte {
	if plainInteger(text) {
		if _, err := strconv.ParseInt(string(text), 10, 64); err == nil {
			return append(dst, text...)
		}
	}
	f, _ := strconv.ParseFloat(string(text), 64) // out of range: an infinity
	switch {
	case math.IsInf(f, 1):
		return append(dst, "inf"...)
	case math.IsInf(f, -1):
		return append(dst, "-inf"...)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

// appendEngine writes an object or array in the engine's display form.
func (n node) appendEngine(dst []byte) []byte {
	if n.kind != KindJSON {
		return AppendEngineText(dst, Value{kind: n.kind, text: n.text})
	}
	open, end := byte('['), byte(']')
	if n.object {
		open, end = '{', '}'
	}
	dst = append(dst, open)
	for i, c := range n.children {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		if n.object {
			dst = append(append(dst, c.name...), ": "...)
		}
		dst = c.appendEngine(dst)
	}
	return append(dst, end)
}

// maxPlainExponent is the largest power of ten that AppendRawText writes out as zeros.
const maxPlainExponent = 1000

// AppendRawText appends the text of v as a producer would send it as (a part of) a message key: a
// string's content, a number in plain decimal, true, false, the canonical JSON of an object or
// array, and nothing for null. Equal values have one text, so 1.0 is "1" and 2.50 is "2.5"; only
// a number whose exponent is beyond 1000 keeps it.
func AppendRawText(dst []byte, v Value) []byte {
	if v.kind != KindNumber || plainInteger(v.text) {
		return append(dst, v.text...)
	}
	d := parseDecimal(v.text)
	if d.exp > maxPlainExponent || d.exp < -maxPlainExponent {
		return appendDecimal(dst, v.text)
	}
	return d.appendPlain(dst)
}

// appendPlain writes the number without an exponent.
func (d decimal) appendPlain(dst []byte) []byte {
	if len(d.digits) == 0 {
		return append(dst, '0')
	}
	if d.neg {
		dst = append(dst, '-')
	}
	if d.exp >= 0 {
		return append(append(dst, d.digits...), bytes.Repeat([]byte{'0'}, int(d.exp))...)
	}
	point := len(d.digits) + int(d.exp) // digits before the point
	if point <= 0 {
		dst = append(append(dst, "0."...), bytes.Repeat([]byte{'0'}, -point)...)
		return append(dst, d.digits...)
	}
	dst = append(append(dst, d.digits[:point]...), '.')
	return append(dst, d.digits[point:]...)
}
