package ndjson

import "bytes"

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
