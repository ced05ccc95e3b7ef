package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Order is an ORDER BY without LIMIT: it asks that the order of the source survive.
type Order struct{ single }

// NewOrder makes an ORDER BY.
func NewOrder(input Node, text string, at diag.Span) *Order { return &Order{over(input, text, at)} }

// Requires implements Node: a source partition stays whole, so that its order survives. Above an aggregate, OVER
// or join there is no order left.
func (o *Order) Requires(*Tree) []*Need {
	if !o.Input.Ordered() {
		return nil
	}
	return []*Need{{Kind: KindOrder, Text: o.Text, Span: o.Span, Input: o.Input, Soft: true}}
}
