package engine

import "strings"

// named reads an operand that begins with a name: a column, a call, or one of the words that the engine recognizes
// by their text.
func (p *parser) named() expr {
	t := p.next()
	word := p.value(t)
	switch len(word) { // only the words below are compared in upper case
	case len("TRUE"), len("FALSE"), len("EXTRACT"), len("CURRENT_TIMESTAMP"):
		word = upper(word)
	}
	switch word {
	case "TRUE", "FALSE":
		return expr{}
	case "CURRENT_TIMESTAMP": // takes no brackets: what stands in them is not read any more
		return expr{call: word}
	case "EXTRACT":
		p.extract()
		return expr{call: word}
	case "CAST":
		return p.cast()
	}
	switch {
	case p.is("("):
		return p.call(t)
	case p.take("."):
		f := p.tok()
		if f.kind != name && !fieldWords[f.word()] {
			p.refuse("the column after the dot", p.fieldForm(f))
		}
		p.next()
		return expr{key: p.value(t) + "." + systemColumn(p.value(f)), column: true}
	default:
		return expr{key: systemColumn(p.value(t)), column: true}
	}
}

// columnWord reads a keyword that serves as a function or a column.
func (p *parser) columnWord() expr {
	t := p.next()
	if p.is("(") {
		return p.call(t)
	}
	return expr{key: p.value(t), column: true}
}

// call reads the arguments of a function and its OVER. The selector looks at the first argument.
func (p *parser) call(t token) expr {
	function := upper(p.value(t))
	e := expr{call: function}
	p.next()
	for first := true; !(first && p.is(")")); first = false {
		if star := p.tok(); p.take("*") {
			if function != "COUNT" {
				p.misread(star.span, "* as an argument of "+short(function)+" is the number 1", "a column")
			}
		} else if a := p.expr(); first {
			e.key = a.key
		}
		if !p.take(",") {
			break
		}
	}
	if !p.is(")") {
		p.refuse(`"," or ")"`, p.argumentForm(function))
	}
	p.next()
	if p.is("OVER") {
		p.over()
		e.key = "" // the selector does not look into window functions
	}
	return e
}

// argumentForm suggests what to write if an argument is followed by something that the engine does not know.
func (p *parser) argumentForm(function string) string {
	switch {
	case p.is("FROM"), p.is("IN"):
		return function + "(a, b): arguments with commas between"
	case p.is("AS"):
		return "CAST(x AS TYPE); no other call takes AS"
	case p.is("ORDER"):
		return "a plain argument; there is no order inside a call"
	default:
		return function + "(a, b)"
	}
}

// extract reads EXTRACT(unit FROM x) and EXTRACT('unit', x). The selector sees no column in it.
func (p *parser) extract() {
	const form = "EXTRACT(HOUR FROM ts)"
	p.expect("(", form)
	if p.tok().kind == literal {
		p.next()
		p.expect(",", "EXTRACT('HOUR', ts)")
	} else {
		p.expectKind(name, "a unit of time", form)
		p.expect("FROM", form)
	}
	p.expr()
	p.expect(")", form)
}

// cast reads CAST(x AS type), where the type is one name.
func (p *parser) cast() expr {
	const form = "CAST(x AS DECIMAL): a type without length or precision"
	p.expect("(", form)
	e := p.expr()
	p.expect("AS", form)
	p.expectKind(name, "the name of a type", form)
	p.expect(")", form)
	return expr{call: "CAST", key: e.key}
}

// caseWhen reads CASE WHEN .. THEN .. [ELSE ..] END.
func (p *parser) caseWhen() {
	const form = "CASE WHEN condition THEN value ELSE value END"
	p.next()
	if !p.is("WHEN") {
		p.refuse("WHEN", "CASE WHEN x = value THEN ..: the condition in full")
	}
	for p.take("WHEN") {
		p.expr()
		p.expect("THEN", form)
		p.expr()
	}
	if p.take("ELSE") {
		p.expr()
	}
	p.expect("END", form)
}

// systemColumns are the engine's own columns, which it writes in upper case wherever it reads their
// names (execution/types.rs).
var systemColumns = wordSet("_TIMESTAMP _OFFSET _PARTITION _EVENT_TIME _WINDOW_START _WINDOW_END")

// SystemColumn reports whether the engine keeps a column, named as Column names it, outside the fields of a record
// (sql/execution/types.rs get_field).
func SystemColumn(name string) bool { return systemColumns[name] }

func systemColumn(column string) string {
	if strings.HasPrefix(column, "_") && systemColumns[upper(column)] {
		return upper(column)
	}
	return column
}
