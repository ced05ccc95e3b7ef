package delimited

import (
	"bytes"
	"encoding/binary"
)

// appendValue appends the value that the text of a field is.
func appendValue(dst, field []byte, text bool) []byte {
	if !text {
		switch c := field[0]; {
		case c == '-' || isDigit(c):
			if isNumber(field) {
				return append(dst, field...)
			}
		case c == 't' && string(field) == "true", c == 'f' && string(field) == "false":
			return append(dst, field...)
		}
	}
	return appendString(dst, field)
}

// isDigit reports whether a byte is a digit.
func isDigit(b byte) bool { return b-'0' <= 9 }

// isNumber reports whether a text that is not empty is a number in JSON.
func isNumber(text []byte) bool {
	if text[0] == '-' {
		text = text[1:]
	}
	digits := func() bool {
		n := 0
		for n < len(text) && isDigit(text[n]) {
			n++
		}
		text = text[n:]
		return n > 0
	}
	if len(text) > 1 && text[0] == '0' && isDigit(text[1]) || !digits() {
		return false
	}
	if len(text) > 0 && text[0] == '.' {
		if text = text[1:]; !digits() {
			return false
		}
	}
	if len(text) > 0 && text[0]|0x20 == 'e' {
		if text = text[1:]; len(text) > 0 && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(text) == 0
}

// escaped are the bytes that a string of JSON cannot hold as they are.
var escaped = func() (set [256]bool) {
	for b := range 0x20 {
		set[b] = true
	}
	set['"'], set['\\'] = true, true
	return set
}()

// plain returns how many bytes at the beginning of a text are known to need no escape. Eight are looked at at once: one is
// below a blank, or equal to one that is searched, where subtracting borrows into its highest bit.
func plain(text []byte) (n int) {
	for ; n+8 <= len(text); n += 8 {
		x := binary.LittleEndian.Uint64(text[n:])
		if (x-lowBits*' ')&^x&highBits|zeros(x^lowBits*'"')|zeros(x^lowBits*'\\') != 0 {
			break
		}
	}
	return n
}

// appendString appends a string of JSON.
func appendString(dst, text []byte) []byte {
	dst = append(dst, '"')
	from := 0
	for i := plain(text); i < len(text); i++ {
		b := text[i]
		if !escaped[b] {
			continue
		}
		dst = append(dst, text[from:i]...)
		from = i + 1
		if at := bytes.IndexByte([]byte("\"\\\n\r\t"), b); at >= 0 {
			dst = append(dst, '\\', "\"\\nrt"[at])
		} else {
			dst = append(dst, `\u00`...)
			dst = append(dst, "0123456789abcdef"[b>>4], "0123456789abcdef"[b&15])
		}
	}
	dst = append(dst, text[from:]...)
	return append(dst, '"')
}
