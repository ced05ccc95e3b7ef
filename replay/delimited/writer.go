package delimited

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Padding is how many bytes can be read after a text, so that eight are looked at at once. What they are does not matter.
const Padding = 8

// Writer writes rows as JSON. It is used by one goroutine at a time.
type Writer struct {
	columns *Columns
	leaves  []leaf
	after   string // the last value, in the JSON

	fields []field // of the row read last; of one without quotes, only those that are wanted
	ends   []int   // of the fields of a row without quotes
	fault  int     // the place of the quote that is wrong
	why    ndjson.Reason
	text   []byte // of a field without its quotes
}

// field is the place of a field, without its quotes.
type field struct {
	start, end uint32
	quotes     quotes
}

// quotes says what quotes a field has.
type quotes uint8

const (
	bare    quotes = iota // none
	around                // around it
	doubled               // those, and inside, where a line end may be too
)

// NewWriter returns a writer of the columns at paths, nil for all of them. texts reports whether a column, by its name,
// holds texts, even where they look like numbers; nil: none does.
func (c *Columns) NewWriter(wanted [][]string, texts func(name string) bool) *Writer {
	w := &Writer{columns: c, ends: make([]int, len(c.Names)), fields: make([]field, len(c.Names)+1)}
	w.leaves, w.after = c.leaves(wanted, texts)
	w.after += "\n"
	return w
}

// Flat reports whether each column that is wanted is one of the paths, so that Values serves; paths are their places among
// those, one for each value of a row.
func (w *Writer) Flat() (paths []int, ok bool) {
	for _, l := range w.leaves {
		if l.path < 0 {
			return nil, false
		}
		paths = append(paths, l.path)
	}
	return paths, true
}

// Append appends a line of JSON for each row of a text to dst, and the row itself to rows; the line is empty where the row
// is not fine. text is whole rows, as Split returns them, and has a line end at its end and room for padding after that.
func (w *Writer) Append(dst []byte, rows []ndjson.Unit, text []byte) ([]byte, []ndjson.Unit) {
	w.each(text, func(row ndjson.Unit) {
		rows = append(rows, row)
		if row.Why == ndjson.Accepted {
			for i := range w.leaves {
				l := &w.leaves[i]
				dst = append(dst, l.before...)
				dst = w.value(dst, l, text)
			}
			dst = append(dst, w.after...)
		} else {
			dst = append(dst, '\n')
		}
	})
	return dst, rows
}

// Values is Append without the objects around the values: it appends these alone, and to spans where each of them is in dst,
// for each row that is fine. It is for who does not need a line.
func (w *Writer) Values(dst []byte, spans []ndjson.Span, rows []ndjson.Unit, text []byte) ([]byte, []ndjson.Span, []ndjson.Unit) {
	w.each(text, func(row ndjson.Unit) {
		rows = append(rows, row)
		if row.Why == ndjson.Accepted {
			for i := range w.leaves {
				start := uint32(len(dst))
				dst = w.value(dst, &w.leaves[i], text)
				spans = append(spans, ndjson.Span{Start: start, End: uint32(len(dst))})
			}
		}
	})
	return dst, spans, rows
}

// each reads the rows of a text.
func (w *Writer) each(text []byte, do func(ndjson.Unit)) {
	valid, plain := utf8.Valid(text), bytes.IndexByte(text, '"') < 0
	for i := 0; i < len(text); {
		var next int
		if plain {
			next = w.plainRow(text, i)
		} else {
			next = w.row(text, i)
		}
		end := next - 1
		if end > i && text[end-1] == '\r' {
			end--
		}
		switch {
		case end == i:
			w.why = ndjson.Blank
		case w.why == ndjson.Accepted && !valid && !utf8.Valid(text[i:end]):
			w.why = ndjson.InvalidUTF8
		case w.why == ndjson.Accepted && len(w.fields) != len(w.columns.Names):
			w.why = ndjson.RaggedRow
		}
		do(ndjson.Unit{Start: uint32(i), Length: uint32(end - i), Why: w.why})
		i = next
	}
}

// value appends the value of a column of the row that was read last.
func (w *Writer) value(dst []byte, l *leaf, text []byte) []byte {
	f := w.fields[l.column]
	switch {
	case f.start < f.end && f.quotes != doubled:
		return appendValue(dst, text[f.start:f.end], l.text)
	case f.start < f.end:
		w.text = w.text[:0]
		return appendValue(dst, f.content(text, &w.text), l.text)
	case f.quotes != bare:
		return append(dst, `""`...)
	}
	return append(dst, "null"...)
}

// content returns the text of a field. buffer is what it may be put into; nil: into new memory.
func (f field) content(text []byte, buffer *[]byte) []byte {
	content := text[f.start:f.end]
	if f.quotes != doubled {
		return content
	}
	var into []byte
	if buffer != nil {
		into = (*buffer)[:0]
	}
	for i := 0; i < len(content); i++ {
		b := content[i]
		switch {
		case b == '"':
			i++
		case b == '\r' && i+1 < len(content) && content[i+1] == '\n':
			continue
		}
		into = append(into, b)
	}
	if buffer != nil {
		*buffer = into
	}
	return into
}

// row reads the row at i into fields and why, and returns where the next one begins.
func (w *Writer) row(text []byte, i int) (next int) {
	w.fields, w.why = w.fields[:0], ndjson.Accepted
	comma := w.columns.Comma
	stops := pattern(comma)
	for start := i; ; {
		if text[start] == '"' {
			end, ok := w.quoted(text, start)
			if !ok {
				return w.wrong(text, end)
			}
			if text[end] == '\r' {
				end++
			}
			if text[end] == '\n' {
				return end + 1
			}
			start = end + 1
			continue
		}
		end := stop(text, start, stops)
		switch text[end] {
		case comma:
			w.fields = append(w.fields, field{start: uint32(start), end: uint32(end)})
			start = end + 1
		case '\n':
			last := end
			if last > start && text[last-1] == '\r' {
				last--
			}
			w.fields = append(w.fields, field{start: uint32(start), end: uint32(last)})
			return end + 1
		default:
			return w.wrong(text, end)
		}
	}
}

// plainRow is row for a text without quotes.
func (w *Writer) plainRow(text []byte, i int) (next int) {
	w.why = ndjson.Accepted
	delimiter, ends, n := pattern(w.columns.Comma), w.ends, 0
	for padded, at := text[:len(text)+Padding], i; ; at += 8 {
		word := binary.LittleEndian.Uint64(padded[at:])
		line := allZeros(word ^ lowBits*'\n')
		for m := allZeros(word^delimiter) | line; m != 0; m &= m - 1 {
			end := at + bits.TrailingZeros64(m)/8
			if n < len(ends) {
				ends[n] = end
			}
			n++
			if m&-m&line == 0 {
				continue
			}
			w.fields = w.fields[:min(n, len(ends)+1)]
			if n == len(ends) {
				w.wantedFields(text, i)
			}
			return end + 1
		}
	}
}

// wantedFields finds the fields that are wanted of a row at i, whose ends are known.
func (w *Writer) wantedFields(text []byte, i int) {
	for _, l := range w.leaves {
		start, end := i, w.ends[l.column]
		if l.column > 0 {
			start = w.ends[l.column-1] + 1
		}
		if l.column == len(w.ends)-1 && end > start && text[end-1] == '\r' {
			end--
		}
		w.fields[l.column] = field{start: uint32(start), end: uint32(end)}
	}
}

// quoted reads the field that begins with a quote. It returns the place after it, or that of what is wrong.
func (w *Writer) quoted(text []byte, start int) (end int, ok bool) {
	next, how := quoted(text, start, w.columns.Comma, true)
	if how == unclosed {
		return start, false
	}
	if how == misplaced {
		return next, false
	}
	f := field{start: uint32(start + 1), end: uint32(next - 1), quotes: around}
	content := text[f.start:f.end]
	if bytes.IndexByte(content, '"') >= 0 || bytes.IndexByte(content, '\r') >= 0 {
		f.quotes = doubled
	}
	w.fields = append(w.fields, f)
	return next, true
}

// wrong notes a quote that is wrong, and returns where the next row begins.
func (w *Writer) wrong(text []byte, at int) (next int) {
	w.why, w.fault = ndjson.BadQuoting, at
	return at + bytes.IndexByte(text[at:], '\n') + 1
}
