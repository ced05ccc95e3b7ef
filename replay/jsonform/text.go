package jsonform

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// AppendString appends a text as a JSON string. Bytes that are not UTF-8 stay as they are: the reader of the JSON
// finds them.
func AppendString(dst, text []byte) []byte {
	dst = append(dst, '"')
	if n := plain(text); n == len(text) {
		dst = append(dst, text...)
	} else {
		dst = append(dst, text[:n]...)
		dst = appendEscaped(dst, text[n:])
	}
	return append(dst, '"')
}

// plain is the number of bytes at the beginning of a text that need no escape. Eight are looked at at once: a byte is
// below a blank, or equal to one that is searched, where subtracting borrows into its highest bit
// (Anderson, "Bit Twiddling Hacks", haszero and hasless).
func plain(text []byte) int {
	const low, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:])
		quote, slash := x^low*'"', x^low*'\\'
		if ((x-low*' ')&^x|(quote-low)&^quote|(slash-low)&^slash)&high != 0 {
			break
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			return i
		}
	}
	return i
}

// appendEscaped appends a text with escapes.
func appendEscaped(dst, text []byte) []byte {
	const digits = "0123456789abcdef"
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// AppendBytes appends bytes as base64.
func AppendBytes(dst, value []byte) []byte {
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, value)
	return append(dst, '"')
}

// AppendUUID appends the 16 bytes of a UUID in its usual text (RFC 9562, 4).
func AppendUUID(dst, value []byte) []byte {
	dst = append(dst, '"')
	for i, n := range [...]int{4, 2, 2, 2, 6} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, value[:n])
		value = value[n:]
	}
	return append(dst, '"')
}

// AppendDuration appends a duration as ISO 8601 writes it, with all of its parts, which cannot be added up.
func AppendDuration(dst []byte, months, days int64, seconds int64, nanos int32) []byte {
	dst = append(dst, '"', 'P')
	if months != 0 {
		dst = append(strconv.AppendInt(dst, months, 10), 'M')
	}
	if days != 0 {
		dst = append(strconv.AppendInt(dst, days, 10), 'D')
	}
	dst = append(dst, 'T')
	if seconds < 0 || nanos < 0 {
		dst, seconds, nanos = append(dst, '-'), -seconds, -nanos
	}
	dst = strconv.AppendUint(dst, uint64(seconds), 10)
	if nanos != 0 {
		at := len(dst)
		dst = strconv.AppendInt(dst, 1_000_000_000+int64(uint32(nanos)%1_000_000_000), 10)
		dst[at] = '.'
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
	}
	return append(dst, 'S', '"')
}
