package engine

import "strings"

// overForm is the only form of OVER, whose first part is mandatory.
const overForm = "OVER (ROWS WINDOW BUFFER 100 ROWS [PARTITION BY column] [ORDER BY column])"

// over reads OVER (window_functions.rs parse_over_clause).
func (p *parser) over() {
	outer := p.clause
	p.clause = "OVER"
	p.next()
	p.expect("(", overForm)
	if !p.says("ROWS") {
		p.refuse("ROWS WINDOW BUFFER n ROWS", overForm)
	}
	p.next()
	p.expectSaid("WINDOW", overForm)
	p.expectSaid("BUFFER", overForm)
	p.bounded(p.expectKind(number, "the number of rows to keep", overForm), 32)
	p.expectSaid("ROWS", overForm)
	if p.takeSaid("PARTITION") {
		p.expectSaid("BY", overForm)
		p.overColumns(false)
	}
	if p.take("ORDER") {
		p.expectSaid("BY", overForm)
		p.overColumns(true)
	}
	if p.is("ROWS") || p.is("RANGE") {
		p.frame()
	}
	if p.takeSaid("EMIT") {
		p.overEmit()
	}
	if p.takeSaid("EXPIRE") {
		p.overExpire()
	}
	if !p.is(")") {
		p.refuse(`")"`, p.overRest())
	}
	p.next()
	p.clause = outer
}

// overRest suggests what to write where the parts of OVER end too early.
func (p *parser) overRest() string {
	switch {
	case p.is("("):
		return "plain columns in PARTITION BY and ORDER BY; compute the value in a stream before"
	case p.is("CHANGES"), p.is("FINAL"):
		return "EMIT EVERY RECORD or EMIT ON BUFFER FULL"
	default:
		return overForm
	}
}

// overColumns reads plain columns, each with a direction if they order.
func (p *parser) overColumns(order bool) {
	for {
		p.expectKind(name, "a column", overForm)
		if p.take(".") {
			p.expectKind(name, "the column after the dot", overForm)
		}
		if order && !p.take("ASC") {
			p.take("DESC")
		}
		if !p.take(",") {
			return
		}
	}
}

func (p *parser) overEmit() {
	switch {
	case p.takeSaid("EVERY"):
		p.expectSaid("RECORD", "EMIT EVERY RECORD")
	case p.takeSaid("ON"):
		p.expectSaid("BUFFER", "EMIT ON BUFFER FULL")
		p.expectSaid("FULL", "EMIT ON BUFFER FULL")
	}
}

func (p *parser) overExpire() {
	const form = "EXPIRE AFTER INTERVAL '5' MINUTE INACTIVITY, or EXPIRE AFTER NEVER"
	p.expectSaid("AFTER", form)
	if p.takeSaid("NEVER") {
		return
	}
	p.expectSaid("INTERVAL", form)
	t := p.expectKind(literal, "a number in quotes", form)
	if !isUnsigned(strings.Trim(p.value(t), "'")) {
		p.fail(t.span, p.slice(t.span)+" is not a whole number", form)
	}
	switch upper(p.value(p.tok())) {
	case "SECOND", "SECONDS", "MINUTE", "MINUTES", "HOUR", "HOURS":
		p.next()
	default:
		p.refuse("SECOND, MINUTE or HOUR", form)
	}
	p.expectSaid("INACTIVITY", form)
}

// frame reads ROWS or RANGE BETWEEN bound AND bound (window_functions.rs parse_window_frame).
func (p *parser) frame() {
	const form = "ROWS BETWEEN 5 PRECEDING AND CURRENT ROW"
	p.next()
	p.expect("BETWEEN", form)
	p.bound()
	p.expect("AND", form)
	p.bound()
}

func (p *parser) bound() {
	const form = "UNBOUNDED PRECEDING, 5 PRECEDING, INTERVAL '5' MINUTE PRECEDING, CURRENT ROW, and the same FOLLOWING"
	t := p.tok()
	switch {
	case t.word() == "UNBOUNDED":
		p.next()
	case t.word() == "CURRENT":
		p.next()
		p.expect("ROW", form)
		return
	case t.kind == number:
		p.bounded(p.next(), 64)
	case t.word() == "INTERVAL":
		p.next()
		v := p.expectKind(literal, "a number in quotes", form)
		p.wholeNumber(v, form)
		p.unit(form)
	default:
		p.refuse("a bound of the frame", form)
	}
	if !p.take("PRECEDING") && !p.take("FOLLOWING") {
		p.refuse("PRECEDING or FOLLOWING", form)
	}
}
