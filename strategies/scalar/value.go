// Package scalar holds what a router computes with: typed values, the bytes by which keys are
// compared and hashed, and the closed tree of expressions that it can evaluate for a record.
//
//	JSON text ──FromJSON──► Value ◄──Eval── Expr (Field, System, Const, Op) ◄── Record
//	                          │
//	                          ├─ AppendKey         typed and framed   (hash xxhash64, group tables)
//	                          ├─ AppendEngineText  as the engine shows it  (hash velostream)
//	                          └─ AppendRawText     as a producer sends it  (hashes murmur2, crc32)
//
// Equal values give equal key bytes, whatever their JSON spelling, and different ones different
// bytes. An operation whose result is not the same in every engine is an error for that record,
// never a guess: a guessed key sends a record away from its group.
package scalar

import "strconv"

// Kind is the type of a Value.
type Kind uint8

// The kinds of values. A missing field and null are one and the same.
const (
	KindNull   Kind = iota
	KindBool        // true or false
	KindNumber      // a decimal number of any length
	KindString      // text, UTF-8
	KindJSON        // an object or an array in canonical form
)

// String returns the kind in lower case, as messages name it.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "object or array"}[k]
}

// indefinite returns the kind with its article, for messages.
func (k Kind) indefinite() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an object or array"}[k]
}

// Value is one typed value; the zero Value is null. A value made from bytes (ParseNumber,
// FromJSON, StringBytes) may refer to them: it is valid as long as they are unchanged. Nothing
// in this package changes a value's bytes, so values may be shared between goroutines.
type Value struct {
	kind Kind
	// text: "true" or "false"; a number as it was written, a valid JSON number; the unescaped
	// content of a string; the canonical text of an object or array.
	text []byte
}

var (
	textTrue  = []byte("true")
	textFalse = []byte("false")
)

// Null returns the null value, the same as Value{}.
func Null() Value { return Value{} }

// Bool returns a boolean.
func Bool(b bool) Value {
	if b {
		return Value{kind: KindBool, text: textTrue}
	}
	return Value{kind: KindBool, text: textFalse}
}

// Int returns a number.
func Int(i int64) Value { return Value{kind: KindNumber, text: strconv.AppendInt(nil, i, 10)} }

// String returns a string. Text that is not UTF-8 is kept as it is.
func String(s string) Value { return Value{kind: KindString, text: []byte(s)} }

// StringBytes returns a string that refers to b without copying it.
func StringBytes(b []byte) Value { return Value{kind: KindString, text: b} }

// Kind returns the type of the value.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether the value is null, which a missing field is too.
func (v Value) IsNull() bool { return v.kind == KindNull }

// IsTrue reports whether the value is the boolean true; it is false for every other value.
func (v Value) IsTrue() bool { return v.kind == KindBool && len(v.text) == len(textTrue) }

// Text returns the bytes of the value's text, not to be changed: a string's content, a number as
// it was written, the canonical form of an object or array; nil for null.
func (v Value) Text() []byte { return v.text }

// String returns the value for people: NULL, true, a number as it was written, a string's
// content without quotes, the canonical form of an object or array.
func (v Value) String() string {
	if v.kind == KindNull {
		return "NULL"
	}
	return string(v.text)
}

// Int64 returns the value as a 64-bit integer; ok is false if it is not a number, is not whole or
// does not fit.
func (v Value) Int64() (i int64, ok bool) {
	if v.kind != KindNumber {
		return 0, false
	}
	if plainInteger(v.text) {
		i, err := strconv.ParseInt(string(v.text), 10, 64)
		return i, err == nil
	}
	// Whole numbers in another spelling: 1.0, 12e3.
	d := parseDecimal(v.text)
	if d.exp < 0 || !d.short(maxInt64Digits) {
		return 0, false
	}
	n := d.unscaled()
	n.Mul(n, pow10(d.exp))
	return n.Int64(), n.IsInt64()
}

// maxInt64Digits is the length of the largest 64-bit integer, 9223372036854775807.
const maxInt64Digits = 19
