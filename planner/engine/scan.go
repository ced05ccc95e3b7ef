package engine

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// scanner divides a text into the engine's tokens (tokenizer.rs). The engine stops at the first character that it
// does not know; the scanner notes it and continues, for the sake of the comments.
type scanner struct {
	text     string // the Source's whole text up to the end of the span
	pos      int
	tokens   []token // closed by one of kind eof
	comments []comment
	bad      *Complaint // the first lexical error
}

func scan(text string, at diag.Span) *scanner {
	s := &scanner{text: text[:at.End], pos: at.Start, tokens: make([]token, 0, (at.End-at.Start)/4+1)}
	for s.pos < len(s.text) {
		s.next()
	}
	s.add(eof, 0, len(s.text), len(s.text))
	return s
}

func (s *scanner) add(k kind, id uint8, start, end int) {
	s.tokens = append(s.tokens, token{k, id, diag.Span{Start: start, End: end}})
	s.pos = end
}

// next reads one token, comment, or run of blanks. The engine knows only these four blanks.
func (s *scanner) next() {
	start := s.pos
	switch c := s.text[start]; c {
	case ' ', '\t', '\n', '\r':
		s.pos++
	case '\'', '"':
		s.quoted(c)
	case '-', '/':
		if s.comment() {
			return
		}
		s.add(mark, ids[s.text[start:start+1]], start, start+1)
	case '(', ')', ',', ';', '*', '.', '+', '=', '<', '>', '!', '|':
		s.mark(start)
	default:
		switch r, size := utf8.DecodeRuneInString(s.text[start:]); {
		case c >= '0' && c <= '9':
			s.number()
		case isLetter(r):
			s.word()
		default:
			s.unexpected(r, size)
		}
	}
}

func (s *scanner) mark(start int) {
	two := s.text[start:min(start+2, len(s.text))]
	switch two {
	case "<=", ">=", "!=", "<>", "||":
		s.add(mark, ids[two], start, start+2)
	default:
		if two[0] == '!' || two[0] == '|' {
			s.unexpected(rune(two[0]), 1)
			return
		}
		s.add(mark, ids[two[:1]], start, start+1)
	}
}

// quoted reads a quoted text. No character can be escaped, and the end of the statement closes the text as well.
func (s *scanner) quoted(quote byte) {
	start, end := s.pos, len(s.text)
	if i := strings.IndexByte(s.text[start+1:], quote); i >= 0 {
		end = start + 1 + i + 1
	}
	s.checkUTF8(start, end)
	s.add(literal, 0, start, end)
}

// comment reads a comment if one begins here. Block comments do not nest and must be closed.
func (s *scanner) comment() bool {
	start := s.pos
	rest := s.text[start:]
	var inner, end int
	switch {
	case strings.HasPrefix(rest, "--"):
		end = start + len(rest)
		if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
			end = start + i
		}
		inner = end
	case strings.HasPrefix(rest, "/*"):
		i := strings.Index(rest[2:], "*/")
		if i < 0 {
			if s.bad == nil {
				s.fail(diag.Span{Start: start, End: start + 2}, "the comment that opens here is never closed", "close it with */")
			}
			inner, end = len(s.text), len(s.text)
			break
		}
		inner = start + 2 + i
		end = inner + 2
	default:
		return false
	}
	s.checkUTF8(start, end)
	s.comments = append(s.comments, comment{
		span:  diag.Span{Start: start, End: end},
		inner: trim(s.text, diag.Span{Start: start + 2, End: inner}),
		line:  rest[0] == '-',
	})
	s.pos = end
	return true
}

// number reads digits with at most one point and one exponent. The letter e is taken for an exponent even if no
// digit follows, so a unit cannot begin with it.
func (s *scanner) number() {
	start, point, exponent := s.pos, false, false
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c >= '0' && c <= '9':
		case c == '.' && !point && !exponent:
			point = true
		case (c == 'e' || c == 'E') && !exponent:
			exponent = true
			if n := s.pos + 1; n < len(s.text) && (s.text[n] == '+' || s.text[n] == '-') {
				s.pos++
			}
		default:
			s.add(number, 0, start, s.pos)
			return
		}
		s.pos++
	}
	s.add(number, 0, start, s.pos)
}

func (s *scanner) word() {
	start := s.pos
	for s.pos < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !isLetter(r) && !unicode.IsNumber(r) {
			break
		}
		s.pos += size
	}
	k, id := name, keywordID(s.text[start:s.pos])
	if id != 0 {
		k = keyword
	}
	s.add(k, id, start, s.pos)
}

// unexpected notes a character that begins no token.
func (s *scanner) unexpected(r rune, size int) {
	at := diag.Span{Start: s.pos, End: s.pos + size}
	s.pos = at.End
	if s.bad != nil {
		return
	}
	if r == utf8.RuneError && size == 1 {
		s.fail(at, "the text is not UTF-8 here, and the engine reads nothing else", "save the file as UTF-8")
		return
	}
	message, form := strangeCharacter(r)
	s.fail(at, message, form, s.characterFix(at, r)...)
}

// characterFix removes the backticks around a name that needs none, replaces an unknown blank by a plain one, and
// removes a byte order mark; it returns nil for anything else.
func (s *scanner) characterFix(at diag.Span, r rune) []diag.Edit {
	switch {
	case r == '\uFEFF' && at.Start == 0:
		return []diag.Edit{{Span: at, Text: ""}}
	case unicode.IsSpace(r), r == '\uFEFF':
		return []diag.Edit{{Span: at, Text: " "}}
	}
	rest := s.text[at.End:]
	i := strings.IndexByte(rest, '`')
	if s.text[at.Start] != '`' || i < 0 || !isName(rest[:i]) {
		return nil
	}
	return []diag.Edit{{Span: diag.Span{Start: at.Start, End: at.End + i + 1}, Text: rest[:i]}}
}

// clauses are the words that name a clause in a message about a character, which is found before anything is
// parsed.
var clauses = map[string]string{
	"SELECT": "SELECT", "FROM": "FROM", "JOIN": "JOIN", "ON": "ON", "WHERE": "WHERE", "GROUP": "GROUP BY",
	"WINDOW": "WINDOW", "HAVING": "HAVING", "ORDER": "ORDER BY", "LIMIT": "LIMIT", "EMIT": "EMIT",
	"INTO": "INTO", "WITH": "WITH", "CREATE": "CREATE",
}

// checkUTF8 notes the first byte of a comment or quoted text that is not UTF-8: the engine's input is a Rust
// string, which cannot hold it.
func (s *scanner) checkUTF8(start, end int) {
	if s.bad != nil || utf8.ValidString(s.text[start:end]) {
		return
	}
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(s.text[i:end])
		if r == utf8.RuneError && size == 1 {
			s.pos = i
			s.unexpected(r, size)
			return
		}
		i += size
	}
}

// fail notes the first lexical error, in the clause whose word was read last.
func (s *scanner) fail(at diag.Span, message, form string, fix ...diag.Edit) {
	clause := "the statement"
	for i := len(s.tokens) - 1; i >= 0; i-- {
		if c := clauses[s.tokens[i].word()]; c != "" {
			clause = c
			break
		}
	}
	s.bad = &Complaint{Span: at, Message: clause + ": " + message, Form: form, Fix: fix}
}

// isLetter reports whether an identifier may begin with r: Rust's char::is_alphabetic is Unicode's
// derived property Alphabetic, or the underscore.
func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_Alphabetic)
}

// isName reports whether a text is an identifier and no keyword.
func isName(text string) bool {
	s := scanner{text: text}
	if r, _ := utf8.DecodeRuneInString(text); !isLetter(r) {
		return false
	}
	s.word()
	return s.pos == len(text) && s.tokens[0].kind == name
}
