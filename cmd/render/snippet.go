package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// tabWidth is the width of a tab in a snippet.
const tabWidth = 4

// Diagnostics prints each diagnostic as "file:line:col: severity: message", followed by the line that it is about
// with a caret below the place, and the help.
func Diagnostics(list []diag.Diagnostic, o Options) string {
	p := &page{Options: o}
	for _, d := range list {
		p.diagnostic(d)
	}
	return p.String()
}

// diagnostic prints one.
func (p *page) diagnostic(d diag.Diagnostic) {
	where := Clean(d.Name())
	located := d.Source != nil && !d.Span.IsZero()
	var start diag.Position
	if located {
		start = d.Source.Position(d.Span.Start)
		where += fmt.Sprintf(":%d:%d", start.Line, start.Column)
	}
	message := d.Message
	if d.Code() != "" {
		message += " (" + d.Code() + ")"
	}
	p.WriteString(p.paint(bold, where+":") + " " + p.paint(kindInk(d.Severity.String()), d.Severity.String()+":") +
		" " + Clean(message) + "\n")
	margin := "  "
	if located {
		number := fmt.Sprintf("%5d", start.Line)
		line, caret := snippet(d.Source, d.Span, start, p.width()-len(number)-3)
		p.WriteString(p.paint(dim, number+" | ") + line + "\n")
		p.WriteString(p.paint(dim, strings.Repeat(" ", len(number))+" | ") + p.paint(kindInk(d.Severity.String()), caret) + "\n")
		margin = strings.Repeat(" ", len(number))
	}
	if d.Help != "" {
		p.row(piece{margin + " = help: ", cyan}, text(d.Help))
	}
}

// snippet returns the line of a span's start and the marks for the line below it, both shortened to width columns
// around the place.
func snippet(src *diag.Source, at diag.Span, start diag.Position, width int) (line, caret string) {
	before, under, after := near(src, at, start, width)
	before, under, after = window(expand(before), expand(under), expand(after), width)
	marks := max(columns(under), 1)
	return before + under + after, strings.Repeat(" ", columns(before)) + "^" + strings.Repeat("~", marks-1)
}

// bytesPerColumn bounds how many bytes of a line are looked at for a column of a snippet.
const bytesPerColumn = 16

// near returns the line of a span's start in three pieces: before, under and after the span. Of a line
// that is much longer than width columns they are what is near the place: all of it, for each of its
// findings, would take a time that grows with the square of the line.
func near(src *diag.Source, at diag.Span, start diag.Position, width int) (before, under, after string) {
	most := bytesPerColumn * width
	line := src.Line(start.Line)
	from := min(max(at.Start-src.LineStart(start.Line), 0), len(line))
	to := min(max(from+at.End-at.Start, from), len(line))
	return tail(line[:from], most), head(line[from:to], most), head(line[to:], most)
}

// head is the beginning of a text, about n bytes of it at most, and tail its end.
func head(text string, n int) string {
	for ; n < len(text) && !utf8.RuneStart(text[n]); n++ {
	}
	return text[:min(n, len(text))]
}

func tail(text string, n int) string {
	at := max(len(text)-n, 0)
	for ; at < len(text) && !utf8.RuneStart(text[at]); at++ {
	}
	return text[at:]
}

// expand makes a piece of a line printable: tabs become blanks, other control characters become escapes.
func expand(s string) string {
	return Clean(strings.ReplaceAll(s, "\t", strings.Repeat(" ", tabWidth)))
}

// ellipsis stands for what is left out.
const ellipsis = "…"

// window shortens a line so that the marked part stays visible, with a third of the room before it.
func window(before, under, after string, width int) (string, string, string) {
	if columns(under) > width/2 {
		under, _ = cutTo(under, width/2)
		under, after = under+ellipsis, ""
	}
	if lead := width / 3; columns(before) > lead && columns(before)+columns(under)+columns(after) > width {
		_, tail := cutTo(before, columns(before)-lead+1)
		before = ellipsis + tail
	}
	if room := width - columns(before) - columns(under); columns(after) > room {
		head, _ := cutTo(after, max(room-1, 1))
		after = head + ellipsis
	}
	return before, under, after
}
