package diag

import (
	"cmp"
	"slices"
	"strings"
)

// Edit replaces the text under Span by Text. An empty Span inserts, an empty Text removes.
type Edit struct {
	Span Span
	Text string
}

// Apply returns the text of src under at with edits applied; a zero at stands for the whole text. The edits may
// come in any order and are not changed. An edit that extends beyond at, or into an edit that starts before it, is
// left out.
func Apply(src *Source, at Span, edits []Edit) string {
	if at.IsZero() {
		at.End = len(src.Text)
	}
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	var b strings.Builder
	pos := at.Start
	for _, e := range sorted {
		if e.Span.Start < pos || e.Span.End < e.Span.Start || e.Span.End > at.End {
			continue
		}
		b.WriteString(src.Text[pos:e.Span.Start])
		b.WriteString(e.Text)
		pos = e.Span.End
	}
	b.WriteString(src.Text[pos:at.End])
	return b.String()
}
