package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// operators are the binary operators that SQLite has, too.
var operators = map[string]bool{"OR": true, "AND": true, "=": true, "<>": true, "<": true, "<=": true, ">": true, ">=": true, "+": true, "-": true, "*": true,
	"||": true, "LIKE": true, "NOT LIKE": true, "ESCAPE": true, "IS DISTINCT FROM": true, "IS NOT DISTINCT FROM": true}

// expr writes an expression.
func (w *writer) expr(e syntax.Expr, sc *scope) string {
	if w.nulled(e) {
		return "NULL"
	}
	switch e := e.(type) {
	case *syntax.Column:
		return w.column(e, sc)
	case *syntax.Star:
		return w.star(e, sc)
	case *syntax.Literal:
		return w.literal(e)
	case *syntax.Unary:
		return "(" + e.Op + " " + w.expr(e.X, sc) + ")"
	case *syntax.Binary:
		return w.binary(e, sc)
	case *syntax.Between:
		return "(" + w.expr(e.X, sc) + not(e.Not) + " BETWEEN " + w.expr(e.Lo, sc) + " AND " + w.expr(e.Hi, sc) + ")"
	case *syntax.In:
		return w.in(e, sc)
	case *syntax.Is:
		what := e.What
		if what == "UNKNOWN" {
			what = "NULL"
		}
		return "(" + w.expr(e.X, sc) + " IS" + not(e.Not) + " " + what + ")"
	case *syntax.Case:
		return w.caseExpr(e, sc)
	case *syntax.Call:
		return w.within(e, func() string { return w.call(e, sc) })
	case *syntax.Cast:
		return w.cast(e, sc)
	case *syntax.Subquery:
		return "(" + w.subquery(e.Query, sc) + ")"
	case *syntax.Exists:
		return "EXISTS (" + w.subquery(e.Query, sc) + ")"
	case *syntax.Tuple:
		return "(" + w.exprs(e.Items, sc) + ")"
	}
	return w.cannot(syntax.Format(e), e.Span())
}

func (w *writer) exprs(list []syntax.Expr, sc *scope) string {
	var out []string
	for _, e := range list {
		out = append(out, w.expr(e, sc))
	}
	return strings.Join(out, ", ")
}

func not(not bool) string {
	if not {
		return " NOT"
	}
	return ""
}

func (w *writer) literal(e *syntax.Literal) string {
	switch e.Kind {
	case syntax.String:
		return text(e.Value)
	case syntax.Number, syntax.Bool, syntax.Null:
		return e.Value
	}
	return w.cannot(syntax.Format(e), e.Span())
}

// text writes a text as SQL. SQLite's own texts end at a byte 0.
func text(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		return fmt.Sprintf("CAST(x'%x' AS TEXT)", s)
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// binary writes an operation. A division is one of decimals, for integers too.
func (w *writer) binary(e *syntax.Binary, sc *scope) string {
	if q, ok := e.Right.(*syntax.Quantified); ok {
		return w.quantified(e, q, sc)
	}
	if text := w.shift(e, sc); text != "" {
		return text
	}
	left := w.expr(e.Left, sc)
	switch {
	case e.Op == "/":
		left, e = "("+left+" * 1.0)", &syntax.Binary{Op: "/", Right: e.Right}
	case e.Op == "%":
		return function(e.Op) + "(" + left + ", " + w.expr(e.Right, sc) + ")"
	case !operators[e.Op]:
		return w.cannot(e.Op, e.Span())
	}
	if e.Op == "ESCAPE" { // part of the LIKE around it
		return left + " ESCAPE " + w.expr(e.Right, sc)
	}
	return "(" + left + " " + e.Op + " " + w.expr(e.Right, sc) + ")"
}

// quantified writes a comparison with ANY or ALL of a query: as IN where it is that, and otherwise by its definition.
func (w *writer) quantified(e *syntax.Binary, q *syntax.Quantified, sc *scope) string {
	if _, tuple := e.Left.(*syntax.Tuple); tuple || q.Query == nil || !operators[e.Op] {
		return w.cannot(e.Op+" "+q.Quantifier, q.Span())
	}
	left, query, all := w.expr(e.Left, sc), w.subquery(q.Query, sc), q.Quantifier == "ALL"
	switch {
	case e.Op == "=" && !all:
		return "(" + left + " IN (" + query + "))"
	case e.Op == "<>" && all:
		return "(" + left + " NOT IN (" + query + "))"
	}
	const value = "compared value"
	some := func(of string) string {
		return fmt.Sprintf("EXISTS (SELECT 1 FROM %s WHERE (%s %s %s)%s)", wrapped("compared", []syntax.Ident{{Name: value}}, query), left, e.Op, quoted(value), of)
	}
	if all {
		return "CASE WHEN " + some(" IS FALSE") + " THEN FALSE WHEN " + some(" IS NULL") + " THEN NULL ELSE TRUE END"
	}
	return "CASE WHEN " + some("") + " THEN TRUE WHEN " + some(" IS NULL") + " THEN NULL ELSE FALSE END"
}

// in writes IN. A list of tuples is a VALUES to SQLite.
func (w *writer) in(e *syntax.In, sc *scope) string {
	head := "(" + w.expr(e.X, sc) + not(e.Not) + " IN ("
	if e.Query != nil {
		return head + w.subquery(e.Query, sc) + "))"
	}
	if _, tuples := e.X.(*syntax.Tuple); tuples {
		head += "VALUES "
	}
	return head + w.exprs(e.List, sc) + "))"
}

func (w *writer) caseExpr(e *syntax.Case, sc *scope) string {
	text := "CASE"
	if e.Operand != nil {
		text += " " + w.expr(e.Operand, sc)
	}
	for _, when := range e.Whens {
		text += " WHEN " + w.expr(when.Cond, sc) + " THEN " + w.expr(when.Then, sc)
	}
	if e.Else != nil {
		text += " ELSE " + w.expr(e.Else, sc)
	}
	return text + " END"
}

// cast writes a CAST as the router's own, which refuses what engines convert differently. The CAST around it gives the
// result SQLite's type.
func (w *writer) cast(e *syntax.Cast, sc *scope) string {
	name := castName(e.Type)
	if e.Try || name == "" {
		return w.cannot(syntax.Format(e), e.Span())
	}
	kind := "TEXT"
	if name == "CAST AS INTEGER" {
		kind = "INTEGER"
	}
	return "CAST(" + function(name) + "(" + w.expr(e.X, sc) + ") AS " + kind + ")"
}

// castName is the router's name for a CAST; "" if it has none.
func castName(to string) string {
	build, ok := scalar.Lookup("CAST AS "+to, 1)
	if !ok {
		return ""
	}
	return build(nil).(scalar.Op).Name
}

// column writes a name.
func (w *writer) column(c *syntax.Column, sc *scope) string {
	t, n := sc.lookup(c.Parts)
	path := c.Parts[n:]
	prefix := ""
	if t != nil {
		prefix = quoted(syntax.Unqualified(t.name)) + "."
		if len(t.lateral) > 0 {
			at := slices.Index(t.lateral, path[0].Name)
			if at < 0 || len(path) > 1 {
				return w.cannot(syntax.Format(c), c.Span())
			}
			return fmt.Sprintf("(%svalue ->> %d)", prefix, at)
		}
	}
	if n == 0 && len(path) == 1 && !path[0].Quoted && logical.IsVolatile(path[0].Name) && !declares(sc, path[0].Name) {
		return w.cannot(path[0].Name, c.Span())
	}
	if bound := windowBound(c); bound != "" && sc.window != nil && !declares(sc, path[0].Name) {
		return w.windowColumn(bound, sc)
	}
	names := make([]string, len(path))
	for i, p := range path {
		names[i] = p.Name
	}
	switch system := resolve.System(names[0]); {
	case len(names) > 1:
		if t != nil && t.base == nil {
			return w.cannot(syntax.Format(c)+", a field inside a column of a query", c.Span())
		}
		w.nest(c.Span())
	case system != "" && (t == nil || t.base != nil) && !declares(sc, names[0]) && reads(sc):
		if strings.HasPrefix(system, "_WINDOW") {
			return w.cannot(system+" outside a SELECT with WINDOW", c.Span())
		}
		w.system(system, c.Span())
		names[0] = system
	}
	return prefix + quoted(columnName(names))
}

// nest notes that a column is read by more than its own name.
func (w *writer) nest(at diag.Span) {
	if w.nested.IsZero() {
		w.nested = at
	}
}

// system notes that a system column is read.
func (w *writer) system(name string, at diag.Span) {
	w.nest(at)
	if !slices.Contains(w.q.System, name) {
		w.q.System = append(w.q.System, name)
	}
}

// declares reports whether a source that can be seen declares a column.
func declares(sc *scope, name string) bool {
	for s := sc; s != nil; s = s.outer {
		if slices.ContainsFunc(s.tables, func(t table) bool { return t.base != nil && t.base.Declares(name) }) {
			return true
		}
	}
	return false
}

// reads reports whether a source itself, not only a query, can be seen.
func reads(sc *scope) bool {
	for s := sc; s != nil; s = s.outer {
		if slices.ContainsFunc(s.tables, func(t table) bool { return t.base != nil }) {
			return true
		}
	}
	return false
}

// star writes * and t.*.
func (w *writer) star(e *syntax.Star, sc *scope) string {
	if len(e.Except) > 0 {
		return w.cannot("* EXCEPT", e.Span())
	}
	if slices.ContainsFunc(sc.tables, func(t table) bool { return t.base != nil }) {
		w.starred = e.Span()
	}
	if !declared(sc) && w.q.Star.IsZero() {
		w.q.Star = e.Span()
	}
	if len(e.Qualifier) == 0 {
		if slices.ContainsFunc(sc.tables, func(t table) bool { return len(t.lateral) > 0 }) {
			return w.cannot("* beside LATERAL", e.Span())
		}
		return "*"
	}
	return quoted(e.Qualifier[len(e.Qualifier)-1].Name) + ".*"
}
