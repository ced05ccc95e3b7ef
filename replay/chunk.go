package replay

import (
	"context"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/strategies"
)

// record is what the router carries of a record.
type record struct {
	hash   uint64 // of its key
	length uint32 // of its line in bytes, without the line end
	source int32  // partition it was read from; 0 if it names none
}

// chunk is some whole lines of one input. It has one owner at a time, and with it all that it
// needs to read them, so nothing here is locked.
type chunk struct {
	source      *source
	scanner     scanner
	keys        *keys
	partitioner strategies.Partitioner

	buf        []byte // what was read is in buf[start:end], behind the beginning of its first line
	start, end int

	file        int // index of Inputs
	firstOfFile bool
	longLines   uint64 // lines too long to be held, before the others
	lines       []byte // part of buf; each line ends in '\n', the last one of an input too
	bytes       uint64 // that were read

	records []record
	tally   tally
	base    uint64 // ordinal of the first record in the whole input
}

// newChunk returns an empty chunk with a partitioner of its own.
func newChunk(s *source) (*chunk, error) {
	p, err := s.job.Strategy.Bind(s.job.context)
	if err != nil {
		return nil, err
	}
	c := &chunk{source: s, partitioner: p, scanner: newScanner(s.job.columns)}
	c.keys = newKeys(s.job, &c.scanner)
	return c, nil
}

// begin empties the chunk and makes tail its first bytes, so placed that reads go to page
// boundaries. A buffer that a long line has blown up is let go.
func (c *chunk) begin(file int, tail []byte) {
	c.file, c.firstOfFile, c.longLines, c.bytes, c.lines = file, false, 0, 0, nil
	c.end = (len(tail) + pageBytes - 1) / pageBytes * pageBytes
	c.start = c.end - len(tail)
	usual := pageBytes + c.source.job.blockBytes + 1
	if need := c.end + c.source.job.blockBytes + 1; len(c.buf) < need || len(c.buf) > 2*max(usual, need) {
		c.buf = make([]byte, max(usual, need))
	}
	copy(c.buf[c.start:], tail)
}

// room returns space for a block at the end; behind it there is a byte left for endLine.
func (c *chunk) room() []byte {
	block := c.source.job.blockBytes
	if need := c.end + block + 1; len(c.buf) < need {
		grown := make([]byte, max(need, 2*len(c.buf)))
		copy(grown[c.start:], c.buf[c.start:c.end])
		c.buf = grown
	}
	return c.buf[c.end : c.end+block]
}

// cut makes lines of what was read before the place at, and returns the rest.
func (c *chunk) cut(at int) (rest []byte) {
	c.lines = c.buf[c.start:at]
	return c.buf[at:c.end]
}

// endLine makes a line of what was read, giving it the line end that the input lacks.
func (c *chunk) endLine() {
	if c.end > c.start {
		c.buf[c.end] = '\n'
		c.end++
		c.cut(c.end)
	}
}

// Load checks the lines and finds the keys of the records.
func (c *chunk) Load(context.Context) error {
	c.records = c.records[:0]
	c.tally.clear()
	for range c.longLines {
		c.tally.reject(lineTooLong)
	}
	c.scanner.reset(c.lines)
	allUTF8 := utf8.Valid(c.lines)
	for i := 0; i < len(c.lines); {
		end, why := c.scanner.line(i)
		length := end - i
		if length > 0 && c.lines[end-1] == '\r' {
			length--
		}
		switch {
		case length > c.source.job.MaxLineBytes:
			why = lineTooLong
		case why != blank && !allUTF8 && !utf8.Valid(c.lines[i:end]):
			why = invalidUTF8
		}
		c.add(why, length)
		i = end + 1
	}
	return nil
}

// add counts the line that the scanner has just read and, if it is a record, keeps that.
func (c *chunk) add(why reason, length int) {
	if why == accepted {
		var r record
		if r, why = c.keys.record(&c.tally); why == accepted {
			r.length = uint32(length)
			c.records = append(c.records, r)
		}
	}
	switch why {
	case accepted:
		c.tally.lines++
	case blank:
		c.tally.lines++
		c.tally.blank++
	default:
		c.tally.reject(why)
	}
}

// Settle adds the chunk's counts to the totals, and learns from them where it stands.
func (c *chunk) Settle() {
	t := &c.source.totals
	c.base = t.records
	t.records += uint64(len(c.records))
	t.bytes += c.bytes
	t.add(&c.tally, c.source.job.Inputs[c.file], c.firstOfFile)
}

// Records returns the accepted records.
func (c *chunk) Records() []record { return c.records }

// Route asks the strategy.
func (c *chunk) Route(partitions []int32) {
	for i, r := range c.records {
		partitions[i] = int32(c.partitioner.Partition(strategies.Record{
			Hash: r.hash, SourcePartition: r.source, Ordinal: c.base + uint64(i),
		}))
	}
}
