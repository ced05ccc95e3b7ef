package delimited

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// Explain says where a row, without its line end, is wrong, in bytes, and what was expected there.
func (w *Writer) Explain(row []byte, why ndjson.Reason) (at int, expected string) {
	padded := make([]byte, len(row)+1, len(row)+1+Padding)
	copy(padded, row)
	padded[len(row)] = '\n'
	w.row(padded, 0)
	switch columns := len(w.columns.Names); {
	case why == ndjson.BadQuoting && w.fault < len(row) && w.closes(padded, w.fault):
		return w.fault, "a delimiter or the end of the line after the quote, or a second quote"
	case why == ndjson.BadQuoting && (w.fault == 0 || padded[w.fault-1] == w.columns.Comma):
		return w.fault, "another quote that closes this one"
	case why == ndjson.BadQuoting:
		return w.fault, "no quote inside a field that does not begin with one"
	case why == ndjson.RaggedRow && len(w.fields) > columns:
		return int(w.fields[columns].start), fmt.Sprintf("%s, found %d", count(columns, "field"), len(w.fields))
	case why == ndjson.RaggedRow:
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
