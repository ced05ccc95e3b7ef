package ndjson

// The lines of a file are mostly laid out alike: the same names in the same order, only the scalar
// values differ. So the scanner remembers what stood between the scalars of the lines that it has
// checked, and where it meets the same bytes again, they need not be understood again:
//
//	{"id": 1 ,"side": "BUY" ,"open": true }⏎
//	                        ,"note": null }⏎
//
// The texts between scalars are the nodes of a tree, in which a way from the root to a line end is
// a layout. A line all of whose texts are such a way, with a well-formed scalar at each place
// between, differs from a line that was checked in scalars alone, and is therefore well-formed.
// The fields that are wanted are at the same places.

const (
	// maxNodes bounds what is remembered; past it everything is forgotten.
	maxNodes = 1 << 11
	// nodeBytes is how much text a node has at most.
	nodeBytes = 16
	// maxOthers is how many texts are remembered at one place: where names are data there is no
	// end of them.
	maxOthers = 8
	// maxTrust bounds the trust in layouts. A line that they were good for adds one. Any other takes one where it has
	// to be parsed, and missCosts where it can be read by its tokens, which costs little more than a known layout.
	// When the trust is used up, lines are read without layouts for a while.
	maxTrust  = 64
	missCosts = 4
	restLines = 2048
	// maxStops is at how many scalars and escapes of a line follow may stop. Past it tokens are faster.
	maxStops = 5
)

// kind says what is after a node's text.
type kind uint8

const (
	scalarBehind  kind = iota
	textBehind         // more text: one node has at most 16 bytes
	nothingBehind      // the line end is the text's last byte
)

// node is a text between two scalars, or a part of one: a cache line.
type node struct {
	low, high         uint64 // the bytes
	lowMask, highMask uint64 // which of the 16 there are
	length            int32
	//lint:ignore U1000 follow_amd64.s and follow_generic.go read and write it
	last  int32 // length of the scalar that was after it last
	slot  int32 // of the wanted field that the scalar is the value of; 0: none
	kind  kind
	next  *node
	other *node // another text at the same place
}

// layouts are the texts that are remembered.
type layouts struct {
	nodes []node // never moved
	first *node
	trust int
	rest  int // lines until layouts are looked at again
}

// newLayouts returns a memory without a layout in it.
func newLayouts() layouts { return layouts{nodes: make([]node, 0, maxNodes), trust: maxTrust} }

// use reports whether to try the known layouts on the next line.
func (l *layouts) use() bool {
	switch {
	case l.rest > 0:
		l.rest--
		return false
	case l.trust < 0:
		l.trust, l.rest = 0, restLines
		return false
	}
	return true
}

// missed notes a line that the layouts were not good for.
func (l *layouts) missed() {
	if l.trust--; canIndex {
		l.trust -= missCosts - 1
	}
}

// known reads the line at i if it is laid out like one before, and returns the place of its '\n',
// else bad; then nothing is known of the line.
func (s *Scanner) known(i int) (end int) {
	n := s.layouts.first
	s.escapes = 0
	for stops := 0; ; stops++ {
		if i, n = follow(s.text, i, n, s.spans); n == nil {
			return bad
		}
		if n.kind == nothingBehind {
			if stops+s.escapes > maxStops && canIndex {
				s.layouts.missed()
			}
			return i - 1
		}
		start := i
		switch s.text[i] {
		case '"':
			i = s.quoted(i)
		case '{', '[': // another text, of which this one is the beginning
			i -= int(n.length)
			n = n.other
			continue
		default:
			i = s.word(i)
		}
		if i == bad {
			return bad
		}
		s.spans[n.slot] = Span{uint32(start), uint32(i)}
		n = n.next
	}
}

// learn remembers the layout of the line at i, which was accepted and is the last that was read.
func (s *Scanner) learn(i int) {
	l := &s.layouts
	var parent *node
	for from := i; ; {
		at, end := s.scalar(i)
		behind := scalarBehind
		if end == at {
			behind = nothingBehind
		}
		parent = l.addText(parent, s.text[from:at], s.slotAt(at), behind)
		if end == at || parent == nil {
			return
		}
		from, i = end, end
	}
}

// scalar returns the place of the next scalar at or after i, which is after the line end if the
// line has no more of them.
func (s *Scanner) scalar(i int) (start, end int) {
	for {
		switch s.text[i] {
		case '\n':
			return i + 1, i + 1
		case '"':
			end := s.quoted(i)
			behind := s.blanks(end)
			if s.text[behind] != ':' {
				return i, end
			}
			i = behind + 1 // it was a name
		case '{', '}', '[', ']', ',', ' ', '\t', '\r':
			i++
		default:
			return i, s.word(i)
		}
	}
}

// slotAt returns the slot of the wanted field whose value is at i, 0 if there is none.
func (s *Scanner) slotAt(i int) int {
	for slot, v := range s.spans {
		if v.End != 0 && int(v.Start) == i {
			return slot
		}
	}
	return 0
}

// addText returns the node at the end of those for the text between two places, which may be new
// and have a scalar of a slot or the line end after them; nil if there is no room for them.
func (l *layouts) addText(parent *node, text []byte, slot int, behind kind) *node {
	for len(text) > nodeBytes {
		if parent = l.add(parent, text[:nodeBytes], 0, textBehind); parent == nil {
			return nil
		}
		text = text[nodeBytes:]
	}
	return l.add(parent, text, slot, behind)
}

// add returns the node for a text that follows the parent (nil: that begins the line), which is new
// if need be; nil if there is no room for it.
func (l *layouts) add(parent *node, text []byte, slot int, behind kind) *node {
	link := &l.first
	if parent != nil {
		link = &parent.next
	}
	added := node{length: int32(len(text)), slot: int32(slot), kind: behind, other: *link}
	added.low, added.lowMask = partialWord(text)
	added.high, added.highMask = partialWord(text[min(8, len(text)):])
	others := 0
	for n := *link; n != nil; n = n.other {
		if n.low == added.low && n.high == added.high && n.length == added.length && n.kind == behind {
			return n
		}
		others++
	}
	if others == maxOthers {
		return nil
	}
	if len(l.nodes) == cap(l.nodes) {
		l.forget()
		return nil
	}
	l.nodes = append(l.nodes, added)
	*link = &l.nodes[len(l.nodes)-1]
	return *link
}

// partialWord returns up to 8 bytes as a little-endian word, and the mask of them.
func partialWord(text []byte) (value, mask uint64) {
	for i := range min(8, len(text)) {
		value |= uint64(text[i]) << (8 * i)
		mask |= 0xff << (8 * i)
	}
	return value, mask
}

// forget empties the memory.
func (l *layouts) forget() {
	l.nodes, l.first = l.nodes[:0], nil
}
