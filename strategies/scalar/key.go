package scalar

import (
	"encoding/binary"
	"slices"
)

// The tags that begin a value's key bytes.
const (
	tagNull   = 0x00
	tagFalse  = 0x01
	tagTrue   = 0x02
	tagNumber = 0x03
	tagString = 0x04
	tagJSON   = 0x05
)

// AppendKey appends the canonical key bytes of v to dst. A compound key is its parts one after
// the other. The format is a contract: it decides where every record goes.
//
//	null, missing    00
//	false, true      01, 02
//	number           03 length text   "0", or ["-"] digits ["e" exponent]: digits without zeros at
//	                                  either end, exponent in decimal, left out when it is 0
//	string           04 length text   the unescaped UTF-8 content
//	object, array    05 length text   JSON without blanks, names sorted bytewise, the last of
//	                                  duplicate names, numbers as above, strings with \" \\ and
//	                                  \u00XX for control characters as the only escapes
//
// length is the number of bytes of text as an unsigned varint (7 bits a byte, low bits first, high
// bit set on all but the last). As every part carries its type and length, no two different keys
// have the same bytes, whatever the number of their parts: ("ab","c") is not ("a","bc"), "1" is
// not 1. Equal values have the same bytes: 1, 1.0 and 1e0 are 03 01 '1'.
func AppendKey(dst []byte, v Value) []byte {
	switch v.kind {
	case KindNull:
		return append(dst, tagNull)
	case KindBool:
		if v.IsTrue() {
			return append(dst, tagTrue)
		}
		return append(dst, tagFalse)
	case KindNumber:
		return AppendNumberKey(dst, v.text)
	case KindString:
		return AppendStringKey(dst, v.text)
	default:
		return appendFramed(dst, tagJSON, v.text)
	}
}

// AppendStringKey appends what AppendKey does for a string of that content.
func AppendStringKey(dst, content []byte) []byte { return appendFramed(dst, tagString, content) }

// AppendDigitsKey appends what AppendKey does for the whole number of those digits, which do not begin or end with 0.
func AppendDigitsKey(dst, digits []byte) []byte { return appendFramed(dst, tagNumber, digits) }

func appendFramed(dst []byte, tag byte, text []byte) []byte {
	dst = binary.AppendUvarint(append(dst, tag), uint64(len(text)))
	return append(dst, text...)
}

// AppendNumberKey appends what AppendKey does for the number that is written so, which must be a
// JSON number without an exponent, or with one that ParseNumber takes. It leaves one byte for the
// length, which is known only when the text is written, and makes room for the rare longer one
// afterwards.
func AppendNumberKey(dst, text []byte) []byte {
	dst = append(dst, tagNumber, 0)
	start := len(dst)
	dst = appendDecimal(dst, text)
	n := len(dst) - start
	if n < 0x80 {
		dst[start-1] = byte(n)
		return dst
	}
	var length [binary.MaxVarintLen64]byte
	used := binary.PutUvarint(length[:], uint64(n))
	return slices.Replace(dst, start-1, start, length[:used]...)
}

// CutKey returns the first value of key bytes that AppendKey made, and the bytes after it. It refers to them. The value
// is equal to the one that was appended, if not spelled alike.
func CutKey(key []byte) (v Value, rest []byte, ok bool) {
	if len(key) == 0 {
		return Value{}, nil, false
	}
	tag, rest := key[0], key[1:]
	switch tag {
	case tagNull:
		return Value{}, rest, true
	case tagFalse, tagTrue:
		return Bool(tag == tagTrue), rest, true
	}
	n, used := binary.Uvarint(rest)
	if used <= 0 || n > uint64(len(rest)-used) {
		return Value{}, nil, false
	}
	text, rest := rest[used:][:n], rest[used:][n:]
	switch tag {
	case tagNumber:
		return Value{kind: KindNumber, text: text}, rest, true
	case tagString:
		return StringBytes(text), rest, true
	case tagJSON:
		return Value{kind: KindJSON, text: text}, rest, true
	}
	return Value{}, nil, false
}
