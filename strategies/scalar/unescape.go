package scalar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// blockBytes is how many bytes unescapeBlocks looks at together.
const blockBytes = 64

// AppendUnescaped appends the text that the content of a JSON string stands for. A lone surrogate becomes U+FFFD, as in
// encoding/json.
func AppendUnescaped(dst, content []byte) ([]byte, error) {
	for len(content) > 0 {
		if canUnescapeBlocks {
			dst = slices.Grow(dst, len(content)+blockBytes)
			read, written := unescapeBlocks(&dst[:len(dst)+1][len(dst)], &content[0], len(content))
			dst, content = dst[:len(dst)+written], content[read:]
		}
		dst, content = appendPlain(dst, content)
		used := 2
		switch {
		case len(content) == 0:
			return dst, nil
		case len(content) == 1:
			return nil, errors.New("not JSON: a string that ends in a backslash")
		case content[1] == 'u':
			var r rune
			var err error
			if r, used, err = unescapeRune(content); err != nil {
				return nil, err
			}
			dst = utf8.AppendRune(dst, r)
		case simpleEscapes[content[1]] != 0:
			dst = append(dst, simpleEscapes[content[1]])
		default:
			return nil, fmt.Errorf("not JSON: unknown escape \\%c", content[1])
		}
		content = content[used:]
	}
	return dst, nil
}

// appendPlain appends the bytes before the next backslash, eight at a time, as there are mostly few.
func appendPlain(dst, content []byte) (all, rest []byte) {
	const lowBits = 0x0101010101010101
	dst = slices.Grow(dst, len(content))
	to, n := dst[len(dst):cap(dst)], 0
	for ; n+8 <= len(content); n += 8 {
		x := binary.LittleEndian.Uint64(content[n:])
		binary.LittleEndian.PutUint64(to[n:], x)
		backslash := x ^ lowBits*'\\'
		if marks := (backslash - lowBits) &^ backslash & (lowBits << 7); marks != 0 {
			n += bits.TrailingZeros64(marks) / 8
			return dst[:len(dst)+n], content[n:]
		}
	}
	for ; n < len(content) && content[n] != '\\'; n++ {
		to[n] = content[n]
	}
	return dst[:len(dst)+n], content[n:]
}

var simpleEscapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unescapeRune reads \u with four hex digits, or two of them that are a surrogate pair, and returns the number of
// bytes they take.
func unescapeRune(text []byte) (r rune, used int, err error) {
	first, ok := hexEscape(text)
	if !ok {
		return 0, 0, errors.New("not JSON: \\u without four hex digits in a string")
	}
	if !utf16.IsSurrogate(first) {
		return first, 6, nil
	}
	if second, ok := hexEscape(text[6:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 12, nil
		}
	}
	return utf8.RuneError, 6, nil
}

func hexEscape(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range text[2:6] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
