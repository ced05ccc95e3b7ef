package syntax

import "strings"

// How tightly an expression binds, from loosest to tightest, as the parser reads it.
const (
	precOr = iota + 1
	precAnd
	precNot
	precCompare
	precOther // ||
	precAdd
	precMul
	precPath // ->, AT TIME ZONE
	precSign
	precOperand
)

// Format returns the normalized text of an expression: function names and keywords in upper case,
// single blanks, only the parentheses that the tree needs, and quotes only around names that need
// them. Equal trees have equal text, and the text parses to a tree with the same text.
func Format(e Expr) string { return FormatWith(e, nil) }

// FormatWith is like Format, but each column is written as column(c) instead of by its name. Columns
// inside subqueries keep their names; ColumnsIn leaves those out, too.
func FormatWith(e Expr, column func(*Column) string) string {
	w := &writer{column: column}
	w.expr(e, 0)
	return w.b.String()
}

// writer collects normalized text.
type writer struct {
	b      strings.Builder
	column func(*Column) string // nil: by name
}

func (w *writer) add(parts ...string) {
	for _, s := range parts {
		w.b.WriteString(s)
	}
}

// expr writes an expression, in parentheses if it binds looser than least.
func (w *writer) expr(e Expr, least int) {
	if prec(e) < least {
		w.add("(")
		w.bare(e)
		w.add(")")
		return
	}
	w.bare(e)
}

// prec returns how tightly the outermost operator of an expression binds.
func prec(e Expr) int {
	switch e := e.(type) {
	case *Unary:
		if e.Op == "NOT" {
			return precNot
		}
		return precSign
	case *Binary:
		return precOf(e.Op)
	case *Between, *In, *Is:
		return precCompare
	}
	return precOperand
}

// precOf returns how tightly a binary operator binds.
func precOf(op string) int {
	switch op {
	case "OR":
		return precOr
	case "AND":
		return precAnd
	case "+", "-":
		return precAdd
	case "*", "/", "%":
		return precMul
	case "AT TIME ZONE":
		return precPath
	case "ESCAPE":
		return precOther
	case "COLLATE":
		return precOperand
	}
	switch symbols[op] {
	case asPath:
		return precPath
	case asOther:
		return precOther
	}
	return precCompare
}

func (w *writer) bare(e Expr) {
	switch e := e.(type) {
	case *Column:
		if w.column != nil {
			w.add(w.column(e))
		} else {
			w.path(e.Parts)
		}
	case *Star:
		w.star(e)
	case *Literal:
		w.literal(e)
	case *Unary:
		w.unary(e)
	case *Binary:
		w.binary(e)
	case *Between:
		w.expr(e.X, precOther)
		w.not(e.Not)
		w.add(" BETWEEN ")
		w.expr(e.Lo, precOther)
		w.add(" AND ")
		w.expr(e.Hi, precOther)
	case *In:
		w.expr(e.X, precOther)
		w.not(e.Not)
		w.add(" IN ")
		w.queryOrList(e.Query, e.List)
	case *Is:
		w.expr(e.X, precCompare)
		w.add(" IS ")
		if e.Not {
			w.add("NOT ")
		}
		w.add(e.What)
	case *Case:
		w.caseExpr(e)
	default:
		w.operand(e)
	}
}

func (w *writer) not(not bool) {
	if not {
		w.add(" NOT")
	}
}

func (w *writer) unary(e *Unary) {
	if e.Op == "NOT" {
		w.add("NOT ")
		w.expr(e.X, precNot)
		return
	}
	w.add(e.Op)
	if inner, ok := e.X.(*Unary); ok && inner.Op != "NOT" {
		w.add(" ") // -- would begin a comment
	}
	w.expr(e.X, precSign)
}

func (w *writer) binary(e *Binary) {
	if e.Op == "COLLATE" {
		w.subject(e.Left)
		w.add(" COLLATE ")
		w.bare(e.Right)
		return
	}
	own := precOf(e.Op)
	left := own
	if own == precCompare {
		left++ // comparisons do not chain
	}
	w.expr(e.Left, left)
	w.add(" ", e.Op, " ")
	w.expr(e.Right, own+1)
}

func (w *writer) caseExpr(e *Case) {
	w.add("CASE")
	if e.Operand != nil {
		w.add(" ")
		w.expr(e.Operand, 0)
	}
	for _, when := range e.Whens {
		w.add(" WHEN ")
		w.expr(when.Cond, 0)
		w.add(" THEN ")
		w.expr(when.Then, 0)
	}
	if e.Else != nil {
		w.add(" ELSE ")
		w.expr(e.Else, 0)
	}
	w.add(" END")
}

// operand writes an expression that needs no parentheses around it.
func (w *writer) operand(e Expr) {
	switch e := e.(type) {
	case *Call:
		w.call(e)
	case *Cast:
		if e.Try {
			w.add("TRY_")
		}
		w.add("CAST(")
		w.expr(e.X, 0)
		w.add(" AS ", e.Type, ")")
	case *Index:
		w.subject(e.X)
		w.add("[")
		w.expr(e.I, 0)
		w.add("]")
	case *Field:
		w.base(e.X)
		if e.Name.Name == "*" && !e.Name.Quoted {
			w.add(".*")
			return
		}
		w.add(".")
		w.ident(e.Name)
	case *Subquery:
		w.queryOrList(e.Query, nil)
	case *Exists:
		w.add("EXISTS ")
		w.queryOrList(e.Query, nil)
	case *Quantified:
		w.add(e.Quantifier, " ")
		w.queryOrList(e.Query, e.List)
	case *Tuple:
		w.queryOrList(nil, e.Items)
	case *TableArg:
		if e.Word != "" {
			w.add(e.Word, " ")
		}
		w.source(e.Source)
		w.orderBy(" ORDER BY ", e.OrderBy)
	}
}

// subject writes the operand before a subscript or COLLATE.
func (w *writer) subject(e Expr) {
	switch e.(type) {
	case *Column, *Literal:
		w.bare(e)
	default:
		w.base(e)
	}
}

// base writes the operand before a field. A column gets parentheses, so that (a).b does not become the
// path a.b.
func (w *writer) base(e Expr) {
	switch e.(type) {
	case *Call, *Cast, *Index, *Field, *Subquery:
		w.bare(e)
	default:
		w.add("(")
		w.bare(e)
		w.add(")")
	}
}
