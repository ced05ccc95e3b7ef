package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go/format"

	"github.com/velo-plan/velo-plan/replay/jsonform"
	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Reader reads rows of a file. One goroutine at a time uses it.
type Reader struct {
	f       *File
	want    *jsonform.Want
	columns []*column // that are wanted

	buffers buffers
	levels  []uint32
	nothing ndjson.Span // of a null, in the text that is being made
	wrong   []Wrong
	row     int // of those that are read, the one of the value that was read last
	text    []byte
	cursors []cursor // by column
}

// Wrong is a row with a value that cannot be written.
type Wrong struct {
	Row  int // of those that were read
	Why  ndjson.Reason
	What string // is wrong
}

// NewReader returns a reader of the columns at paths, nil for all of them.
func (f *File) NewReader(paths [][]string) *Reader {
	r := &Reader{f: f, want: jsonform.NewWant(paths)}
	wanted := make([]bool, len(f.leaves))
	f.root.wanted(r.want, wanted)
	for i, l := range f.leaves {
		if wanted[i] {
			r.columns = append(r.columns, &column{leaf: l, group: -1})
		}
	}
	return r
}

// Flat reports whether each of the paths is a column without repetition, or none; then Values serves. columns are the
// paths' places among those of the values, by value.
func (r *Reader) Flat(paths [][]string) (columns []int, ok bool) {
	if r.want.Whole {
		return nil, false
	}
	for _, c := range r.columns {
		i := slices.IndexFunc(paths, func(p []string) bool { return slices.Equal(p, c.path) })
		if i < 0 || c.repetition > 0 {
			return nil, false
		}
		columns = append(columns, i)
	}
	return columns, true
}

// Splits reports whether a row group can be read in parts. Where columns are repeated, nothing tells where a row begins.
func (r *Reader) Splits() bool {
	return !slices.ContainsFunc(r.columns, func(c *column) bool { return c.repetition > 0 })
}

// Values reads rows of a group, from one on and before another. It appends the texts of values to dst, and sets spans to
// where in dst the values of each row are, one for each column; the span of a value that the row has not is zero.
func (r *Reader) Values(dst []byte, spans []ndjson.Span, group int, from, to int64) (_ []byte, _ []ndjson.Span, wrong []Wrong, err error) {
	defer catch(&err)
	k := len(r.columns)
	spans = sizedSpans(spans, int(to-from)*k)
	r.start(&dst)
	for i, c := range r.columns {
		at := i
		dst, err = r.read(dst, c, group, from, to, func(level, _ uint32, span ndjson.Span) {
			if int(level) < c.definition && int(level) < c.parentDefinition() {
				span = ndjson.Span{} // what it lies in is null
			}
			spans[at] = span
			at += k
		})
		if err != nil {
			return dst, spans, nil, fmt.Errorf("row group %d, column %s: %w", group+1, c, err)
		}
		if at != len(spans)+i {
			return dst, spans, nil, fmt.Errorf("row group %d, column %s: %w", group+1, c, errShort)
		}
	}
	return dst, spans, r.wrong, nil
}

// start begins a text.
func (r *Reader) start(dst *[]byte) {
	at := uint32(len(*dst))
	*dst = append(*dst, "null"...)
	r.nothing, r.wrong = ndjson.Span{Start: at, End: at + 4}, r.wrong[:0]
	for _, c := range r.columns {
		c.epoch++
	}
}

// sizedSpans returns n spans.
func sizedSpans(spans []ndjson.Span, n int) []ndjson.Span {
	if cap(spans) < n {
		return make([]ndjson.Span, n)
	}
	return spans[:n]
}

// read reads rows of a column, and tells the levels and the text of each value; the text of a null is that of null.
func (r *Reader) read(dst []byte, c *column, group int, from, to int64, tell func(definition, repetition uint32, text ndjson.Span)) ([]byte, error) {
	if err := c.open(r.f, group); err != nil {
		return dst, err
	}
	r.row = -1
	row := int64(0)
	for _, p := range c.pages {
		if row+p.rows > from || c.repetition > 0 {
			var err error
			if dst, err = r.page(dst, c, p, from-row, to-row, tell); err != nil {
				return dst, err
			}
		}
		if row += p.rows; row >= to && c.repetition == 0 {
			break
		}
	}
	return dst, nil
}

// page reads the values of a page from one on and before another; where the column is repeated, all of them.
func (r *Reader) page(dst []byte, c *column, p *page, from, to int64, tell func(definition, repetition uint32, text ndjson.Span)) ([]byte, error) {
	codec := r.f.groups[c.group].chunks[c.index].Codec
	if err := c.dictionary.load(r, c, codec); err != nil {
		return dst, err
	}
	data, err := r.f.read(p, codec, &r.buffers)
	if err != nil {
		return dst, err
	}
	n := int(p.rows)
	levels, data, encoding, err := r.levelsOf(c, p, data, n)
	if err != nil {
		return dst, err
	}
	present := n
	if levels.definition != nil {
		present = 0
		for _, d := range levels.definition {
			if int(d) == c.definition {
				present++
			}
		}
	}
	v, err := c.valuesOf(data, encoding, present)
	if err != nil {
		return dst, err
	}
	if c.repetition > 0 {
		from, to = 0, int64(n)
	}
	for i := range min(int64(n), to) {
		d, rep := uint32(c.definition), uint32(0)
		if levels.definition != nil {
			d = levels.definition[i]
		}
		if levels.repetition != nil {
			rep = levels.repetition[i]
		}
		if i >= from && rep == 0 {
			r.row++
		}
		span := r.nothing
		if int(d) == c.definition {
			if i < from {
				if err := v.skip(); err != nil {
					return dst, err
				}
				continue
			}
			var why error
			if dst, span, why, err = v.next(dst); err != nil {
				return dst, err
			}
			if why != nil {
				r.reject(why)
				span = r.nothing
			}
		}
		if i >= from {
			tell(d, rep, span)
		}
	}
	return dst, nil
}

// levelsRead are the levels of a page; nil: all are at the column's own.
type levelsRead struct{ definition, repetition []uint32 }

// levelsOf takes the levels of n values off a page.
func (r *Reader) levelsOf(c *column, p *page, data []byte, n int) (l levelsRead, rest []byte, encoding format.Encoding, err error) {
	take := func(most int, text []byte, into []uint32) ([]uint32, error) {
		if most == 0 {
			return nil, nil
		}
		return into, hybrid(into, text, widthOf(most))
	}
	if cap(r.levels) < 2*n {
		r.levels = make([]uint32, 2*n)
	}
	first, second := r.levels[:n], r.levels[n:2*n]
	if p.Type == format.DataPageV2 {
		h := &p.DataPageHeaderV2.V
		repeats, defines := int(h.RepetitionLevelsByteLength), int(h.DefinitionLevelsByteLength)
		if l.repetition, err = take(c.repetition, data[:repeats], first); err != nil {
			return l, nil, 0, err
		}
		l.definition, err = take(c.definition, data[repeats:repeats+defines], second)
		return l, data[repeats+defines:], h.Encoding, err
	}
	h := &p.DataPageHeader.V
	for _, level := range []struct {
		most     int
		encoding format.Encoding
		into     *[]uint32
		memory   []uint32
	}{{c.repetition, h.RepetitionLevelEncoding, &l.repetition, first}, {c.definition, h.DefinitionLevelEncoding, &l.definition, second}} {
		if level.most == 0 {
			continue
		}
		if level.encoding != format.RLE {
			return l, nil, 0, fmt.Errorf("levels of encoding %s are not read", level.encoding)
		}
		if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
			return l, nil, 0, errShort
		}
		size := binary.LittleEndian.Uint32(data)
		if *level.into, err = take(level.most, data[4:4+size], level.memory); err != nil {
			return l, nil, 0, err
		}
		data = data[4+size:]
	}
	return l, data, h.Encoding, nil
}

// reject notes that the row has a value that cannot be written.
func (r *Reader) reject(why error) {
	w := Wrong{Row: r.row, Why: ndjson.Undecodable, What: why.Error()}
	if errors.Is(why, errNotUTF8) {
		w.Why = ndjson.InvalidUTF8
	}
	r.wrong = append(r.wrong, w)
}
