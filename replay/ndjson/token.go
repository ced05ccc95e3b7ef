package ndjson

import (
	"encoding/binary"
	"math/bits"
)

// The scanning of single tokens. Each function returns the place after the token, or bad.

// quoted reads the string whose opening quote is at i.
func (s *Scanner) quoted(i int) (end int) {
	i++
	for {
		i = s.special(i)
		switch s.text[i] {
		case '"':
			return i + 1
		case '\\':
			s.Escapes = true
			s.escapes++
			if i = s.escape(i + 1); i == bad {
				return bad
			}
		default:
			return bad
		}
	}
}

const (
	// LowBits times a byte is that byte eight times.
	LowBits = 0x0101010101010101
	// HighBits are the highest bits of eight bytes.
	HighBits = LowBits * 0x80
)

// special returns the place of the next quote, backslash or control character.
func (s *Scanner) special(i int) int {
	for {
		x := binary.LittleEndian.Uint64(s.text[i:])
		s.seen |= x
		if marks := specials(x); marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
		i += 8
	}
}

// specials marks the first quote, backslash or control character of eight bytes by the high bit of
// its byte; bytes above it may be marked or not. The bit comes out of b - 1 for b = 0, and of
// b - 0x20 for b < 0x20, unless b had it before. The borrow of a marked byte can mark bytes above
// it wrongly, never the lowest one.
func specials(x uint64) uint64 {
	quote, backslash := x^(LowBits*'"'), x^(LowBits*'\\')
	return ((quote-LowBits)&^quote | (backslash-LowBits)&^backslash | (x-LowBits*' ')&^x) & HighBits
}

// escape reads what follows a backslash.
func (s *Scanner) escape(i int) int {
	switch s.text[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		for k := 1; k <= 4; k++ {
			if c := s.text[i+k]; !IsDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return bad // the line end too, so that the next step is inside the text
			}
		}
		return i + 5
	}
	return bad
}

// word reads a number, true, false or null.
func (s *Scanner) word(i int) int {
	switch s.text[i] {
	case 't':
		return s.literal(i, "true")
	case 'f':
		return s.literal(i, "false")
	case 'n':
		return s.literal(i, "null")
	}
	return s.number(i)
}

func (s *Scanner) literal(i int, word string) int {
	if end := i + len(word); end <= len(s.text) && string(s.text[i:end]) == word {
		return end
	}
	return bad
}

// number reads a number as RFC 8259 defines it.
func (s *Scanner) number(i int) int {
	if s.text[i] == '-' {
		i++
	}
	start := i
	i = digits(s.text, i)
	if i == start || s.text[start] == '0' && i != start+1 {
		return bad
	}
	if s.text[i] == '.' {
		start = i + 1
		if i = digits(s.text, start); i == start {
			return bad
		}
	}
	if s.text[i]|0x20 == 'e' {
		if i++; s.text[i] == '+' || s.text[i] == '-' {
			i++
		}
		start = i
		if i = digits(s.text, i); i == start {
			return bad
		}
	}
	return i
}

// digits returns the next place that is no digit, eight bytes at a time: a byte is a digit if xor
// '0' leaves at most 9 of it, so that adding 0x76 does not reach its high bit. A carry comes only
// out of bytes that are marked, and marks wrongly only bytes above, of which the lowest counts.
func digits(text []byte, i int) int {
	for {
		x := binary.LittleEndian.Uint64(text[i:]) ^ LowBits*'0'
		if marks := ((x + LowBits*0x76) | x) & HighBits; marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
		i += 8
	}
}

// IsDigit reports whether a byte is a decimal digit.
func IsDigit(c byte) bool { return c-'0' <= 9 }
