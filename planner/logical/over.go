package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Over computes functions over the rows around each row: all OVERs of one SELECT.
type Over struct {
	single
	Windows []Window
	Per     []ID
}

// Window is one PARTITION BY among the OVERs of a SELECT.
type Window struct {
	Text string
	Span diag.Span
	Keys []ID // empty: its frame runs over all rows
}

// NewOver makes the OVERs of a SELECT, of which there is at least one.
func NewOver(input Node, windows []Window, per []ID) *Over {
	return &Over{single: over(input, windows[0].Text, windows[0].Span), Windows: windows, Per: per}
}

// Requires implements Node: the rows of each partition meet.
func (o *Over) Requires(t *Tree) []*Need {
	var out []*Need
	for _, w := range o.Windows {
		n := t.grouped(&Need{Kind: KindOver, Text: w.Text, Span: w.Span}, o.Input, append(slices.Clone(w.Keys), o.Per...))
		if n.All && len(w.Keys) == 0 {
			n.Why = "its frame runs over all records"
		}
		out = append(out, n)
	}
	return out
}

// Ordered implements Node.
func (o *Over) Ordered() bool { return false }
