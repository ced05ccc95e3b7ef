package resolve

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// operation resolves an operator or a function over other expressions.
func (r *resolver) operation(e syntax.Expr, sc *scope) logical.ID {
	if sc.names == nil {
		sc.names = map[*syntax.Column]logical.ID{}
	}
	op := logical.Operation{Written: e, Below: sc.names, Pure: true}
	negated := false
	var parts []syntax.Expr
	switch e := e.(type) {
	case *syntax.Unary:
		op.Op, parts = e.Op, []syntax.Expr{e.X}
	case *syntax.Binary:
		if e.Op == "COLLATE" && syntax.ByteOrder(e.Right) {
			return r.expr(e.Left, sc)
		}
		op.Op, parts = e.Op, []syntax.Expr{e.Left, e.Right}
	case *syntax.Between:
		op.Op, parts, negated = "BETWEEN", []syntax.Expr{e.X, e.Lo, e.Hi}, e.Not
	case *syntax.In:
		op.Op, parts, negated = "IN", append([]syntax.Expr{e.X}, e.List...), e.Not
	case *syntax.Is:
		op.Op, parts, negated = "IS "+e.What, []syntax.Expr{e.X}, e.Not
	case *syntax.Case:
		op.Op, parts = "CASE", caseParts(e)
	case *syntax.Cast:
		op.Op, parts = castName(e), []syntax.Expr{e.X}
	case *syntax.Call:
		op.Op, parts = callName(e), e.Args
	case *syntax.Index:
		op.Op, parts = "[]", []syntax.Expr{e.X, e.I}
	case *syntax.Tuple:
		op.Op, parts = "ROW", e.Items
	case *syntax.Quantified:
		op.Op, parts = e.Quantifier, e.List
	}
	op.Args = r.all(parts, sc)
	r.describe(e, &op)
	c := r.cols.Compute(op)
	if negated {
		c = r.cols.Compute(logical.Operation{Op: "NOT", Args: []logical.ID{c.ID}, Written: e, Below: sc.names, Pure: true, Nulls: [][]logical.ID{{c.ID}}, Type: c.Type})
	}
	return c.ID
}

// caseParts returns the conditions and values of a CASE. A CASE with an operand compares the operand with each
// condition.
func caseParts(e *syntax.Case) []syntax.Expr {
	var parts []syntax.Expr
	for _, w := range e.Whens {
		cond := w.Cond
		if e.Operand != nil {
			cond = &syntax.Binary{At: syntax.At{Pos: w.Cond.Span()}, Op: "=", Left: e.Operand, Right: w.Cond}
		}
		parts = append(parts, cond, w.Then)
	}
	if e.Else != nil {
		parts = append(parts, e.Else)
	}
	return parts
}

func castName(e *syntax.Cast) string {
	typ, _, _ := strings.Cut(strings.ToUpper(e.Type), "(")
	name := "CAST AS " + strings.TrimSpace(typ)
	if strings.Contains(e.Type, "(") {
		name = "CAST AS " + e.Type // a length or scale truncates or rounds the value
	}
	if e.Try {
		return "TRY_" + name
	}
	return name
}

// callName identifies a function by its name and the names of its arguments.
func callName(e *syntax.Call) string {
	name := strings.ToUpper(e.Name)
	if strings.Join(e.ArgNames, "") != "" {
		name += " " + strings.Join(e.ArgNames, " ")
	}
	return name
}

// describe adds what is known of an operation: its type, when it is NULL, and what its value tells about its
// arguments.
func (r *resolver) describe(e syntax.Expr, op *logical.Operation) {
	types := make([]logical.Type, len(op.Args))
	for i, id := range op.Args {
		types[i] = r.cols.Get(id).Type
	}
	op.Type = logical.OperatorType(op.Op, types)
	strict := false
	switch e := e.(type) {
	case *syntax.Unary:
		strict = true
		if e.Op == "-" && types[0].Whole {
			op.Inverse = op.Args[0]
		}
	case *syntax.Binary:
		strict = strictOperators[e.Op]
		op.Textual = e.Op == "||"
		op.Inverse = r.inverse(e.Op, op.Args)
	case *syntax.Between:
		op.Nulls = [][]logical.ID{{op.Args[0]}}
		op.Type = logical.Type{Class: logical.Boolean}
	case *syntax.In:
		op.Nulls = [][]logical.ID{{op.Args[0]}}
		op.Type = logical.Type{Class: logical.Boolean}
	case *syntax.Is:
		op.Type = logical.Type{Class: logical.Boolean}
	case *syntax.Case:
		op.Type = caseType(e, types)
	case *syntax.Cast:
		strict = true
		op.Type = logical.TypeOf(e.Type)
		op.Textual = op.Type.Class == logical.Text || op.Type.Class == logical.Bytes
		if strings.Contains(e.Type, "(") {
			op.Refused = "CAST AS " + e.Type
		} else if op.Type.Class == logical.Text && types[0].Whole {
			op.Inverse = op.Args[0]
		}
	case *syntax.Call:
		strict = describeCall(strings.ToUpper(e.Name), op, types)
	}
	if comparing[op.Op] && numberWithText(types) {
		op.Refused = syntax.Format(e) + ", which compares a number with a text"
	}
	if strict {
		for _, id := range op.Args {
			op.Nulls = append(op.Nulls, []logical.ID{id})
		}
	}
}

// describeCall adds what follows from a function, and reports whether it returns NULL if any argument is NULL.
func describeCall(name string, op *logical.Operation, types []logical.Type) (strict bool) {
	op.Type = logical.CallType(name, types)
	op.Textual = logical.IsTextual(name)
	op.Window = logical.GivesWindow(name)
	op.Pure = logical.IsPure(name)
	if name == "COALESCE" && len(op.Args) > 0 {
		op.Nulls = [][]logical.ID{op.Args}
	}
	return logical.IsStrict(name)
}

// strictOperators return NULL if any operand is NULL.
var strictOperators = map[string]bool{"+": true, "-": true, "*": true, "/": true, "%": true, "||": true, "=": true, "<>": true, "<": true, ">": true,
	"<=": true, ">=": true, "LIKE": true, "NOT LIKE": true}

// comparing are the operations that a router evaluates on values of one type.
var comparing = map[string]bool{"=": true, "<>": true, "<": true, ">": true, "<=": true, ">=": true, "IS DISTINCT FROM": true,
	"IS NOT DISTINCT FROM": true, "BETWEEN": true, "IN": true, "NULLIF": true}

// numberWithText reports whether there are numbers and texts among the types.
func numberWithText(types []logical.Type) bool {
	has := func(c logical.Class) bool {
		return slices.ContainsFunc(types, func(t logical.Type) bool { return t.Class == c })
	}
	return has(logical.Number) && has(logical.Text)
}

// inverse returns the operand that a result determines where the other one is a constant: a of a || '!', and of a
// + 1 for whole numbers.
func (r *resolver) inverse(op string, args []logical.ID) logical.ID {
	a, b := r.cols.Get(args[0]), r.cols.Get(args[1])
	if a.Const == b.Const {
		return 0
	}
	if a.Const {
		a, b = b, a
	}
	switch {
	case b.IsNull():
		return 0
	case op == "||" && (a.Type.Class == logical.Text || a.Type.Whole) && b.Type.Class == logical.Text:
		return a.ID
	case (op == "+" || op == "-") && a.Type.Whole && b.Type.Whole:
		return a.ID
	}
	return 0
}

// caseType returns the type of a CASE, which is that of its values.
func caseType(e *syntax.Case, types []logical.Type) logical.Type {
	var values []logical.Type
	for i := range e.Whens {
		values = append(values, types[2*i+1])
	}
	if e.Else != nil {
		values = append(values, types[len(types)-1])
	}
	return logical.Common(values)
}
