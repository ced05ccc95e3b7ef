// Package render turns results into text. It prints what it is given and decides nothing.
//
//	planner.Result ────┬─► Overview, ExplainTable, ExplainTree ──┐
//	planner.Difference ┼─► DiffTable ────────────────────────────┼─► page (wrap, ink, table) ─► text
//	replay.Report ─────┼─► ReplayTable ──────────────────────────┘
//	                   ├─► ExplainMarkdown, GraphMarkdown, .. ───────────────────────────► text
//	                   ├─► ExplainMermaid, ExplainDOT, .. ──► diagram (boxes, arrows) ───► text
//	                   ├─► ExplainHTML, ReplayHTML: templates and style sheets in assets ► one page
//	                   └─► JSON, YAML ───────────────────────────────────────────────────► the contract
//	diag.Diagnostic ───► Snippets: file:line:col, the line, ^~~~
//	lint.Result ───────► LintText; LintSARIF, LintGitHub, LintJUnit, LintCheckstyle, LintRDJSONL
//
// One file holds one format; where a format needs several, their names begin alike. Whatever comes
// from a job or its records goes through Clean before it reaches a page, so that no name can move a
// terminal's cursor.
package render

import "cmp"

// Options describe what the destination can display.
type Options struct {
	// Color allows ANSI colours.
	Color bool
	// Width is the number of columns to fill; 0 means DefaultWidth. Longer names are not broken.
	Width int
	// ASCII draws lines and arrows with ASCII characters.
	ASCII bool

	most int // columns that are used of a wider terminal; 0 means maxWidth
}

// DefaultWidth is the width, in columns, of every destination that is not a terminal.
const DefaultWidth = 80

// The limits between which a terminal's own width is used: much longer lines are hard to read, and tables do not
// fit into shorter ones.
const (
	minWidth = 60
	maxWidth = 110
)

// width returns the number of columns to fill.
func (o Options) width() int {
	if o.Width == 0 {
		return DefaultWidth
	}
	return min(max(o.Width, minWidth), cmp.Or(o.most, maxWidth))
}
