package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// operators are the operators of more than one character, longest first.
var operators = []string{
	"->>", "<->", "<#>", "<=>", "<+>", "!~*",
	"||", "->", "=>", ":=", "::", "<=", ">=", "<>", "!=", "!~", "~*", "@>", "<@", "&&", "==",
}

// marks are the characters that are tokens on their own.
const marks = "()[]{},.;+-*/%^=<>~!|&?$:@#\\"

// readOperator reads the longest operator at the position.
func (s *scanner) readOperator(t *token) bool {
	c := s.text[s.pos]
	if strings.IndexByte(marks, c) < 0 {
		return false
	}
	size := 1
	if strings.IndexByte("-<!|=:>~@&", c) >= 0 {
		for _, op := range operators {
			if strings.HasPrefix(s.text[s.pos:], op) {
				size = len(op)
				break
			}
		}
	}
	t.kind, t.end = opToken, s.pos+size
	t.key = s.text[s.pos:t.end]
	s.pos = t.end
	return true
}

// readBad reads a character that is not allowed outside quotes.
func (s *scanner) readBad(t *token, r rune, size int) {
	t.end = s.pos + size
	s.pos = t.end
	if r != utf8.RuneError && r != 0 {
		for s.pos < len(s.text) { // one finding for a run of the same character
			next, n := utf8.DecodeRuneInString(s.text[s.pos:])
			if next != r {
				break
			}
			s.pos += n
		}
		t.end = s.pos
	}
	switch {
	case r == 0:
		*t = badAt(*t, "a NUL byte is not text", "remove it; is the file encoded in UTF-16?")
	case r == utf8.RuneError && size == 1:
		*t = badAt(*t, "these bytes are not UTF-8", "save the file in UTF-8")
	case strings.ContainsRune("‘’‚“”„´", r):
		*t = badAt(*t, fmt.Sprintf("%c is a typographic quote", r), "write ' around strings and \" around names")
	case unicode.IsSpace(r) || !unicode.IsPrint(r):
		*t = badAt(*t, fmt.Sprintf("the character U+%04X looks like a blank but is not one", r), "replace it with a blank")
	default:
		*t = badAt(*t, fmt.Sprintf("the character %c is not allowed outside quotes", r), "remove it, or put the name that it belongs to in quotes")
	}
}

// checkBytes turns a token that contains NUL bytes or invalid UTF-8 into a bad token at the first of these
// bytes, and reports whether it did.
func (s *scanner) checkBytes(t *token) bool {
	text := s.text[t.start:t.end]
	for i, r := range text {
		if r == 0 {
			*t = badAt(*t, "a NUL byte is not text", "remove it")
		} else if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			*t = badAt(*t, "these bytes are not UTF-8", "save the file in UTF-8")
		} else {
			continue
		}
		t.start += i
		t.end = t.start + 1
		return true
	}
	return false
}

// badAt returns the token as a bad one with a message and help.
func badAt(t token, message, help string) token {
	t.kind, t.key, t.help = badToken, message, help
	return t
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r >= utf8.RuneSelf && unicode.IsLetter(r)
}

// isNameByte reports whether a byte is ASCII and allowed in a bare name.
func isNameByte(c byte) bool { return c < utf8.RuneSelf && (isDigit(c) || isLetter(rune(c))) }

// isNameRune reports whether a character is allowed in a bare name after its first letter.
func isNameRune(r rune) bool {
	return '0' <= r && r <= '9' || isLetter(r) || r >= utf8.RuneSelf && (unicode.IsDigit(r) || unicode.IsMark(r))
}

// upper returns s with ASCII letters in upper case, as keywords are compared. Other letters stay as they
// are: no keyword has one, and "ſelect" is not SELECT.
func upper(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; 'a' <= c && c <= 'z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'a' <= b[i] && b[i] <= 'z' {
					b[i] -= 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
