package syntax

import (
	"fmt"
	"strings"
)

// sexprs writes a list of expressions for the data-driven tests.
func sexprs(list []Expr) string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = sexpr(e)
	}
	return "(" + strings.Join(out, " ") + ")"
}

func not(n bool) string {
	if n {
		return "not-"
	}
	return ""
}

// sexpr writes an expression in prefix form, so that its structure is seen.
func sexpr(e Expr) string {
	switch e := e.(type) {
	case nil:
		return "-"
	case *Column:
		return strings.ReplaceAll(namesOf(e.Parts), ", ", ".")
	case *Star:
		text := strings.ReplaceAll(namesOf(append(append([]Ident{}, e.Qualifier...), Ident{Name: "*"})), ", ", ".")
		if e.Except != nil {
			text += "{except " + namesOf(e.Except) + "}"
		}
		return text
	case *Literal:
		switch e.Kind {
		case String:
			return "'" + e.Value + "'"
		case Typed, Interval:
			return fmt.Sprintf("<%s %s %s>", e.Kind, e.Type, e.Value)
		}
		return e.Value
	case *Unary:
		return fmt.Sprintf("(%s %s)", e.Op, sexpr(e.X))
	case *Binary:
		return fmt.Sprintf("(%s %s %s)", e.Op, sexpr(e.Left), sexpr(e.Right))
	case *Between:
		return fmt.Sprintf("(%sbetween %s %s %s)", not(e.Not), sexpr(e.X), sexpr(e.Lo), sexpr(e.Hi))
	case *In:
		return fmt.Sprintf("(%sin %s %s)", not(e.Not), sexpr(e.X), queryOr(e.Query, e.List))
	case *Is:
		return fmt.Sprintf("(%sis-%s %s)", not(e.Not), e.What, sexpr(e.X))
	case *Case:
		text := "(case " + sexpr(e.Operand)
		for _, w := range e.Whens {
			text += fmt.Sprintf(" [%s %s]", sexpr(w.Cond), sexpr(w.Then))
		}
		return text + " " + sexpr(e.Else) + ")"
	}
	return operandSexpr(e)
}

func operandSexpr(e Expr) string {
	switch e := e.(type) {
	case *Call:
		return call(e)
	case *Cast:
		try := ""
		if e.Try {
			try = "try-"
		}
		return fmt.Sprintf("(%scast %s %s)", try, sexpr(e.X), e.Type)
	case *Index:
		return fmt.Sprintf("(index %s %s)", sexpr(e.X), sexpr(e.I))
	case *Field:
		return fmt.Sprintf("(field %s %s)", sexpr(e.X), name(e.Name))
	case *Subquery:
		return "(subquery " + queryOr(e.Query, nil) + ")"
	case *Exists:
		return "(exists " + queryOr(e.Query, nil) + ")"
	case *Quantified:
		return "(" + e.Quantifier + " " + queryOr(e.Query, e.List) + ")"
	case *Tuple:
		return "(tuple " + sexprs(e.Items) + ")"
	case *TableArg:
		var p printer
		p.source(e.Source)
		p.order("order by", e.OrderBy)
		return "(relation " + e.Word + " " + oneLine(p.b.String()) + ")"
	}
	return fmt.Sprintf("?%T", e)
}

func call(e *Call) string {
	text := "(" + e.Name
	if e.Distinct {
		text += " distinct"
	}
	for i, a := range e.Args {
		text += " "
		if e.ArgNames != nil && e.ArgNames[i] != "" {
			text += e.ArgNames[i] + "=>"
		}
		text += sexpr(a)
	}
	if len(e.OrderBy) > 0 {
		text += " " + orderText(e.OrderBy)
	}
	if e.Nulls != "" {
		text += " nulls=" + e.Nulls
	}
	if e.Filter != nil {
		text += " filter=" + sexpr(e.Filter)
	}
	if e.Over != nil {
		text += " " + over(e.Over)
	}
	return text + ")"
}

func over(o *Over) string {
	text := "over{" + name(o.Ref)
	if o.Buffer > 0 {
		text += fmt.Sprintf(" buffer=%d", o.Buffer)
	}
	if len(o.Partition) > 0 {
		text += " partition=" + sexprs(o.Partition)
	}
	if len(o.OrderBy) > 0 {
		text += " " + orderText(o.OrderBy)
	}
	if f := o.Frame; f != nil {
		text += fmt.Sprintf(" %s{%s", f.Unit, bound(f.Start))
		if f.End.Kind != "" {
			text += " to " + bound(f.End)
		}
		if f.Exclude != "" {
			text += " exclude " + f.Exclude
		}
		text += "}"
	}
	for _, part := range []struct{ key, value string }{{"emit", o.Emit}, {"expire", o.Expire}} {
		if part.value != "" {
			text += fmt.Sprintf(" %s=%q", part.key, part.value)
		}
	}
	return text + "}"
}

func bound(b Bound) string {
	if b.Offset != nil {
		return sexpr(b.Offset) + " " + string(b.Kind)
	}
	return string(b.Kind)
}

func orderText(items []*OrderItem) string {
	var p printer
	p.order("order", items)
	return "[" + oneLine(p.b.String()) + "]"
}

func queryOr(q *QueryExpr, list []Expr) string {
	if q == nil {
		return sexprs(list)
	}
	var p printer
	p.query(q)
	return "{" + oneLine(p.b.String()) + "}"
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
