package resolve

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// rejected returns the operands of a term that are NULL in no row of which the term is true.
func rejected(e syntax.Expr) []syntax.Expr { return operandsUnlessNull(e, true) }

// operandsUnlessNull returns the operands each of which, if it is NULL, keeps a condition from having a truth
// value.
func operandsUnlessNull(e syntax.Expr, truth bool) []syntax.Expr {
	switch e := e.(type) {
	case *syntax.Column:
		return []syntax.Expr{e}
	case *syntax.Unary:
		if e.Op == "NOT" {
			return operandsUnlessNull(e.X, !truth)
		}
	case *syntax.Binary:
		return ofBinary(e, truth)
	case *syntax.Between:
		if truth != e.Not {
			return []syntax.Expr{e.X, e.Lo, e.Hi}
		}
		return []syntax.Expr{e.X} // x < lo suffices, whatever hi is
	case *syntax.In:
		if e.Query == nil || truth != e.Not {
			return []syntax.Expr{e.X} // NOT IN of an empty query is true of NULL too
		}
	case *syntax.Is:
		switch {
		case truth == e.Not && (e.What == "NULL" || e.What == "UNKNOWN"):
			return []syntax.Expr{e.X}
		case truth != e.Not && (e.What == "TRUE" || e.What == "FALSE"):
			return append(operandsUnlessNull(e.X, e.What == "TRUE"), e.X)
		}
	}
	return nil
}

func ofBinary(e *syntax.Binary, truth bool) []syntax.Expr {
	switch e.Op {
	case "AND", "OR":
		left, right := operandsUnlessNull(e.Left, truth), operandsUnlessNull(e.Right, truth)
		if truth == (e.Op == "AND") {
			return append(left, right...)
		}
		return slices.DeleteFunc(left, func(x syntax.Expr) bool {
			return !slices.ContainsFunc(right, func(y syntax.Expr) bool { return syntax.Format(x) == syntax.Format(y) })
		})
	case "=", "<>", "<", ">", "<=", ">=", "LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE":
		if _, list := e.Right.(*syntax.Quantified); list {
			if truth && e.Right.(*syntax.Quantified).Quantifier != "ALL" {
				return []syntax.Expr{e.Left}
			}
			return nil
		}
		return []syntax.Expr{e.Left, e.Right}
	}
	return nil
}

// never reports whether a condition is true of no row at all: it is FALSE or NULL.
func never(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Literal:
		return e.Kind == syntax.Null || e.Kind == syntax.Bool && strings.EqualFold(e.Value, "FALSE")
	case *syntax.Unary:
		return e.Op == "NOT" && unknown(e.X)
	case *syntax.Binary:
		switch e.Op {
		case "AND":
			return never(e.Left) || never(e.Right)
		case "OR":
			return never(e.Left) && never(e.Right)
		}
	case *syntax.In:
		if e.Query == nil && e.Not && slices.ContainsFunc(e.List, isNull) {
			return true // false of what is listed, and NULL of everything else
		}
	}
	return unknown(e)
}

// unknown reports whether a condition is NULL for every row, because it compares with NULL.
func unknown(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Unary:
		return e.Op == "NOT" && unknown(e.X)
	case *syntax.Binary:
		switch e.Op {
		case "=", "<>", "<", ">", "<=", ">=", "LIKE", "NOT LIKE":
			return isNull(e.Left) || isNull(e.Right)
		}
	case *syntax.In:
		return e.Query == nil && (isNull(e.X) || !slices.ContainsFunc(e.List, func(x syntax.Expr) bool { return !isNull(x) }))
	}
	return false
}

func isNull(e syntax.Expr) bool {
	lit, ok := e.(*syntax.Literal)
	return ok && lit.Kind == syntax.Null
}
