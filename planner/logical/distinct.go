package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Distinct keeps one of the rows that agree on its keys: SELECT DISTINCT, DISTINCT ON.
type Distinct struct {
	single
	Keys []ID
	// Open reports whether it compares columns that nothing names: * of a source without a schema.
	Open bool
	Per  []ID
}

// NewDistinct makes a DISTINCT by keys.
func NewDistinct(input Node, text string, at diag.Span, keys []ID, open bool, per []ID) *Distinct {
	return &Distinct{single: over(input, text, at), Keys: keys, Open: open, Per: per}
}

// Requires implements Node: rows that agree on the keys meet.
func (d *Distinct) Requires(t *Tree) []*Need {
	n := &Need{Kind: KindDistinct, Text: d.Text, Span: d.Span, Input: d.Input}
	if d.Open {
		n.All, n.Why = true, "it compares all columns, and * stands for columns that nothing declares"
		return []*Need{n}
	}
	return []*Need{t.grouped(n, d.Input, append(slices.Clone(d.Keys), d.Per...))}
}

// Ordered implements Node.
func (d *Distinct) Ordered() bool { return false }
