package scalar

import (
	"bytes"
	"errors"
	"fmt"
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
		i := bytes.IndexByte(content, '\\')
		if i < 0 {
			return append(dst, content...), nil
		}
		dst, content = append(dst, content[:i]...), content[i:]
		used := 2
		switch {
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

var simpleEscapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unescapeRune reads \uXXXX, or two of them that are a surrogate pair, and returns the number of
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
