package ndjson

import (
	"bytes"
	"encoding/binary"
)

// A line of which nothing is known is read by its tokens: the places of what structures it, of the quotes that
// begin strings, and of the first bytes of numbers and words, made 64 bytes at a time for many lines at once.
//
//	{"id":1,"open":true}⏎
//	^^   ^^^^     ^^   ^^
//
// Whatever may be wrong inside a string or a number is a place to be looked at. So only the order of the tokens
// has to be checked, and what is between them takes no time, be it long or short. What is not found to be right
// here is left to parse, which also says why.

const (
	// blockBytes is how many bytes are looked at together.
	blockBytes = 64
	// firstPiece and largestPiece are how much text is made tokens of at once; the places in it are of 16 bits.
	firstPiece, largestPiece = 8 << 10, 1<<16 - blockBytes
	// afterTokens is how many tokens can be looked at after the last one.
	afterTokens = 8
	// indexedDepth is how many wanted objects may be inside each other.
	indexedDepth = 64
)

// What indexBlocks has seen.
const (
	seenBeyondASCII = 1 << iota
	seenBackslash
)

// index is the tokens of a piece of the text.
type index struct {
	base, end int // the piece: whole lines
	size      int // how much to take next time
	seen      uint64

	tokens []uint16 // by their places after base; behind them are afterTokens more
	next   int      // the first of the next line
	looks  []uint16 // the places to be looked at, likewise
	looked int      // how many of them were
}

// indexed reads the line at i by its tokens and returns the place of its '\n', or bad, if the line is to be parsed.
func (s *Scanner) indexed(i int, alone bool) (end int) {
	x := &s.index
	if i < x.base || i >= x.end || int(x.tokens[x.next])+x.base < i {
		most := largestPiece
		if alone {
			most = bytes.IndexByte(s.text[i:], '\n') + 1
		}
		if !s.makeIndex(i, most) {
			return bad
		}
	}
	s.line = s.text[x.base:]
	t, k := x.tokens, x.next
	if s.line[t[k]] != '{' {
		return bad
	}
	if k = s.indexedMembers(k+1, s.root, 1); k == bad || s.line[t[k]] != '\n' {
		return bad
	}
	end = int(t[k])
	for ; x.looked < len(x.looks) && int(x.looks[x.looked]) <= end; x.looked++ {
		if !s.look(int(x.looks[x.looked])) {
			return bad
		}
	}
	x.next = k + 1
	s.Escapes = x.seen&seenBackslash != 0
	if x.seen&seenBeyondASCII != 0 {
		s.seen = HighBits
	}
	return x.base + end
}

// skipIndex goes to the line after the one that ends at a place.
func (s *Scanner) skipIndex(end int) {
	x := &s.index
	if end < x.base || end >= x.end {
		return
	}
	k := x.next
	for k < len(x.tokens)-afterTokens && int(x.tokens[k])+x.base < end {
		k++
	}
	if k == len(x.tokens)-afterTokens || int(x.tokens[k])+x.base != end {
		x.end = x.base // there are other tokens
		return
	}
	x.next = k + 1
	for x.looked < len(x.looks) && int(x.looks[x.looked])+x.base <= end {
		x.looked++
	}
}

// makeIndex makes the tokens of the lines from i on. It reports false if the first one is too long.
func (s *Scanner) makeIndex(i, most int) bool {
	x := &s.index
	if x.tokens == nil {
		x.size = firstPiece
	}
	for {
		size := min(x.size, (most+blockBytes-1)&^(blockBytes-1), (len(s.text)-Padding-i+blockBytes-1)&^(blockBytes-1))
		if cap(x.tokens) < size+afterTokens+blockBytes {
			x.tokens = make([]uint16, x.size+afterTokens+blockBytes)
			x.looks = make([]uint16, x.size+afterTokens+blockBytes)
		}
		tokens := x.tokens[:cap(x.tokens)]
		n, looks, seen := indexBlocks(&s.text[i], size, &tokens[0], &x.looks[:1][0])
		text := s.text[i:]
		for n > 0 && text[tokens[n-1]] != '\n' {
			n--
		}
		if n > 0 {
			clear(tokens[n : n+afterTokens])
			x.base, x.end, x.seen = i, i+int(tokens[n-1])+1, seen
			x.tokens, x.looks = tokens[:n+afterTokens], x.looks[:looks]
			x.next, x.looked = 0, 0
			return true
		}
		if size < x.size || size == largestPiece {
			x.end = x.base
			return false
		}
		x.size = min(2*x.size, largestPiece)
	}
}

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
