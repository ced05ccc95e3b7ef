package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Pattern is MATCH_RECOGNIZE: it looks for patterns in the rows of each partition.
type Pattern struct {
	single
	Keys []ID
}

// NewPattern makes a pattern search by partition keys.
func NewPattern(input Node, text string, at diag.Span, keys []ID) *Pattern {
	return &Pattern{over(input, text, at), keys}
}

// Requires implements Node: the rows of each partition meet.
func (p *Pattern) Requires(t *Tree) []*Need {
	n := t.grouped(&Need{Kind: KindPattern, Text: p.Text, Span: p.Span}, p.Input, p.Keys)
	if n.All && len(p.Keys) == 0 {
		n.Why = "a pattern runs over all records"
	}
	return []*Need{n}
}

// Ordered implements Node.
func (p *Pattern) Ordered() bool { return false }
