package reading

import (
	"bytes"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// flatValues are the values of a chunk's records without lines around them, which need not be scanned.
type flatValues struct {
	flat    []*ndjson.Field // of the values of each record; nil: there are lines
	spans   []ndjson.Span   // of the values in the text, one after the other, by record
	escapes bool            // some string of them may have an escape
}

// maker makes lines of JSON of records that are written in another way, so that whatever is asked of a record is asked
// of JSON. It is used by one chunk at a time.
type maker interface {
	// make makes the text of a chunk that is fetched: for each unit of it one line, empty where the unit is no record.
	make(c *Chunk) error
	// fault says what is wrong with a unit that is no record.
	fault(c *Chunk, unit int) ndjson.Fault
	// place completes the place of a unit, of which the file is set.
	place(c *Chunk, unit int, at *RejectedLine)
	// names returns the names of the fields that the records have.
	names() []string
}

// remake makes what the scanner reads of what was fetched.
func (c *Chunk) remake() error {
	c.text, c.units, c.flat = c.lines, c.units[:0], nil
	if c.maker == nil {
		return nil
	}
	c.made = c.made[:0]
	if err := c.maker.make(c); err != nil {
		return err
	}
	end := len(c.made)
	c.made = append(c.made, make([]byte, ndjson.Padding)...)
	c.text = c.made[:end]
	return nil
}

// original returns where in the lines of the chunk a unit is, with its line end.
func (c *Chunk) original(n int) ndjson.Span {
	if len(c.lines) == 0 {
		return ndjson.Span{}
	}
	end := uint32(len(c.lines))
	if n+1 < len(c.units) {
		end = c.units[n+1].Start
	}
	return ndjson.Span{Start: c.units[n].Start, End: end}
}

// bytesOf returns how many bytes of the input the first units of the chunk are.
func (c *Chunk) bytesOf(units int) uint64 {
	switch {
	case len(c.lines) > 0 && units == len(c.units):
		return c.bytesUpTo(len(c.lines))
	case len(c.lines) > 0:
		return c.bytesUpTo(int(c.units[units].Start))
	}
	sum := uint64(0)
	for _, u := range c.units[:units] {
		sum += uint64(u.Length)
	}
	return sum
}

// linesOfFile returns how many lines of the file the chunk has, with those that were skipped before them.
func (c *Chunk) linesOfFile() uint64 {
	if c.maker == nil {
		return c.tally.lines
	}
	n := c.skipped + c.linesBefore(len(c.lines))
	if c.isLong {
		n++
	}
	return n
}

// linesBefore returns the number of line ends in the lines of the chunk before a place.
func (c *Chunk) linesBefore(place int) uint64 {
	return uint64(bytes.Count(c.lines[:place], []byte("\n")))
}
