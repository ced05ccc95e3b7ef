package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Exchange is PARTITION BY at the end of a SELECT: the statement itself asks that rows with equal keys lie in one
// partition.
type Exchange struct {
	single
	Keys []ID
}

// NewExchange makes an exchange by keys.
func NewExchange(input Node, text string, at diag.Span, keys []ID) *Exchange {
	return &Exchange{single: over(input, text, at), Keys: keys}
}

// Requires implements Node: rows that agree on the keys meet.
func (e *Exchange) Requires(t *Tree) []*Need {
	return []*Need{t.grouped(&Need{Kind: KindExchange, Text: e.Text, Span: e.Span}, e.Input, e.Keys)}
}

// Ordered implements Node: rows of several partitions come together.
func (e *Exchange) Ordered() bool { return false }
