package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Limit keeps rows by their position: LIMIT, OFFSET, FETCH FIRST.
type Limit struct {
	single
	Void bool // LIMIT 0
	One  bool // LIMIT 1
	Per  []ID
}

// NewLimit makes a limit; count is the number of rows as written, "" if it is not a plain number.
func NewLimit(input Node, text string, at diag.Span, count string, per []ID) *Limit {
	return &Limit{single: over(input, text, at), Void: count == "0", One: count == "1", Per: per}
}

// Empty implements Node.
func (l *Limit) Empty(t *Tree) bool { return l.Void || t.Empty(l.Input) }

// Requires implements Node: it counts all rows.
func (l *Limit) Requires(t *Tree) []*Need {
	n := t.grouped(&Need{Kind: KindLimit, Text: l.Text, Span: l.Span}, l.Input, l.Per)
	if n.All {
		n.Why, n.Fixed = "it counts records over the whole result", nil
	}
	return []*Need{n}
}

// Ordered implements Node: an ORDER BY above a limit adds nothing.
func (l *Limit) Ordered() bool { return false }
