package replay

import "bytes"

// maxNesting is how many objects and arrays may be inside each other, the record itself among
// them: the limit of encoding/json.
const maxNesting = 10_000

// bad is the place that the scanning functions return for text that is not JSON.
const bad = -1

// span is a place in the scanned text; end is 0 if there is nothing.
type span struct{ start, end int }

// scanner reads lines of JSON once, from left to right: it checks that each is one object, in all
// of its bytes (but for UTF-8, which is cheaper to check for many lines at once), and notes where
// the values of the wanted fields are.
//
// Every line ends in '\n', which no JSON text on one line can hold. So no step has to ask whether
// the text is over: it finds a byte that it cannot use.
type scanner struct {
	text  []byte
	root  *field
	spans []span // by field.slot, of the line read last
	open  []byte // brackets to be closed, innermost last
	deep  bool   // the nesting limit was met
}

// newScanner returns a scanner for the fields of c.
func newScanner(c *columns) scanner {
	return scanner{root: c.root, spans: make([]span, c.fields)}
}

// reset makes text, whose last byte is '\n' if it has one, the text to scan.
func (s *scanner) reset(text []byte) { s.text = text }

// value returns the text of a wanted field in the line read last, nil if it has none.
func (s *scanner) value(f *field) []byte {
	v := s.spans[f.slot]
	return s.text[v.start:v.end]
}

// line reads the line at i. It returns the place of its '\n', and accepted, blank, invalidJSON,
// notAnObject or tooDeep. The spans are set if it is accepted.
func (s *scanner) line(i int) (end int, why reason) {
	s.deep = false
	begin := s.blanks(i)
	switch s.text[begin] {
	case '\n':
		return begin, blank
	case '{':
		s.root.clear(s.spans)
		if j := s.members(begin+1, s.root, 1); j != bad {
			if j = s.blanks(j); s.text[j] == '\n' {
				return j, accepted
			}
		}
	default:
		if j := s.skip(begin, 0); j != bad && s.text[s.blanks(j)] == '\n' {
			return s.blanks(j), notAnObject
		}
	}
	end = i + bytes.IndexByte(s.text[i:], '\n')
	if s.deep {
		return end, tooDeep
	}
	return end, invalidJSON
}

// blanks returns the next place that is not a blank.
func (s *scanner) blanks(i int) int {
	for s.text[i] == ' ' || s.text[i] == '\t' || s.text[i] == '\r' {
		i++
	}
	return i
}

// members reads an object from the byte after its '{'; f is the field whose value it is. depth
// counts the object and those around it.
func (s *scanner) members(i int, f *field, depth int) int {
	if i = s.blanks(i); s.text[i] == '}' {
		return i + 1
	}
	for {
		if s.text[i] != '"' {
			return bad
		}
		end, escaped := s.quoted(i)
		if end == bad {
			return bad
		}
		child := f.child(s.text[i:end], escaped)
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
func (s *scanner) wanted(i int, f *field, depth int) (end int) {
	f.clear(s.spans)
	if s.text[i] == '{' && len(f.children) > 0 {
		if depth == maxNesting {
			s.deep = true
			return bad
		}
		end = s.members(i+1, f, depth+1)
	} else {
		end = s.skip(i, depth)
	}
	s.spans[f.slot] = span{i, end}
	return end
}

// skip reads any value inside depth objects and arrays, without calling itself: the text decides
// how deep it goes.
func (s *scanner) skip(i, depth int) int {
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
			i, _ = s.quoted(i)
			i = s.after(i)
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
func (s *scanner) after(i int) int {
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

// name reads the name of a member that nobody wants, and returns the place of its value.
func (s *scanner) name(i int) int {
	if s.text[i] != '"' {
		return bad
	}
	end, _ := s.quoted(i)
	if end == bad {
		return bad
	}
	if i = s.blanks(end); s.text[i] != ':' {
		return bad
	}
	return s.blanks(i + 1)
}
