package delimited

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf8"
)

// Padding is how many bytes can be read after a text, so that eight are looked at at once. What they are does not matter.
const Padding = 8

// Why says why a row is none, or none that can be used.
type Why uint8

// The reasons.
const (
	Fine    Why = iota
	Blank       // an empty line
	Quoting     // a quote where none belongs, or one that is not closed
	Ragged      // more or fewer fields than columns
	NotUTF8     // bytes that are not UTF-8
)

// Row is a row of a text.
type Row struct {
	Start, End uint32 // without its line end
	Why        Why
}

// Writer writes rows as JSON. It is used by one goroutine at a time.
type Writer struct {
	columns *Columns
	leaves  []leaf
	after   string // the last value, in the JSON

	fields []field // of the row read last
	fault  int     // the place of the quote that is wrong
	why    Why
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
	w := &Writer{columns: c}
	w.leaves, w.after = c.leaves(wanted, texts)
	w.after += "\n"
	return w
}

// Append appends a line for each row of a text to dst, and the row itself to rows; the line is empty where the row is not
// fine. text is whole rows, as Split returns them, and has a line end at its end and room for padding after that.
func (w *Writer) Append(dst []byte, rows []Row, text []byte) ([]byte, []Row) {
	valid := utf8.Valid(text)
	for i := 0; i < len(text); {
		next := w.row(text, i)
		end := next - 1
		if end > i && text[end-1] == '\r' {
			end--
		}
		switch {
		case end == i:
			w.why = Blank
		case w.why == Fine && !valid && !utf8.Valid(text[i:end]):
			w.why = NotUTF8
		case w.why == Fine && len(w.fields) != len(w.columns.Names):
			w.why = Ragged
		}
		rows = append(rows, Row{uint32(i), uint32(end), w.why})
		if w.why == Fine {
			dst = w.json(dst, text)
		} else {
			dst = append(dst, '\n')
		}
		i = next
	}
	return dst, rows
}

// json appends the line of the row that was read last.
func (w *Writer) json(dst, text []byte) []byte {
	for i := range w.leaves {
		l := &w.leaves[i]
		dst = append(dst, l.before...)
		f := w.fields[l.column]
		switch {
		case f.quotes != bare && f.start == f.end:
			dst = append(dst, `""`...)
		case f.start == f.end:
			dst = append(dst, "null"...)
		default:
			w.text = w.text[:0]
			dst = appendValue(dst, f.content(text, &w.text), l.text)
		}
	}
	return append(dst, w.after...)
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
	w.fields, w.why = w.fields[:0], Fine
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
	w.why, w.fault = Quoting, at
	return at + bytes.IndexByte(text[at:], '\n') + 1
}

// Explain says where a row, without its line end, is wrong, in bytes, and what was expected there.
func (w *Writer) Explain(row []byte, why Why) (at int, expected string) {
	padded := make([]byte, len(row)+1, len(row)+1+Padding)
	copy(padded, row)
	padded[len(row)] = '\n'
	w.row(padded, 0)
	switch columns := len(w.columns.Names); {
	case why == Quoting && w.fault < len(row) && w.closes(padded, w.fault):
		return w.fault, "a delimiter or the end of the line after the quote, or a second quote"
	case why == Quoting && (w.fault == 0 || padded[w.fault-1] == w.columns.Comma):
		return w.fault, "another quote that closes this one"
	case why == Quoting:
		return w.fault, "no quote inside a field that does not begin with one"
	case why == Ragged && len(w.fields) > columns:
		return int(w.fields[columns].start), fmt.Sprintf("%s, found %d", count(columns, "field"), len(w.fields))
	case why == Ragged:
		return len(row), fmt.Sprintf("%s, found %d", count(columns, "field"), len(w.fields))
	}
	return 0, ""
}

// closes reports whether the quote at a place would be the end of a field, but for what comes after it.
func (w *Writer) closes(text []byte, at int) bool {
	last := 0
	if n := len(w.fields); n > 0 {
		last = int(w.fields[n-1].end) + 1
		if w.fields[n-1].quotes != bare {
			last++
		}
	}
	return text[last] == '"' && at > last
}

// count is a number with what it counts.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// pattern is a word of eight bytes that are all the same.
func pattern(b byte) uint64 { return lowBits * uint64(b) }

// zeros marks the bytes of x that are zero; above the lowest such byte it may mark others too.
func zeros(x uint64) uint64 { return (x - lowBits) &^ x & highBits }

// stop returns the next place from i on that is a delimiter, whose pattern is given, a quote or a line end.
func stop(text []byte, i int, delimiter uint64) int {
	padded := text[:len(text)+Padding]
	for {
		word := binary.LittleEndian.Uint64(padded[i:])
		if m := zeros(word^delimiter) | zeros(word^lowBits*'\n') | zeros(word^lowBits*'"'); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
		i += 8
	}
}
