package syntax

import "reflect"

// Inspect walks a tree depth first, in written order where the tree keeps that order. It calls f for a
// node and, if f returns true, for the nodes below it: queries, sources, expressions and the nodes
// between them. It does not visit names, annotations and properties. A nil n is skipped.
func Inspect(n Node, f func(Node) bool) {
	if isNil(n) || !f(n) {
		return
	}
	children(n, func(c Node) { Inspect(c, f) })
}

// Has reports whether a tree has a node of which is holds.
func Has(n Node, is func(Node) bool) bool {
	found := false
	Inspect(n, func(n Node) bool {
		found = found || is(n)
		return !found
	})
	return found
}

// HasQuery reports whether a tree has a query in it.
func HasQuery(n Node) bool {
	return Has(n, func(n Node) bool {
		_, query := n.(*QueryExpr)
		return query
	})
}

// ColumnsIn returns the columns that an expression reads, in written order, without those inside
// its subqueries.
func ColumnsIn(e Expr) []*Column {
	var list []*Column
	Inspect(e, func(n Node) bool {
		switch n := n.(type) {
		case *Column:
			list = append(list, n)
		case *QueryExpr:
			return false
		}
		return true
	})
	return list
}

// isNil reports whether a node is missing: a nil interface, or an interface that holds a nil pointer.
func isNil(n Node) bool {
	if n == nil {
		return true
	}
	v := reflect.ValueOf(n)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// children calls f for every node directly below n. The node may be nil.
func children(n Node, f func(Node)) {
	switch n := n.(type) {
	case *Statement:
		for i := range n.Columns {
			f(&n.Columns[i])
		}
		f(n.Query)
	case *ColumnDef:
		f(n.Computed)
	case *QueryExpr, *CTE, *SetOp, *Values, *Select:
		queryChildren(n, f)
	case *Item:
		f(n.Expr)
	case *GroupBy:
		each(n.Elements, f)
	case *GroupElement:
		each(n.Exprs, f)
	case *Window:
		f(n.Time)
		f(n.Partition)
	case *NamedWindow:
		f(n.Over)
	case *OrderItem:
		f(n.Expr)
	case *Limit:
		f(n.Count)
		f(n.Offset)
	case Source:
		sourceChildren(n, f)
	case Expr:
		exprChildren(n, f)
	case *Over:
		each(n.Partition, f)
		each(n.OrderBy, f)
		f(n.Frame)
	case *Frame:
		f(n.Start.Offset)
		f(n.End.Offset)
	}
}

func each[N Node](list []N, f func(Node)) {
	for _, n := range list {
		f(n)
	}
}

func queryChildren(n Node, f func(Node)) {
	switch n := n.(type) {
	case *QueryExpr:
		each(n.With, f)
		f(n.Body)
		each(n.OrderBy, f)
		f(n.Limit)
		f(n.Emit)
	case *CTE:
		f(n.Query)
	case *SetOp:
		f(n.Left)
		f(n.Right)
	case *Values:
		for _, row := range n.Rows {
			each(row, f)
		}
	case *Select:
		each(n.DistinctOn, f)
		each(n.Items, f)
		f(n.From)
		f(n.Where)
		f(n.GroupBy)
		f(n.Window)
		each(n.NamedWindows, f)
		f(n.Having)
		each(n.PartitionBy, f)
	}
}

func sourceChildren(n Source, f func(Node)) {
	switch n := n.(type) {
	case *TableRef:
		f(n.AsOf)
	case *DerivedTable:
		f(n.Query)
	case *TableFunc:
		each(n.Args, f)
		each(n.PartitionBy, f)
	case *MatchRecognize:
		f(n.Input)
		each(n.Partition, f)
		each(n.OrderBy, f)
		each(n.Measures, f)
		each(n.Define, f)
	case *Join:
		f(n.Left)
		f(n.Right)
		f(n.On)
	}
}

func exprChildren(n Expr, f func(Node)) {
	switch n := n.(type) {
	case *Unary:
		f(n.X)
	case *Binary:
		f(n.Left)
		f(n.Right)
	case *Between:
		f(n.X)
		f(n.Lo)
		f(n.Hi)
	case *In:
		f(n.X)
		each(n.List, f)
		f(n.Query)
	case *Is:
		f(n.X)
	case *Case:
		f(n.Operand)
		for _, w := range n.Whens {
			f(w.Cond)
			f(w.Then)
		}
		f(n.Else)
	case *Call:
		each(n.Args, f)
		each(n.OrderBy, f)
		f(n.Filter)
		f(n.Over)
	case *Cast:
		f(n.X)
	case *Index:
		f(n.X)
		f(n.I)
	case *Field:
		f(n.X)
	case *Subquery:
		f(n.Query)
	case *Exists:
		f(n.Query)
	case *Quantified:
		f(n.Query)
		each(n.List, f)
	case *Tuple:
		each(n.Items, f)
	case *TableArg:
		f(n.Source)
		each(n.OrderBy, f)
	}
}
