package scalar

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape resolves the escapes of a JSON string's content.
func unescape(content []byte) ([]byte, error) {
	out := make([]byte, 0, len(content))
	for i := 0; i < len(content); {
		if content[i] != '\\' {
			out = append(out, content[i])
			i++
			continue
		}
		if content[i+1] == 'u' {
			r, used, err := unescapeRune(content[i:])
			if err != nil {
				return nil, err
			}
			out = utf8.AppendRune(out, r)
			i += used
			continue
		}
		c, ok := simpleEscapes[content[i+1]]
		if !ok {
			return nil, fmt.Errorf("not JSON: unknown escape \\%c", content[i+1])
		}
		out = append(out, c)
		i += 2
	}
	return out, nil
}

var simpleEscapes = map[byte]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unescapeRune reads \uXXXX, or two of them that are a surrogate pair, and returns the number of
// bytes they take.
func unescapeRune(text []byte) (r rune, used int, err error) {
	first, ok := hexEscape(text)
	if !ok {
		return 0, 0, fmt.Errorf("not JSON: \\u without four hex digits in a string")
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

// appendCanonical writes the canonical JSON of a node, as AppendKey describes it.
func (n node) appendCanonical(dst []byte) []byte {
	switch n.kind {
	case KindNull:
		return append(dst, "null"...)
	case KindBool:
		return append(dst, n.text...)
	case KindNumber:
		return appendDecimal(dst, n.text)
	case KindString:
		return appendQuoted(dst, n.text)
	}
	open, end := byte('['), byte(']')
	if n.object {
		open, end = '{', '}'
	}
	dst = append(dst, open)
	for i, c := range n.children {
		if i > 0 {
			dst = append(dst, ',')
		}
		if n.object {
			dst = append(appendQuoted(dst, c.name), ':')
		}
		dst = c.appendCanonical(dst)
	}
	return append(dst, end)
}

// appendQuoted writes a string with as few escapes as JSON allows and only one way to write each.
func appendQuoted(dst, text []byte) []byte {
	dst = append(dst, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x10:
			dst = strconv.AppendUint(append(dst, `\u000`...), uint64(c), 16)
		case c < ' ':
			dst = strconv.AppendUint(append(dst, `\u00`...), uint64(c), 16)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
