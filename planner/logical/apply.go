package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Apply computes a subquery for each row of its input: EXISTS, IN, a scalar subquery. Its rows are those of the
// input.
type Apply struct {
	single
	Query Node
	// Per are the equalities that tie the subquery to columns of the enclosing query.
	Per []Tie
	// Equal are the columns that IN compares, where IN is an AND term.
	Equal []Pair
	// Unless are the columns that NOT IN compares, where NOT IN is an AND term. They bring rows together only if
	// none of them is ever NULL: x NOT IN (.., NULL) is true of no row.
	Unless []Pair
	// Tied reports whether the subquery names a column of the enclosing query.
	Tied bool
	// Demands are facts of the rows that pass, where the subquery is an AND term: what it demands of the columns
	// of the enclosing query.
	Demands []Fact
	// Ordering reports whether the value does nothing but order the result.
	Ordering bool
}

// Tie is an equality between a column of an enclosing query and one of the subquery.
type Tie struct{ Outer, Inner ID }

// NewApply puts a subquery beside each row of the input.
func NewApply(input, query Node, text string, at diag.Span, per []Tie, equal []Pair, tied bool) *Apply {
	a := &Apply{single: over(input, text, at), Query: query, Per: per, Equal: equal, Tied: tied}
	a.under(query)
	return a
}

// Facts implements Node.
func (a *Apply) Facts(*Tree) []Fact { return slices.Clone(a.Demands) }

// Inputs implements Node: the rows of the subquery are not rows of the result.
func (a *Apply) Inputs() []Edge { return []Edge{{Node: a.Input}, {Node: a.Query, Apart: true}} }

// compared returns the columns that bring rows of the subquery to the rows that they count for: those of IN, and
// those of NOT IN where none of them is ever NULL.
func (a *Apply) compared(t *Tree) []Pair {
	nullable := func(p Pair) bool { return !t.NeverNull(p.Left, a.Input) || !t.NeverNull(p.Right, a.Query) }
	if len(a.Unless) == 0 || slices.ContainsFunc(a.Unless, nullable) {
		return a.Equal
	}
	return a.Unless
}

// Requires implements Node: the rows of the subquery meet the rows that they count for. Rows that read no source come
// out of every partition, even if the subquery beside them has none.
func (a *Apply) Requires(t *Tree) []*Need {
	switch {
	case a.Ordering || !Reads(a.Query) || Copyable(a.Query):
		return nil
	case t.Empty(a.Query):
		if Reads(a.Input) {
			return nil
		}
		return []*Need{constantRows(a.Span)}
	}
	m := &Match{Left: a.Input, Right: a.Query, apply: a}
	m.Pairs, m.Unlike = t.ties(m)
	why := "its value depends on all records of what it selects from"
	if a.Tied {
		why = "it is correlated, but by no equality"
	}
	return m.needs(KindSubquery, a.Text, a.Span, why)
}
