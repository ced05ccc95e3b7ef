package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// htmlSQLLine is a line of a statement.
type htmlSQLLine struct {
	Number int
	Parts  []htmlPart
}

// htmlPart is a piece of a line. Href is where its reason stands, "" if it is not marked.
type htmlPart struct {
	Text, Href, Mark string
	Notes            []htmlNote // of the marks that begin here
}

// htmlNote is the number of a mark, either in the statement or beside the reason; each links to the other.
type htmlNote struct {
	Number   int
	ID, Href string
}

// htmlMark is a place of a statement with its reason.
type htmlMark struct {
	at     diag.Span
	number int
	reason string // the id of the row that holds it
	class  string
}

// htmlMarks gives out the numbers of marks; ids begin with the page's own.
type htmlMarks struct {
	page  string
	text  *diag.Source
	whole diag.Span // the statement with the comments above it
	list  []htmlMark
}

// newHTMLMarks returns the marks of a plan, none yet.
func newHTMLMarks(p *planner.Plan, page string) *htmlMarks {
	m := &htmlMarks{page: page, text: p.Source}
	if p.Source != nil {
		m.whole = p.Span
		m.whole.Start = withComments(p.Source, p.Span.Start)
	}
	return m
}

// withComments is where the comments above a statement begin that belong to it: those that touch it, and those above
// them with annotations.
func withComments(text *diag.Source, start int) int {
	line := text.Position(start).Line
	if strings.TrimSpace(text.Text[text.LineStart(line):start]) != "" {
		return start // another statement stands before it
	}
	touches := true
	for n := line - 1; n > 0; n-- {
		switch above := strings.TrimSpace(text.Line(n)); {
		case above == "":
			touches = false
		case !strings.HasPrefix(above, "--"):
			return start
		case touches || strings.Contains(above, "@"):
			start = text.LineStart(n)
		}
	}
	return start
}

// add marks a place and returns the id of its reason with the way back, "" and nil for no place in the statement.
func (m *htmlMarks) add(at diag.Span, class string) (string, *htmlNote) {
	if at.Start >= at.End || at.Start < m.whole.Start || at.End > m.whole.End {
		return "", nil
	}
	n := len(m.list) + 1
	id := fmt.Sprintf("%s-reason-%d", m.page, n)
	m.list = append(m.list, htmlMark{at, n, id, class})
	return id, &htmlNote{Number: n, Href: m.place(n)}
}

// place is the id of a mark in the statement.
func (m *htmlMarks) place(number int) string { return fmt.Sprintf("%s-place-%d", m.page, number) }

// lines writes the statement with its marks: where several overlap, the shortest one is linked.
func (m *htmlMarks) lines() []htmlSQLLine {
	if m.whole.IsZero() {
		return nil
	}
	cuts := []int{m.whole.Start, m.whole.End}
	for _, mark := range m.list {
		cuts = append(cuts, mark.at.Start, mark.at.End)
	}
	marks := slices.Clone(m.list)
	slices.SortStableFunc(marks, func(a, b htmlMark) int { return cmp.Compare(a.at.End-a.at.Start, b.at.End-b.at.Start) })
	number := m.text.Position(m.whole.Start).Line
	for i := m.whole.Start; i < m.whole.End; i++ {
		if m.text.Text[i] == '\n' {
			cuts = append(cuts, i, i+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	lines := []htmlSQLLine{{Number: number}}
	for i, from := range cuts[:len(cuts)-1] {
		text := m.text.Text[from:cuts[i+1]]
		if text == "\n" {
			number++
			lines = append(lines, htmlSQLLine{Number: number})
			continue
		}
		line := &lines[len(lines)-1]
		line.Parts = append(line.Parts, m.part(text, from, marks))
	}
	return lines
}

// part writes a piece of a statement, which begins at a place, under the first mark that covers it.
func (m *htmlMarks) part(text string, from int, marks []htmlMark) htmlPart {
	part := htmlPart{Text: expand(trimReturn(text))}
	for _, mark := range marks {
		if from < mark.at.Start || from >= mark.at.End {
			continue
		}
		if part.Href == "" {
			part.Href, part.Mark = mark.reason, mark.class
		}
		if from == mark.at.Start {
			part.Notes = append(part.Notes, htmlNote{mark.number, m.place(mark.number), mark.reason})
		}
	}
	return part
}

// trimReturn drops the end of a line of Windows.
func trimReturn(text string) string {
	if n := len(text); n > 0 && text[n-1] == '\r' {
		return text[:n-1]
	}
	return text
}
