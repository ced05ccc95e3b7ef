// Package render turns results into text. It prints what it is given and decides nothing.
//
//	planner.Result ────┬─► ExplainTable, ExplainTree, GraphTree ─┐
//	planner.Difference ┼─► DiffTable ────────────────────────────┼─► page (wrap, ink, table) ─► text
//	replay.Report ─────┼─► ReplayTable ──────────────────────────┘
//	                   ├─► ExplainMarkdown, GraphMarkdown, .. ───────────────────────────► text
//	                   ├─► ExplainMermaid, ExplainDOT, .. ──► diagram (boxes, arrows) ───► text
//	                   ├─► ReplayHTML: a template and a style sheet in assets ───────────► one page
//	                   └─► JSON, YAML ───────────────────────────────────────────────────► the contract
//	diag.Diagnostic ───► Snippets: file:line:col, the line, ^~~~
//	lint.Result ───────► LintText; LintSARIF, LintGitHub, LintJUnit, LintCheckstyle, LintRDJSONL
//
// One file holds one format; where a format needs several, their names begin alike. Whatever comes
// from a job or its records goes through Clean before it reaches a page, so that no name can move a
// terminal's cursor.
package render

// Options say what the place that is written to can show.
type Options struct {
	// Color allows ANSI colours.
	Color bool
	// Width is the number of columns to fill; 0 means DefaultWidth. Names that are longer stay whole.
	Width int
}

// DefaultWidth is the width of everything that is no terminal, in columns.
const DefaultWidth = 80

// The widths between which a terminal's own is taken: lines that are much longer are hard to
// read, and below the smaller one tables do not fit.
const (
	minWidth = 60
	maxWidth = 110
)

// width returns the number of columns to fill.
func (o Options) width() int {
	if o.Width == 0 {
		return DefaultWidth
	}
	return min(max(o.Width, minWidth), maxWidth)
}
