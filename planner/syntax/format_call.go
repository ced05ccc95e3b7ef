package syntax

import "strconv"

// spelled are the functions with a syntax of their own. The name of a plain call of one of them is
// written in quotes.
var spelled = map[string]bool{"CAST": true, "TRY_CAST": true, "EXISTS": true, "ANY": true, "SOME": true, "ALL": true, "VALUES": true, "TABLE": true}

// call writes a function call.
func (w *writer) call(e *Call) {
	name := upper(e.Name)
	plain := e.ArgNames == nil && e.OrderBy == nil && !e.Distinct && e.Nulls == "" && e.Filter == nil && e.Over == nil
	brackets := plain && (name == "ARRAY" || name == "MAP")
	opening, closing := "(", ")"
	if brackets {
		w.add(name)
		opening, closing = "[", "]"
	} else {
		w.callName(e.Name)
	}
	w.add(opening)
	if e.Distinct {
		w.add("DISTINCT ")
	}
	w.args(e, name)
	if len(e.OrderBy) > 0 {
		w.orderBy(" ORDER BY ", e.OrderBy)
	}
	w.add(closing)
	if e.Filter != nil {
		w.add(" FILTER (WHERE ")
		w.expr(e.Filter, 0)
		w.add(")")
	}
	if e.Nulls != "" {
		w.add(" ", e.Nulls, " NULLS")
	}
	if e.Over != nil {
		w.add(" OVER ")
		w.over(e.Over, true)
	}
}

// args writes the arguments of a call; name is its name in upper case.
func (w *writer) args(e *Call, name string) {
	for i, arg := range e.Args {
		if i > 0 {
			w.add(", ")
		}
		if e.ArgNames != nil && e.ArgNames[i] != "" {
			w.ident(Ident{Name: e.ArgNames[i]})
			if name == "STRUCT" {
				w.add(" := ") // ksqlDB has := for fields
			} else {
				w.add(" => ")
			}
		}
		if c, ok := arg.(*Column); ok && i == 0 && unitFirst[name] && len(c.Parts) == 1 && isUnit(c.Parts[0].Name) && w.column == nil {
			w.add(`"`, c.Parts[0].Name, `"`) // without quotes it would be read as the unit
			continue
		}
		least := 0
		if name == "POSITION" && i == 0 {
			least = precOperand // POSITION(a IN b): an operator IN needs parentheses
		}
		w.expr(arg, least)
	}
}

// callName writes the name of a function in upper case, part by part, except template
// variables, in which case matters.
func (w *writer) callName(name string) {
	if spelled[upper(name)] {
		w.add(`"`, upper(name), `"`)
		return
	}
	for i, part := range splitName(name) {
		if i > 0 {
			w.add(".")
		}
		if !isParameter(part) {
			part = upper(part)
		}
		if niladic[part] {
			w.add(part)
			continue
		}
		w.ident(Ident{Name: part})
	}
}

// orderBy writes the words and the items after them; nothing if there are no items.
func (w *writer) orderBy(words string, items []*OrderItem) {
	for i, item := range items {
		if i > 0 {
			words = ", "
		}
		w.add(words)
		w.expr(item.Expr, 0)
		if item.Desc {
			w.add(" DESC")
		}
		if item.Nulls != "" {
			w.add(" NULLS ", item.Nulls)
		}
	}
}

// over writes what follows OVER. With short, a window name alone is written without parentheses.
func (w *writer) over(o *Over, short bool) {
	if short && o.Ref.Name != "" && o.Buffer == 0 && o.Partition == nil && o.OrderBy == nil && o.Frame == nil && o.Emit == "" && o.Expire == "" {
		w.ident(o.Ref)
		return
	}
	opening := "("
	part := func(words ...string) {
		w.add(opening)
		w.add(words...)
		opening = " "
	}
	if o.Ref.Name != "" {
		part()
		w.ident(o.Ref)
	}
	if o.Buffer > 0 {
		part("ROWS WINDOW BUFFER ", strconv.FormatInt(o.Buffer, 10), " ROWS")
	}
	if len(o.Partition) > 0 {
		part("PARTITION BY ")
		w.exprs(o.Partition)
	}
	if len(o.OrderBy) > 0 {
		part()
		w.orderBy("ORDER BY ", o.OrderBy)
	}
	if o.Frame != nil {
		part()
		w.frame(o.Frame)
	}
	if o.Emit != "" {
		part("EMIT ", o.Emit)
	}
	if o.Expire != "" {
		part("EXPIRE AFTER ", o.Expire)
	}
	if opening == "(" {
		w.add("(")
	}
	w.add(")")
}

// exprs writes expressions separated by commas.
func (w *writer) exprs(list []Expr) {
	for i, e := range list {
		if i > 0 {
			w.add(", ")
		}
		w.expr(e, 0)
	}
}

// queryOrList writes (query), or (list) if there is no query.
func (w *writer) queryOrList(q *QueryExpr, list []Expr) {
	w.add("(")
	if q != nil {
		w.query(q)
	} else {
		w.exprs(list)
	}
	w.add(")")
}
