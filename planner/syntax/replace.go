package syntax

import "slices"

// Replace returns e with each column for which f returns an expression replaced by that expression,
// which is not searched again; where f returns nil the column stays. It visits the columns that
// ColumnsIn returns, so those inside subqueries stay as well. The result shares with e every part
// that does not change, and changed parts keep the places of the originals. e itself is never changed.
//
// If the only value of x IN (column) becomes a subquery, the result is x = (SELECT ..): x IN
// (SELECT ..) would compare x with all rows of the subquery.
func Replace(e Expr, f func(*Column) Expr) Expr {
	return replacer{f}.expr(e)
}

// replacer copies the nodes of an expression on the way to a replaced column.
type replacer struct{ column func(*Column) Expr }

// slot replaces columns in the expression that a field holds and reports whether that changed the field.
func (r replacer) slot(e *Expr) bool {
	if *e == nil {
		return false
	}
	before := *e
	*e = r.expr(before)
	return *e != before
}

// slots is like slot, for several fields.
func (r replacer) slots(fields ...*Expr) bool {
	changed := false
	for _, e := range fields {
		changed = r.slot(e) || changed
	}
	return changed
}

// replaceList applies replace to a copy of a list and stores the copy if an element changed.
func replaceList[T any](list *[]T, replace func(*T) bool) bool {
	var changed []T
	for i, item := range *list {
		if !replace(&item) {
			continue
		}
		if changed == nil {
			changed = slices.Clone(*list)
		}
		changed[i] = item
	}
	if changed != nil {
		*list = changed
	}
	return changed != nil
}

func (r replacer) list(list *[]Expr) bool { return replaceList(list, r.slot) }

// replaceNode applies replace to a copy of a node and stores the copy if it changed.
func replaceNode[T any](n **T, replace func(*T) bool) bool {
	if *n == nil {
		return false
	}
	c := **n
	if !replace(&c) {
		return false
	}
	*n = &c
	return true
}

// copied returns a copy of n that replace has changed, or n itself if it changed nothing.
func copied[T any, P interface {
	*T
	Expr
}](n P, replace func(P) bool) Expr {
	c := *n
	if !replace(&c) {
		return n
	}
	return P(&c)
}

// expr returns an expression with its columns replaced.
func (r replacer) expr(e Expr) Expr {
	switch e := e.(type) {
	case *Column:
		if by := r.column(e); by != nil {
			return by
		}
	case *Unary:
		return copied(e, func(c *Unary) bool { return r.slot(&c.X) })
	case *Binary:
		return copied(e, func(c *Binary) bool { return r.slots(&c.Left, &c.Right) })
	case *Between:
		return copied(e, func(c *Between) bool { return r.slots(&c.X, &c.Lo, &c.Hi) })
	case *In:
		return r.in(e)
	case *Is:
		return copied(e, func(c *Is) bool { return r.slot(&c.X) })
	case *Case:
		return copied(e, r.caseExpr)
	case *Call:
		return copied(e, r.call)
	case *Cast:
		return copied(e, func(c *Cast) bool { return r.slot(&c.X) })
	case *Index:
		return copied(e, func(c *Index) bool { return r.slots(&c.X, &c.I) })
	case *Field:
		return copied(e, func(c *Field) bool { return r.slot(&c.X) })
	case *Quantified:
		return copied(e, func(c *Quantified) bool { return r.list(&c.List) })
	case *Tuple:
		return copied(e, func(c *Tuple) bool { return r.list(&c.Items) })
	case *TableArg:
		return copied(e, func(c *TableArg) bool {
			changed := r.source(&c.Source)
			return r.orderBy(&c.OrderBy) || changed
		})
	}
	return e
}

func (r replacer) in(e *In) Expr {
	out := copied(e, func(c *In) bool {
		x := r.slot(&c.X)
		return r.list(&c.List) || x
	})
	in := out.(*In)
	if in == e || len(in.List) != 1 {
		return out
	}
	if _, ok := in.List[0].(*Subquery); !ok {
		return out
	}
	op := "="
	if in.Not {
		op = "<>"
	}
	return &Binary{At: in.At, Op: op, Left: in.X, Right: in.List[0]}
}

func (r replacer) caseExpr(c *Case) bool {
	changed := r.slots(&c.Operand, &c.Else)
	return replaceList(&c.Whens, func(w *When) bool { return r.slots(&w.Cond, &w.Then) }) || changed
}

func (r replacer) call(c *Call) bool {
	changed := r.list(&c.Args)
	changed = r.orderBy(&c.OrderBy) || changed
	changed = r.slot(&c.Filter) || changed
	return replaceNode(&c.Over, r.over) || changed
}

func (r replacer) over(o *Over) bool {
	changed := r.list(&o.Partition)
	changed = r.orderBy(&o.OrderBy) || changed
	return replaceNode(&o.Frame, func(f *Frame) bool { return r.slots(&f.Start.Offset, &f.End.Offset) }) || changed
}

func (r replacer) orderBy(list *[]*OrderItem) bool {
	return replaceList(list, func(item **OrderItem) bool {
		return replaceNode(item, func(o *OrderItem) bool { return r.slot(&o.Expr) })
	})
}
