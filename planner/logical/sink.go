package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Sink writes the rows to a topic in which a record replaces an earlier one with the same key.
type Sink struct {
	single
	Keys []ID
}

// NewSink makes a keyed sink; without keys it keeps the source's.
func NewSink(input Node, text string, at diag.Span, keys []ID) *Sink {
	return &Sink{single: over(input, text, at), Keys: keys}
}

// Requires implements Node: updates of one key from one source partition stay together, so that a later one cannot
// overtake an earlier one.
func (s *Sink) Requires(*Tree) []*Need {
	return []*Need{{Kind: KindSink, Text: s.Text, Span: s.Span, Input: s.Input, Keys: s.Keys, Soft: true}}
}
