package reading

import "github.com/velo-plan/velo-plan/replay/ndjson"

// pageBytes: reads go to addresses that are a multiple of this, as file offsets are. A read to an
// address a little above the offset's place in its page can be several times slower.
const pageBytes = 4096

// buffer holds the text of a chunk.
//
//	|    ╎tail|block                           |
//	 free ╎     head.. lines........ long.. rest
//	      start                              end
//
// The tail is what a stream had read before of the first line. The head belongs to the line before
// the first one, long to the last one if that is too long to be held; both are of interest only to
// who wants the bytes of rejected lines. The rest goes to the next chunk.
type buffer struct {
	block   int // how much is read at a time
	maxLine int // length of the longest line that is held

	buf        []byte
	start, end int // what was read is buf[start:end]
	origin     int // what was not counted in bytes yet begins here
	head, long []byte
	isLong     bool   // the last line is too long to be held
	lines      []byte // part of buf; each line ends in '\n', the last one of an input too
	linesAt    int    // where in buf they begin
	added      bool   // the last line end is not in the input
	bytes      uint64 // that were read
}

// reset empties the buffer. One that a long line has blown up is let go.
func (b *buffer) reset() {
	b.start, b.end, b.origin, b.linesAt, b.bytes = 0, 0, 0, 0, 0
	b.head, b.long, b.isLong, b.added = nil, nil, false, false
	if usual := pageBytes + lookahead + b.block + reserve; cap(b.buf) > 2*usual || cap(b.buf) < usual {
		b.buf = make([]byte, usual)
	}
	b.lines = b.buf[:0]
}

// reserve is how much room is kept after what is read: for a line end that the input lacks and for
// the padding.
const reserve = 1 + ndjson.Padding

// grow makes room for n bytes from the beginning of the buffer on, and what is kept after them.
func (b *buffer) grow(n int) {
	if len(b.buf) < n+reserve {
		grown := make([]byte, max(n+reserve, 2*len(b.buf)))
		copy(grown[b.start:], b.buf[b.start:b.end])
		b.buf = grown
	}
}

// begin makes tail the first bytes of an empty buffer, so placed that reads go to page boundaries.
func (b *buffer) begin(tail []byte) {
	end := (len(tail) + pageBytes - 1) / pageBytes * pageBytes
	b.grow(end)
	b.start, b.end, b.origin = end-len(tail), end, end
	copy(b.buf[b.start:], tail)
}

// room returns space for a block at the end.
func (b *buffer) room() []byte {
	b.grow(b.end + b.block)
	return b.buf[b.end : b.end+b.block]
}

// cut makes lines of what was read from one place to another.
func (b *buffer) cut(from, to int) { b.lines, b.linesAt = b.buf[from:to], from }

// endLine makes lines of what was read from a place on. If the input ends in the middle of a line,
// that is given a line end.
func (b *buffer) endLine(from int) {
	if b.end > from && b.buf[b.end-1] != '\n' {
		b.buf[b.end] = '\n'
		b.end++
		b.added = true
	}
	b.cut(from, b.end)
}

// bytesUpTo returns how many bytes there are to count if nothing after a place in the lines is.
func (b *buffer) bytesUpTo(end int) uint64 {
	n := b.linesAt + end - b.origin
	if b.added && end == len(b.lines) {
		n--
	}
	return uint64(n)
}
