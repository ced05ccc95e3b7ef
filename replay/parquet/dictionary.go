package parquet

import (
	"errors"

	"github.com/parquet-go/parquet-go/format"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// dictionary is the dictionary of a column in a row group. A value in it is written once for each text.
type dictionary struct {
	page   *page // nil: there is none
	loaded bool
	memory []byte
	values [][]byte // in memory
	placed []placed // by value
}

// placed is where a value is in a text.
type placed struct {
	epoch uint32 // of the text
	span  ndjson.Span
	why   error // that it cannot be written
}

// load reads the dictionary if there is one.
func (d *dictionary) load(r *Reader, c *column, codec format.CompressionCodec) error {
	if d.page == nil || d.loaded {
		return nil
	}
	data, err := r.f.read(d.page, codec, &r.buffers)
	if err != nil {
		return err
	}
	d.memory = append(d.memory[:0], data...)
	next := plainSource(c.leaf, d.memory)
	if c.kind == format.Boolean {
		return errors.New("a dictionary of truth values is not read")
	}
	for range d.page.rows {
		value, err := next()
		if err != nil {
			return err
		}
		d.values = append(d.values, value)
	}
	d.placed, d.loaded = make([]placed, len(d.values)), true
	return nil
}

// errIndex is the error of a value that the dictionary has not.
var errIndex = errors.New("it has a value that its dictionary has not")

// values are those of a page, one after the other.
type values struct {
	column  *column
	next1   source   // nil: they are in the dictionary, at these places
	indexes []uint32 // that are left
}

// valuesOf returns the n values of a page.
func (c *column) valuesOf(data []byte, encoding format.Encoding, n int) (*values, error) {
	//lint:ignore SA1019 older files have it
	if encoding != format.PlainDictionary && encoding != format.RLEDictionary {
		next, err := sourceOf(c.leaf, data, encoding, n)
		return &values{column: c, next1: next}, err
	}
	v := &values{column: c, indexes: make([]uint32, n)}
	if n == 0 {
		return v, nil
	}
	if len(data) == 0 {
		return nil, errShort
	}
	return v, hybrid(v.indexes, data[1:], int(data[0]))
}

// next appends the text of the next value, unless dst has it already, and returns where it is; why is why it cannot be
// written.
func (v *values) next(dst []byte) (_ []byte, span ndjson.Span, why, err error) {
	c := v.column
	if v.next1 != nil {
		value, err := v.next1()
		if err != nil {
			return dst, span, nil, err
		}
		return place(dst, c, value)
	}
	d := &c.dictionary
	i := v.indexes[0]
	v.indexes = v.indexes[1:]
	if uint64(i) >= uint64(len(d.values)) {
		return dst, span, nil, errIndex
	}
	p := &d.placed[i]
	if p.epoch != c.epoch {
		p.epoch = c.epoch
		dst, p.span, p.why, _ = place(dst, c, d.values[i])
	}
	return dst, p.span, p.why, nil
}

// place appends the text of a value.
func place(dst []byte, c *column, value []byte) (_ []byte, span ndjson.Span, why, err error) {
	at := len(dst)
	dst, why = c.append(dst, value)
	if why != nil {
		return dst[:at], span, why, nil
	}
	return dst, ndjson.Span{Start: uint32(at), End: uint32(len(dst))}, nil, nil
}

// skip passes over the next value.
func (v *values) skip() error {
	if v.next1 != nil {
		_, err := v.next1()
		return err
	}
	v.indexes = v.indexes[1:]
	return nil
}
