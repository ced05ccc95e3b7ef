package counting

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// keyTextRunes is how many characters of a key are shown.
	keyTextRunes = 120
	// keyZeros is how many zeros a number may be shown with instead of an exponent.
	keyZeros = 20
)

// KeyText returns the canonical bytes of a key (scalar.AppendKey) as text for people: its parts as
// JSON, separated by ", ", everything that does not print escaped. A long key, or one whose last
// bytes are missing, ends in "…".
func KeyText(key []byte) string {
	var b keyWriter
	for len(key) > 0 && !b.cut {
		if b.runes > 0 {
			b.write(", ")
		}
		key = b.part(key)
	}
	if b.cut {
		b.WriteString("…")
	}
	return b.String()
}

// HasNull reports whether some part of a key is null. Of a key that is cut off it looks at the parts that are there.
func HasNull(key []byte) bool {
	for len(key) > 0 {
		tag := key[0]
		key = key[1:]
		if tag == 0 {
			return true
		}
		if tag > 2 { // neither false nor true
			length, n := binary.Uvarint(key)
			if n <= 0 || uint64(len(key)-n) < length {
				return false
			}
			key = key[n+int(length):]
		}
	}
	return false
}

// keyWriter writes as much of a key as is shown.
type keyWriter struct {
	strings.Builder
	runes int
	cut   bool // something was left out
}

// write appends text if there is room.
func (b *keyWriter) write(text string) {
	n := utf8.RuneCountInString(text)
	if b.cut || b.runes+n > keyTextRunes {
		b.cut = true
		return
	}
	b.WriteString(text)
	b.runes += n
}

// part writes the first part of a key and returns what follows it. The tags are those of
// scalar.AppendKey.
func (b *keyWriter) part(key []byte) (rest []byte) {
	tag := key[0]
	key = key[1:]
	switch tag {
	case 0:
		b.write("null")
		return key
	case 1:
		b.write("false")
		return key
	case 2:
		b.write("true")
		return key
	}
	length, n := binary.Uvarint(key)
	if n <= 0 {
		b.cut = true
		return nil
	}
	text := key[n:]
	missing := uint64(len(text)) < length
	if !missing {
		text, rest = text[:length], text[length:]
	}
	switch tag {
	case 3:
		b.escaped([]byte(plainNumber(string(text))), false)
	case 4:
		b.write(`"`)
		b.escaped(text, true)
		if !missing {
			b.write(`"`)
		}
	default:
		b.escaped(text, false)
	}
	b.cut = b.cut || missing
	return rest
}

// escaped writes text, control and other characters that do not print as JSON escapes; quotes and
// backslashes too if the text is the content of a string.
func (b *keyWriter) escaped(text []byte, content bool) {
	for len(text) > 0 && !b.cut {
		r, n := utf8.DecodeRune(text)
		switch {
		case content && (r == '"' || r == '\\'):
			b.write(`\` + string(r))
		case r == utf8.RuneError && n == 1:
			b.write(`\u00` + hex(text[0]))
		case r == ' ' || unicode.IsPrint(r):
			b.write(string(text[:n]))
		case r > 0xffff:
			b.write(`\U` + strconv.FormatInt(int64(r)|1<<32, 16)[1:])
		default:
			b.write(`\u` + strconv.FormatInt(int64(r)|1<<16, 16)[1:])
		}
		text = text[n:]
	}
}

// hex returns a byte as two digits.
func hex(c byte) string { return strconv.FormatInt(int64(c)|1<<8, 16)[1:] }

// plainNumber writes a canonical number, digits and exponent, without the exponent where that is
// short.
func plainNumber(text string) string {
	digits, exponent, ok := strings.Cut(text, "e")
	exp, err := strconv.Atoi(exponent)
	if !ok || err != nil || exp > keyZeros {
		return text
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	switch point := len(digits) + exp; {
	case exp >= 0:
		return sign + digits + strings.Repeat("0", exp)
	case point > 0:
		return sign + digits[:point] + "." + digits[point:]
	case point > -keyZeros:
		return sign + "0." + strings.Repeat("0", -point) + digits
	}
	return text
}
