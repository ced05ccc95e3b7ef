package replay

import (
	"encoding/binary"
	"math/bits"
)

// The scanning of single tokens. Each function returns the place behind the token, or bad.

// quoted reads the string whose opening quote is at i, and says whether it has escapes.
func (s *scanner) quoted(i int) (end int, escaped bool) {
	i++
	for {
		i = s.special(i)
		switch s.text[i] {
		case '"':
			return i + 1, escaped
		case '\\':
			escaped = true
			if i = s.escape(i + 1); i == bad {
				return bad, false
			}
		default:
			return bad, false
		}
	}
}

const (
	lowBits  = 0x0101010101010101 // times a byte: that byte eight times
	highBits = 0x8080808080808080
)

// special returns the place of the next quote, backslash or control character, eight bytes at a
// time. A byte b is marked by a high bit that comes out of b - 1 for b = 0, and of b - 0x20 for
// b < 0x20, unless b had it before. The borrow of a marked byte can mark bytes above it wrongly,
// never the lowest one, and that is the one that is looked for.
func (s *scanner) special(i int) int {
	for ; i+8 <= len(s.text); i += 8 {
		x := binary.LittleEndian.Uint64(s.text[i:])
		quote, backslash := x^(lowBits*'"'), x^(lowBits*'\\')
		marks := ((quote-lowBits)&^quote | (backslash-lowBits)&^backslash | (x-lowBits*' ')&^x) & highBits
		if marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for s.text[i] >= ' ' && s.text[i] != '"' && s.text[i] != '\\' {
		i++
	}
	return i
}

// escape reads what follows a backslash.
func (s *scanner) escape(i int) int {
	switch s.text[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		for k := 1; k <= 4; k++ {
			if c := s.text[i+k]; !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return bad // the line end too, so that the next step is inside the text
			}
		}
		return i + 5
	}
	return bad
}

// word reads a number, true, false or null.
func (s *scanner) word(i int) int {
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

func (s *scanner) literal(i int, word string) int {
	if end := i + len(word); end <= len(s.text) && string(s.text[i:end]) == word {
		return end
	}
	return bad
}

// number reads a number as RFC 8259 defines it.
func (s *scanner) number(i int) int {
	if s.text[i] == '-' {
		i++
	}
	if s.text[i] == '0' {
		i++
	} else if i = s.digits(i); i == bad {
		return bad
	}
	if s.text[i] == '.' {
		if i = s.digits(i + 1); i == bad {
			return bad
		}
	}
	if s.text[i]|0x20 == 'e' {
		if i++; s.text[i] == '+' || s.text[i] == '-' {
			i++
		}
		i = s.digits(i)
	}
	return i
}

// digits reads one digit or more.
func (s *scanner) digits(i int) int {
	if !isDigit(s.text[i]) {
		return bad
	}
	for isDigit(s.text[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c-'0' <= 9 }
