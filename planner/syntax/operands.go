package syntax

// Operands returns the operands of a chain of one binary operator, left to right: a, b and c of
// a AND (b AND c). An expression of another kind is its own only operand; nil has none.
func Operands(op string, e Expr) []Expr {
	if e == nil {
		return nil
	}
	var list []Expr
	open := []Expr{e} // what is left to read, the next one last; chains may be too long for recursion
	for len(open) > 0 {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		if b, ok := next.(*Binary); ok && b.Op == op {
			open = append(open, b.Right, b.Left)
			continue
		}
		list = append(list, next)
	}
	return list
}

// Conjuncts returns the conditions that AND joins in e: all of them hold where e holds.
func Conjuncts(e Expr) []Expr { return Operands("AND", e) }
