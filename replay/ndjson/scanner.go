package ndjson

import (
	"bytes"
	"unicode/utf8"
)

// maxNesting is how many objects and arrays may be inside each other, the record itself among
// them: the limit of encoding/json.
const maxNesting = 10_000

// bad is the place that the scanning functions return for text that is not JSON.
const bad = -1

// Padding is how many bytes can be read after the last line end, so that no step has to ask
// whether the text is over before it looks at several bytes at once. What they are does not matter.
const Padding = blockBytes

// Span is a place in the scanned text; end is 0 if there is nothing.
type Span struct{ Start, End uint32 }

// Scanner reads lines of JSON once, from left to right: it checks that each is one object, in all
// of its bytes, and notes where the values of the wanted fields are.
//
// Every line ends in '\n', which no JSON text on one line can hold. So no step has to ask whether
// the text is over: it finds a byte that it cannot use.
type Scanner struct {
	text    []byte
	root    *Field
	record  *Field // that has a record of its own inside; nil: none
	inside  int    // slot of the first field of that record
	spans   []Span // by field.slot, of the line read last; that of slot 0 means nothing
	layouts layouts
	index   index
	line    []byte // the text of the index and what is after it

	open    []byte // brackets to be closed, innermost last
	deep    bool   // the nesting limit was met
	odd     bool   // a wanted field has two values or a whole object or array: no layout tells of it
	escapes int    // that were read one by one
	Escapes bool   // some string may have an escape
	Inside  bool   // the record inside is an object
	seen    uint64 // the bytes of the strings, eight by eight, or'ed: is one of them beyond ASCII?
}

// NewScanner returns a scanner for the fields of a tree, which must not change any more.
func NewScanner(t *Fields) Scanner {
	return Scanner{root: t.root, record: t.record, inside: t.inside, spans: make([]Span, t.fields), layouts: newLayouts()}
}

// Reset makes text, which is empty or ends in '\n', the text to scan. It has room for padding bytes
// more.
func (s *Scanner) Reset(text []byte) {
	s.text = text[:len(text)+Padding]
	s.index.end = s.index.base
}

// Line reads the line at i. It returns the place of its '\n', and accepted, blank, invalidJSON,
// notAnObject, InvalidUTF8 or tooDeep. The spans are set if it is accepted.
func (s *Scanner) Line(i int) (end int, why Reason) {
	s.Escapes, s.Inside, s.seen = false, false, 0
	clear(s.spans)
	l := &s.layouts
	remember := l.use()
	if remember {
		if end = s.known(i); end != bad {
			l.trust = min(l.trust+1, maxTrust)
			s.Inside = s.record != nil && !s.Has(s.record) // no layout tells where an object is
			return end, s.encoding(i, end)
		}
		l.missed()
	}
	if canIndex {
		clear(s.spans)
		s.odd = false
		if end = s.indexed(i, remember); end != bad {
			if utf := s.encoding(i, end); utf != Accepted {
				return end, utf
			}
			s.accepted(i, remember)
			return end, Accepted
		}
	}
	if end, why = s.parse(i); canIndex {
		s.skipIndex(end)
	}
	if why == Blank || why == Framed {
		return end, why
	}
	if utf := s.encoding(i, end); utf != Accepted {
		return end, utf
	}
	if why == Accepted {
		s.accepted(i, remember)
	}
	return end, why
}

// accepted notes what is inside the line at i, which was read without a layout, and its layout if need be.
func (s *Scanner) accepted(i int, remember bool) {
	if s.record != nil {
		s.Inside = s.Has(s.record) && s.text[s.spans[s.record.slot].Start] == '{'
		s.odd = s.odd || !s.Has(s.record)
	}
	if remember && !s.odd {
		s.learn(i)
	}
}

// encoding reports whether a line that ends at end is UTF-8.
func (s *Scanner) encoding(i, end int) Reason {
	if s.seen&HighBits != 0 && !utf8.Valid(s.text[i:end]) {
		return InvalidUTF8
	}
	return Accepted
}

// frameBytes is the length of the header that a schema registry puts before a value: a zero byte and the id of
// the schema.
const frameBytes = 5

// parse reads a line of which nothing is known.
func (s *Scanner) parse(i int) (end int, why Reason) {
	clear(s.spans)
	s.deep, s.odd = false, false
	begin := s.blanks(i)
	switch s.text[begin] {
	case '\n':
		return begin, Blank
	case '{':
		if j := s.members(begin+1, s.root, 1); j != bad {
			if j = s.blanks(j); s.text[j] == '\n' {
				return j, Accepted
			}
		}
	default:
		if j := s.skip(begin, 0); j != bad && s.text[s.blanks(j)] == '\n' {
			return s.blanks(j), notAnObject
		}
	}
	s.seen = HighBits // part of the line was not looked at
	end = i + bytes.IndexByte(s.text[i:], '\n')
	if s.text[i] == 0 && len(bytes.TrimRight(s.text[i:end], "\r")) >= frameBytes {
		return end, Framed
	}
	if s.deep {
		return end, tooDeep
	}
	return end, invalidJSON
}

// blanks returns the next place that is not a blank.
func (s *Scanner) blanks(i int) int {
	for s.text[i] == ' ' || s.text[i] == '\t' || s.text[i] == '\r' {
		i++
	}
	return i
}

// members reads an object from the byte after its '{'; f is the field whose value it is. depth
// counts the object and those around it.
func (s *Scanner) members(i int, f *Field, depth int) int {
	if i = s.blanks(i); s.text[i] == '}' {
		return i + 1
	}
	for {
		if s.text[i] != '"' {
			return bad
		}
		end := s.quoted(i)
		if end == bad {
			return bad
		}
		child := f.child(s.text[i:end])
		if i = s.blanks(end); s.text[i] != ':' {
			return bad
		}
		i = s.blanks(i + 1)
		if child != nil {
			i = s.wanted(i, child, depth)
		} else {
			i = s.skip(i, depth)
		}
		if i == bad {
			return bad
		}
		switch i = s.blanks(i); s.text[i] {
		case ',':
			i = s.blanks(i + 1)
		case '}':
			return i + 1
		default:
			return bad
		}
	}
}

// wanted reads the value of a wanted field and notes its place, and those of the fields inside.
// An earlier field of the same name does not count any more, nor what was inside it.
func (s *Scanner) wanted(i int, f *Field, depth int) (end int) {
	if s.spans[f.slot].End != 0 {
		s.odd = true
		f.clear(s.spans)
	}
	if s.text[i] == '{' && len(f.children) > 0 {
		if depth == maxNesting {
			s.deep = true
			return bad
		}
		end = s.members(i+1, f, depth+1)
	} else {
		end = s.skip(i, depth)
	}
	s.odd = s.odd || f.whole(s.text[i])
	s.spans[f.slot] = Span{uint32(i), uint32(end)}
	return end
}

// skip reads any value inside depth objects and arrays, without calling itself: the text decides
// how deep it goes.
func (s *Scanner) skip(i, depth int) int {
	s.open = s.open[:0]
	for {
		switch c := s.text[i]; c {
		case '{', '[':
			if depth+len(s.open) == maxNesting {
				s.deep = true
				return bad
			}
			s.open = append(s.open, c)
			if i = s.blanks(i + 1); s.text[i] != c+2 { // '}' and ']' are two places after their partners
				if c == '{' {
					i = s.name(i)
				}
				break // on to the first value inside
			}
			i = s.after(i)
		case '"':
			i = s.after(s.quoted(i))
		default:
			i = s.after(s.word(i))
		}
		if i == bad || len(s.open) == 0 {
			return i
		}
	}
}

// after goes from the end of a value to the beginning of the next one in the open brackets, or,
// when there is none, to the end of the outermost.
func (s *Scanner) after(i int) int {
	for i != bad && len(s.open) > 0 {
		i = s.blanks(i)
		inner := s.open[len(s.open)-1]
		switch s.text[i] {
		case ',':
			if i = s.blanks(i + 1); inner == '{' {
				i = s.name(i)
			}
			return i
		case inner + 2:
			s.open = s.open[:len(s.open)-1]
			i++
		default:
			return bad
		}
	}
	return i
}

// name reads the name of a member that is not wanted, and returns the place of its value.
func (s *Scanner) name(i int) int {
	if s.text[i] != '"' {
		return bad
	}
	end := s.quoted(i)
	if end == bad {
		return bad
	}
	if i = s.blanks(end); s.text[i] != ':' {
		return bad
	}
	return s.blanks(i + 1)
}
