package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// lower turns a SQL expression over one base source into one that a router can evaluate. Where it
// cannot, the text says which part stands in the way.
func (a *analysis) lower(e syntax.Expr, ids map[*syntax.Column]dist.Column, c column) (scalar.Expr, string) {
	switch {
	case c.const_:
		return nil, "it is a constant"
	case c.window:
		return nil, "it is a bound of a window, and the router computes no windows"
	case c.input < 0:
		return nil, "it is not computed from one source alone"
	}
	l := lowering{a: a, ids: ids}
	x := l.expr(e)
	if x == nil {
		return nil, "the router cannot evaluate " + l.stuck
	}
	return x, ""
}

type lowering struct {
	a     *analysis
	ids   map[*syntax.Column]dist.Column
	stuck string
}

func (l *lowering) fail(what string) scalar.Expr {
	if l.stuck == "" {
		l.stuck = what
	}
	return nil
}

// op builds an operation if the router has it and every argument could be lowered.
func (l *lowering) op(name string, args ...syntax.Expr) scalar.Expr {
	build, ok := scalar.Lookup(name, len(args))
	if !ok {
		return l.fail(name)
	}
	var out []scalar.Expr
	for _, a := range args {
		x := l.expr(a)
		if x == nil {
			return nil
		}
		out = append(out, x)
	}
	return build(out...)
}

func (l *lowering) not(negated bool, x scalar.Expr) scalar.Expr {
	if !negated || x == nil {
		return x
	}
	build, _ := scalar.Lookup("NOT", 1)
	return build(x)
}

func (l *lowering) expr(e syntax.Expr) scalar.Expr {
	switch e := e.(type) {
	case *syntax.Column:
		if key := l.a.q.columns.get(l.ids[e]).key; key != nil {
			return key
		}
		return l.fail(syntax.Format(e))
	case *syntax.Literal:
		return l.literal(e)
	case *syntax.Unary:
		return l.op(e.Op, e.X)
	case *syntax.Binary:
		return l.op(e.Op, e.Left, e.Right)
	case *syntax.Between:
		return l.not(e.Not, l.op("BETWEEN", e.X, e.Lo, e.Hi))
	case *syntax.In:
		if e.Query == nil {
			return l.not(e.Not, l.op("IN", append([]syntax.Expr{e.X}, e.List...)...))
		}
	case *syntax.Is:
		if e.What == "NULL" {
			return l.not(e.Not, l.op("IS NULL", e.X))
		}
	case *syntax.Case:
		return l.cases(e)
	case *syntax.Cast:
		typ, _, _ := strings.Cut(strings.ToUpper(e.Type), "(")
		if strings.Contains(e.Type, "(") {
			return l.fail("CAST AS " + e.Type) // a length or scale cuts or rounds the value
		}
		return l.op("CAST AS "+strings.TrimSpace(typ), e.X)
	case *syntax.Call:
		if e.Over == nil && !e.Distinct && e.Filter == nil && len(e.OrderBy) == 0 {
			return l.op(strings.ToUpper(e.Name), e.Args...)
		}
	}
	return l.fail(syntax.Format(e))
}

func (l *lowering) cases(e *syntax.Case) scalar.Expr {
	var args []syntax.Expr
	for _, w := range e.Whens {
		cond := w.Cond
		if e.Operand != nil {
			cond = &syntax.Binary{At: syntax.At{Pos: w.Cond.Span()}, Op: "=", Left: e.Operand, Right: w.Cond}
		}
		args = append(args, cond, w.Then)
	}
	if e.Else != nil {
		args = append(args, e.Else)
	}
	return l.op("CASE", args...)
}

func (l *lowering) literal(e *syntax.Literal) scalar.Expr {
	switch e.Kind {
	case syntax.Number:
		if v, ok := scalar.ParseNumber([]byte(jsonNumber(e.Value))); ok {
			return scalar.Const{Value: v}
		}
	case syntax.String:
		return scalar.Const{Value: scalar.String(e.Value)}
	case syntax.Bool:
		return scalar.Const{Value: scalar.Bool(strings.EqualFold(e.Value, "TRUE"))}
	case syntax.Null:
		return scalar.Const{Value: scalar.Null()}
	}
	return l.fail(syntax.Format(e))
}

// jsonNumber writes SQL's .5 and 5. as JSON wants them.
func jsonNumber(s string) string {
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	return strings.TrimSuffix(s, ".")
}
