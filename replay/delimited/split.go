package delimited

import "bytes"

// Split returns the end of the last whole row in text, which begins with a row. ended says that nothing comes after
// text, so that its last row may lack a line end. open is true if the row at end has a quote that text does not close;
// where that row is to be given up, its first line is a row that is wrong, and the next line begins another.
func Split(text []byte, comma byte, ended bool) (end int, open bool) {
	row := 0 // where the row begins that was come to
	for i := 0; ; {
		q := bytes.IndexByte(text[i:], '"')
		if q < 0 {
			if ended {
				return len(text), false
			}
			return rowAt(text, i, len(text), row), false
		}
		q += i
		row = rowAt(text, i, q, row)
		next, how := q+1, misplaced
		if q == row || text[q-1] == comma {
			next, how = quoted(text, q, comma, ended)
		}
		switch how {
		case unclosed:
			return row, true
		case misplaced: // the rest of the line belongs to the row that is wrong
			n := bytes.IndexByte(text[next:], '\n')
			if n < 0 && ended {
				return len(text), false
			}
			if n < 0 {
				return row, false
			}
			next += n + 1
			row = next
		}
		i = next
	}
}

// rowAt returns where the row begins that lies at a place, given that nothing from i on has quotes and where the row at i
// begins.
func rowAt(text []byte, i, place, row int) int {
	if n := bytes.LastIndexByte(text[i:place], '\n'); n >= 0 {
		return i + n + 1
	}
	return row
}

// ending is how a field in quotes ends.
type ending uint8

const (
	closed    ending = iota
	misplaced        // a quote inside is not doubled
	unclosed         // there is no other quote, or what comes after it is not there yet
)

// quoted returns the place after a field that begins with a quote at q, or that of a quote that does not belong there.
// As in the package encoding/csv, a carriage return is a part of the line end, and one at the end of all is dropped.
func quoted(text []byte, q int, comma byte, ended bool) (next int, how ending) {
	for i := q + 1; ; {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return len(text), unclosed
		}
		i += n + 1
		rest := text[i:]
		switch {
		case len(rest) == 0 && ended, len(rest) == 1 && rest[0] == '\r' && ended:
			return i, closed
		case len(rest) == 0, len(rest) == 1 && rest[0] == '\r':
			return len(text), unclosed
		case rest[0] == '"':
			i++
		case rest[0] == comma, rest[0] == '\n', rest[0] == '\r' && rest[1] == '\n':
			return i, closed
		default:
			return i - 1, misplaced
		}
	}
}
