package logical

import "github.com/velo-plan/velo-plan/planner/diag"

// Recursion is a query that reads its own result: WITH RECURSIVE.
type Recursion struct{ single }

// NewRecursion makes the loop around a query.
func NewRecursion(input Node, name string, at diag.Span) *Recursion {
	return &Recursion{over(input, "WITH RECURSIVE "+name, at)}
}

// Requires implements Node: no single pass over the records computes the loop, so all of them meet.
func (r *Recursion) Requires(*Tree) []*Need {
	return []*Need{{Kind: KindRecursion, Text: r.Text, Span: r.Span, Input: r.Input, All: true,
		Why: "each step reads what the step before gave, from all records"}}
}
