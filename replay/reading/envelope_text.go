package reading

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// appendUnescaped appends the text that the content of a well-formed JSON string stands for, for a
// scanner to read as a line: a line end, which is a blank in JSON and is not allowed in its
// strings, becomes a carriage return, of which the same is true. A lone surrogate becomes U+FFFD,
// as in encoding/json.
func appendUnescaped(dst, content []byte) []byte {
	for {
		i := bytes.IndexByte(content, '\\')
		if i < 0 {
			return append(dst, content...)
		}
		dst = append(dst, content[:i]...)
		c := content[i+1]
		content = content[i+2:]
		switch c {
		case 'u':
			var r rune
			r, content = escapedRune(content)
			if r == '\n' {
				r = '\r'
			}
			dst = utf8.AppendRune(dst, r)
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n', 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		default: // a quote, a backslash, a slash
			dst = append(dst, c)
		}
	}
}

// escapedRune reads what follows \u, and a second \u if the two are a pair, and returns the rest.
func escapedRune(content []byte) (rune, []byte) {
	r := hexRune(content)
	content = content[4:]
	if utf16.IsSurrogate(r) {
		if len(content) >= 6 && content[0] == '\\' && content[1] == 'u' {
			if pair := utf16.DecodeRune(r, hexRune(content[2:])); pair != utf8.RuneError {
				return pair, content[6:]
			}
		}
		return utf8.RuneError, content
	}
	return r, content
}

// hexRune reads four hexadecimal digits.
func hexRune(content []byte) rune {
	n, _ := strconv.ParseUint(string(content[:4]), 16, 16) // the scanner has checked them
	return rune(n)
}
