package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Session divides its rows, or adds to them, by what lies between the rows of each partition: SESSION windows, and
// functions in FROM that work on whole partitions.
type Session struct {
	single
	kind Kind
	Keys []ID
	why  string // the reason that all rows meet, where there are no keys
	Per  []ID
}

// NewSession makes the SESSION window of a WINDOW clause.
func NewSession(input Node, text string, at diag.Span, keys []ID, why string, per []ID) *Session {
	return &Session{single: over(input, text, at), kind: KindSession, Keys: keys, why: why, Per: per}
}

// NewTableFunction makes a function in FROM that works on each partition as a whole.
func NewTableFunction(input Node, text string, at diag.Span, keys []ID) *Session {
	return &Session{single: over(input, text, at), kind: KindTableFunc, Keys: keys, why: "it works on all records in their order"}
}

// Requires implements Node: the rows of each partition meet.
func (s *Session) Requires(t *Tree) []*Need {
	n := t.grouped(&Need{Kind: s.kind, Text: s.Text, Span: s.Span}, s.Input, append(slices.Clone(s.Keys), s.Per...))
	if n.All && len(s.Keys) == 0 {
		n.Why = s.why
	}
	return []*Need{n}
}
