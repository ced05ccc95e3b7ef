package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	endToken  kind = iota // after the last token of a statement
	wordToken             // a bare word
	nameToken             // "x" or `x`
	textToken             // 'x' or $$x$$
	numberToken
	opToken  // an operator, bracket or other mark
	badToken // not allowed in any statement; key and help say why
)

// token is one piece of a statement. key is the upper-case spelling of a bare word, the text of an
// operator, or the message of a bad token.
type token struct {
	kind       kind
	lineStart  bool // the first token of its line
	query      bool // an opening parenthesis with a query in it
	start, end int  // bytes of the whole text
	match      int  // index of the closing bracket of an opening one, else -1
	key        string
	help       string // of a bad token
}

// comment is one comment of the text. A line comment begins with two dashes.
type comment struct {
	start, end int
	line       bool
}

// scanner cuts a text into tokens from left to right. It is the only source of positions.
type scanner struct {
	text     string
	pos      int
	newLine  bool         // a line has ended since the last token
	dirty    bool         // the text holds NUL bytes or invalid UTF-8 somewhere
	comments []comment    // all seen so far
	cuts     map[int]bool // strings that are taken to end at the next ';' or line end
	suspect  int          // a string over several lines that looks like two strings, or -1
	unclosed bool         // a string is never closed
	findings []token      // bad bytes in comments, for which no statement fails

	found map[string]search // the last search for each text
	tags  map[string]int    // the last place of each $tag$; nil until one is read
}

func newScanner(text string, cuts map[int]bool) *scanner {
	s := &scanner{text: text, cuts: cuts, newLine: true, suspect: -1, found: map[string]search{}}
	s.dirty = !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0
	if strings.HasPrefix(text, "\ufeff") {
		s.pos = len("\ufeff")
	}
	return s
}

// next returns the next token, and at the end of the text always one of kind endToken.
func (s *scanner) next() token {
	bad, ok := s.skipBlanks()
	if ok {
		return bad
	}
	t := token{start: s.pos, lineStart: s.newLine, match: -1}
	s.newLine = false
	if s.pos >= len(s.text) {
		t.end = s.pos
		return t
	}
	c := s.text[s.pos]
	switch {
	case c == '\'':
		s.readText(&t)
	case c == '"' || c == '`':
		s.readQuoted(&t, c)
	case isDigit(c) || c == '.' && s.numberAfterDot():
		s.readNumber(&t)
	case c == '$' && s.readDollarText(&t):
	case s.readTemplate(&t):
	default:
		if r, size := utf8.DecodeRuneInString(s.text[s.pos:]); isLetter(r) || s.parameterEnd(s.pos) > s.pos {
			s.readWord(&t)
		} else if !s.readOperator(&t) {
			s.readBad(&t, r, size)
		}
	}
	if s.dirty && t.kind != badToken {
		s.checkBytes(&t)
	}
	return t
}

// skipBlanks skips blanks and comments. A block comment that is never closed is returned as a bad token
// that ends with its line or statement, so that what follows is still read.
func (s *scanner) skipBlanks() (token, bool) {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == '\n':
			s.newLine = true
			s.pos++
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.pos++
		case strings.HasPrefix(s.text[s.pos:], "--"):
			s.addComment(s.lineEnd(s.pos), true)
		case strings.HasPrefix(s.text[s.pos:], "/*"):
			i := s.find("*/", s.pos+2)
			if i < 0 {
				t := token{kind: badToken, start: s.pos, end: s.givenUp(s.pos), lineStart: s.newLine, match: -1,
					key: "this comment is never closed", help: "close it with */"}
				s.pos, s.newLine = t.end, false
				return t, true
			}
			s.addComment(i+2, false)
		default:
			return token{}, false
		}
	}
	return token{}, false
}

// addComment records the comment from the current position to end.
func (s *scanner) addComment(end int, line bool) {
	s.comments = append(s.comments, comment{s.pos, end, line})
	s.newLine = s.newLine || strings.IndexByte(s.text[s.pos:end], '\n') >= 0
	if t := (token{start: s.pos, end: end, match: -1}); s.dirty && s.checkBytes(&t) {
		s.findings = append(s.findings, t)
	}
	s.pos = end
}

// givenUp returns the end of a token at pos that is never closed: the next ';' or line end.
func (s *scanner) givenUp(pos int) int {
	end := s.lineEnd(pos)
	if i := s.find(";", pos); 0 <= i && i < end {
		return i
	}
	return end
}

// readText reads a string in single quotes, in which a doubled quote is one quote.
func (s *scanner) readText(t *token) {
	t.kind = textToken
	i := s.pos + 1
	for !s.cuts[t.start] {
		n := strings.IndexByte(s.text[i:], '\'')
		if n < 0 {
			break
		}
		i += n + 1
		if i < len(s.text) && s.text[i] == '\'' {
			i++
			continue
		}
		t.end, s.pos = i, i
		s.suspectTwo(*t)
		return
	}
	s.unclosed = s.unclosed || !s.cuts[t.start]
	t.end = s.givenUp(t.start)
	s.pos = t.end
	*t = badAt(*t, "this string is never closed", "close it with '; a quote inside a string is written twice: 'it''s'")
}

// suspectTwo records the first string that looks as if its closing quote opened another one: it contains
// line ends or semicolons. If the text ends inside a string, this one is cut short.
func (s *scanner) suspectTwo(t token) {
	if s.suspect >= 0 {
		return
	}
	body := s.text[t.start:t.end]
	lines, ends := strings.IndexByte(body, '\n') >= 0, strings.IndexByte(body, ';') >= 0
	r, _ := utf8.DecodeRuneInString(s.text[t.end:])
	if glued := isNameRune(r); lines && ends || glued && (lines || ends) {
		s.suspect = t.start
	}
}

// readQuoted reads "x" or `x`, in which a doubled quote is one quote. It must end on its line.
func (s *scanner) readQuoted(t *token, quote byte) {
	t.kind = nameToken
	end := s.lineEnd(t.start)
	for i := t.start + 1; i < end; i++ {
		if s.text[i] != quote {
			continue
		}
		if i+1 < end && s.text[i+1] == quote {
			i++
			continue
		}
		t.end, s.pos = i+1, i+1
		return
	}
	t.end = s.givenUp(t.start)
	s.pos = t.end
	*t = badAt(*t, "this quoted name is never closed on its line",
		fmt.Sprintf("close it with %c; a string is written in single quotes: 'x'", quote))
}

// numberAfterDot reports whether the dot at the position begins a number such as .5, not a path.
func (s *scanner) numberAfterDot() bool {
	if s.pos+1 >= len(s.text) || !isDigit(s.text[s.pos+1]) {
		return false
	}
	return s.pos == 0 || !isNameByte(s.text[s.pos-1]) && strings.IndexByte("\"`)]", s.text[s.pos-1]) < 0
}

// readNumber reads 1, 1.5, .5, 1e3 and 0x1F. Letters that touch it are another token: 5m.
func (s *scanner) readNumber(t *token) {
	t.kind = numberToken
	i := s.pos
	digits := func() {
		for i < len(s.text) && isDigit(s.text[i]) {
			i++
		}
	}
	if rest := s.text[i:]; len(rest) > 2 && rest[0] == '0' && rest[1]|0x20 == 'x' && isHex(rest[2]) {
		for i += 2; i < len(s.text) && isHex(s.text[i]); i++ {
		}
		t.end, s.pos = i, i
		return
	}
	digits()
	if i < len(s.text) && s.text[i] == '.' {
		i++
		digits()
	}
	if i < len(s.text) && s.text[i]|0x20 == 'e' {
		j := i + 1
		if j < len(s.text) && (s.text[j] == '+' || s.text[j] == '-') {
			j++
		}
		if j < len(s.text) && isDigit(s.text[j]) {
			i = j
			digits()
		}
	}
	t.end, s.pos = i, i
}

// readWord reads a bare word. Template variables belong to the word: ${env}_trades is one name.
func (s *scanner) readWord(t *token) {
	t.kind = wordToken
	i, parameters := s.pos, false
	for i < len(s.text) {
		if c := s.text[i]; c < utf8.RuneSelf {
			if isNameByte(c) {
				i++
				continue
			}
			end := s.parameterEnd(i)
			if end == i {
				break
			}
			i, parameters = end, true
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if !isNameRune(r) {
			break
		}
		i += size
	}
	t.end = i
	t.key = s.text[s.pos:i]
	if !parameters {
		t.key = upper(t.key)
	}
	s.pos = i
}
