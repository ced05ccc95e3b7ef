// Package diag tells where in a text something is and what is wrong with it.
//
//	Source ── a named text            Span ── a piece of it, in bytes
//	   └── Position: line and column     └── Diagnostic: span + severity + message + way out
//
// It imports nothing of this module, so every layer can report through it. A Diagnostic carries only the
// span; the snippet with its caret is made from the Source when it is printed.
package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Source is one text that spans point into: a file, standard input, or an inline statement.
// It is immutable once made and safe for concurrent use.
type Source struct {
	// Name is shown in messages: a path as the user wrote it, "<stdin>" or "<inline>".
	Name string
	// Text is the whole content, unchanged.
	Text string

	lines []int // byte offset of the first byte of each line
	marks []mark
}

// mark is a place inside a long line whose column is known, so that finding a position does not count through the
// whole line.
type mark struct{ offset, column int }

// markEvery is the distance between marks, in bytes.
const markEvery = 4096

// NewSource returns a Source over text and indexes its lines, which end at "\n".
func NewSource(name, text string) *Source {
	s := &Source{Name: name, Text: text, lines: make([]int, 1, 1+strings.Count(text, "\n"))}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	for i, start := range s.lines {
		end := len(text)
		if i+1 < len(s.lines) {
			end = s.lines[i+1]
		}
		s.mark(start, end)
	}
	return s
}

// Named returns the Source under another name.
func (s *Source) Named(name string) *Source {
	other := *s
	other.Name = name
	return &other
}

// mark puts marks into a line, between characters.
func (s *Source) mark(start, end int) {
	for at, column := start, 1; end-at > markEvery; {
		next := at + markEvery
		for back := range utf8.UTFMax {
			if utf8.RuneStart(s.Text[next-back]) {
				next -= back
				break
			}
		} // where none begins, the text is no UTF-8, and any place is between characters
		column += utf8.RuneCountInString(s.Text[at:next])
		at = next
		s.marks = append(s.marks, mark{at, column})
	}
}

// Position is a place as a person counts it.
type Position struct {
	Line   int // from 1
	Column int // from 1, in Unicode code points
}

// Position returns the line and column of a byte offset. An offset outside the text counts as its nearest end.
func (s *Source) Position(offset int) Position {
	offset = min(max(offset, 0), len(s.Text))
	line := sort.SearchInts(s.lines, offset+1) - 1
	from := mark{s.lines[line], 1}
	if i := sort.Search(len(s.marks), func(i int) bool { return s.marks[i].offset > offset }); i > 0 && s.marks[i-1].offset > from.offset {
		from = s.marks[i-1]
	}
	return Position{Line: line + 1, Column: utf8.RuneCountInString(s.Text[from.offset:offset]) + from.column}
}

// LineStart returns the byte offset at which a line counted from 1 begins, or the end of the text for lines
// after the last one.
func (s *Source) LineStart(n int) int {
	if n > len(s.lines) {
		return len(s.Text)
	}
	return s.lines[max(n, 1)-1]
}

// Line returns the text of a line counted from 1, without its line end; "" outside the text.
func (s *Source) Line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	end := len(s.Text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return strings.TrimSuffix(s.Text[s.lines[n-1]:end], "\r")
}

// Slice returns the text under a span, limited to the text's bounds.
func (s *Source) Slice(at Span) string {
	start := min(max(at.Start, 0), len(s.Text))
	return s.Text[start:min(max(at.End, start), len(s.Text))]
}

// Span is the half-open byte range [Start, End) of a Source's text. The zero Span means "nowhere".
type Span struct {
	Start, End int
}

// IsZero reports whether the span points nowhere.
func (s Span) IsZero() bool { return s == Span{} }

// Join returns the smallest span that covers both; a zero span adds nothing.
func (s Span) Join(o Span) Span {
	switch {
	case s.IsZero():
		return o
	case o.IsZero():
		return s
	}
	return Span{Start: min(s.Start, o.Start), End: max(s.End, o.End)}
}

// Severity orders diagnostics: Error before Warning before Note.
type Severity uint8

// The severities. An Error makes a command exit with 1.
const (
	Error Severity = iota
	Warning
	Note
)

// String returns the lower-case name used in every output format.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// Diagnostic is one finding about a text.
type Diagnostic struct {
	ID       string // what it is about, stable: "syntax"; Code is its number
	Severity Severity
	Source   *Source  // nil when no text could be read
	File     string   // the name to show when Source is nil
	Span     Span     // zero: the whole Source
	Message  string   // what is wrong, naming the clause; no trailing period
	Help     string   // the way out; "" when the message already says it
	Instead  []string // statements to write in place of the current one, if that is what to do
}

// Name returns the name of the text that the diagnostic is about.
func (d Diagnostic) Name() string {
	if d.Source != nil {
		return d.Source.Name
	}
	return d.File
}

// Sort orders diagnostics by source name, then place, then code; equal ones keep their order.
func Sort(ds []Diagnostic) {
	sort.SliceStable(ds, func(i, j int) bool {
		a, b := ds[i], ds[j]
		if an, bn := a.Name(), b.Name(); an != bn {
			return an < bn
		}
		if a.Span.Start != b.Span.Start {
			return a.Span.Start < b.Span.Start
		}
		return a.Code() < b.Code()
	})
}
