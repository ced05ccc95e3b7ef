package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Recursion is a query that reads what it gives: WITH RECURSIVE.
type Recursion struct{ single }

// NewRecursion makes a loop.
func NewRecursion(input Node, name string, at diag.Span) *Recursion {
	return &Recursion{over(input, "WITH RECURSIVE "+name, at)}
}

// Requires implements Node: no single pass over the records gives the loop, so all of them meet.
func (r *Recursion) Requires(*Tree) []*Need {
	return []*Need{{Kind: KindRecursion, Text: r.Text, Span: r.Span, Input: r.Input, All: true,
		Why: "each step reads what the step before gave, from all records"}}
}
