package ndjson

import "encoding/binary"

// The walk over the tokens of a line, which checks their order.

// start says how a value that begins with a byte goes on: a word by the bytes under the mask and then by none that
// could be part of a word. A bracket never does.
type start struct {
	word, mask uint64
	length     uint8
	closed     uint8
}

// plainStart is the start of a scalar that a comma follows at once if it is a word.
type plainStart struct{ word, mask uint64 }

var (
	starts      = makeStarts()
	plainStarts = makePlainStarts()
	inWord      = makeInWord()
)

func makePlainStarts() (all [256]plainStart) {
	for b, s := range makeStarts() {
		all[b] = plainStart{s.word | uint64(s.closed)*','<<(8*s.length), s.mask | uint64(s.closed)*0xff<<(8*s.length)}
	}
	return all
}

func makeStarts() (all [256]start) {
	for b := range all {
		all[b] = start{mask: 0xff, word: uint64(b) ^ 0xff}
	}
	for _, b := range `"-0123456789` {
		all[b] = start{}
	}
	for _, word := range []string{"true", "false", "null"} {
		value, mask := partialWord([]byte(word))
		all[word[0]] = start{value, mask, uint8(len(word)), 1}
	}
	return all
}

func makeInWord() (all [256]uint8) {
	for b := range all {
		all[b] = 1
	}
	for _, b := range ",:[]{} \t\r\n" {
		all[b] = 0
	}
	return all
}

// scalarStarts reports whether a scalar is at a place of the line.
func (s *Scanner) scalarStarts(at uint16, v byte) bool {
	b := &starts[v]
	line := s.line[at:]
	return (binary.LittleEndian.Uint64(line)^b.word)&b.mask|uint64(inWord[line[b.length]]&b.closed) == 0
}

// indexedMembers reads an object from the token after its '{' and returns the one after its '}'.
func (s *Scanner) indexedMembers(k int, f *Field, depth int) int {
	t, line := s.index.tokens, s.line
	if line[t[k]] == '}' {
		return k + 1
	}
	for k+4 <= len(t) {
		k += 4 * plainMembers(&line[0], &t[k], f.names, &plainStarts)
		if k+4 > len(t) {
			return bad
		}
		p := t[k : k+4]
		name, colon, value, after := p[0], p[1], p[2], p[3]
		if line[name] != '"' || line[colon] != ':' {
			return bad
		}
		v := line[value]
		var child *Field
		if f.names[0][line[name+1]]&f.names[1][line[name+2]] != 0 {
			child = s.childAt(f, name, colon)
		}
		if !s.scalarStarts(value, v) {
			if child != nil {
				s.again(child)
			}
			switch {
			case v == '{' && child != nil && len(child.children) > 0 && depth < indexedDepth:
				k = s.indexedMembers(k+3, child, depth+1)
			case v == '{' && (child == nil || len(child.children) == 0), v == '[':
				k = s.indexedSkip(k+3, v)
			default:
				return bad
			}
			if k == bad {
				return bad
			}
			if child != nil {
				s.odd = s.odd || child.whole(v)
				s.spans[child.slot] = Span{uint32(s.index.base + int(value)), uint32(s.index.base + int(t[k-1]) + 1)}
			}
			after = t[k]
			k++
		} else {
			if child != nil {
				s.again(child)
				end := after - 1
				for line[end] <= ' ' {
					end--
				}
				s.spans[child.slot] = Span{uint32(s.index.base + int(value)), uint32(s.index.base + int(end) + 1)}
			}
			k += 4
		}
		switch line[after] {
		case ',':
		case '}':
			return k
		default:
			return bad
		}
	}
	return bad
}

// childAt returns the field whose name is at a place before a colon, nil if it is not wanted.
func (s *Scanner) childAt(f *Field, name, colon uint16) *Field {
	for colon--; s.line[colon] <= ' '; colon-- {
	}
	return f.child(s.line[name : colon+1])
}

// again forgets an earlier value of a field.
func (s *Scanner) again(f *Field) {
	if s.spans[f.slot].End != 0 {
		s.odd = true
		f.clear(s.spans)
	}
}

// indexedSkip reads an object or array from the token after its opening bracket and returns the one after its end.
func (s *Scanner) indexedSkip(k int, open byte) int {
	t, line := s.index.tokens, s.line
	around := uint64(1) // a bit for each container around it, innermost last: is it an object?
	empty := line[t[k]] == open+2
	for k < len(t)-3 {
		if !empty {
			if open == '{' {
				if line[t[k]] != '"' || line[t[k+1]] != ':' {
					return bad
				}
				k += 2
			}
			v := line[t[k]]
			if !s.scalarStarts(t[k], v) {
				if v != '{' && v != '[' || around>>63 != 0 {
					return bad
				}
				around = around<<1 | uint64(open>>5&1) // the bit that tells an object's bracket from an array's
				open = v
				k++
				empty = line[t[k]] == open+2
				continue
			}
			k++
		}
		for k < len(t) && line[t[k]] == open+2 {
			k++
			if around == 1 {
				return k
			}
			open = '[' | byte(around&1)<<5
			around >>= 1
		}
		if k == len(t) || line[t[k]] != ',' {
			return bad
		}
		k++
		empty = false
	}
	return bad
}

// look reports whether what is at a place of the line, where something may be wrong, is right.
func (s *Scanner) look(at int) bool {
	text := s.line
	switch {
	case text[at] < ' ':
		return false
	case text[at-1] == '\\':
		return text[at] == 'u' && s.escape(s.index.base+at) != bad
	}
	start := at
	for start > 0 && inNumber(text[start-1]) {
		start--
	}
	end := s.number(s.index.base + start)
	return end != bad && end >= s.index.base+at && inWord[s.text[end]] == 0
}

// inNumber reports whether a byte can be part of a number.
func inNumber(c byte) bool {
	return IsDigit(c) || c == '-' || c == '+' || c == '.' || c|0x20 == 'e'
}
