package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// primary reads an operand (expressions.rs parse_primary).
func (p *parser) primary() expr {
	p.deeper()
	t := p.tok()
	var e expr
	switch {
	case t.kind == name:
		e = p.named()
	case columnWords[t.word()]:
		e = p.columnWord()
	case t.kind == literal:
		p.textOperand()
	case t.kind == number:
		e.number = p.numberOperand()
	default:
		e = p.wordOperand()
	}
	p.depth--
	e.span = p.since(t.span.Start)
	return e
}

// wordOperand reads an operand that begins with a keyword or a mark.
func (p *parser) wordOperand() expr {
	switch p.tok().word() {
	case "NULL":
		p.next()
	case "INTERVAL":
		p.interval()
	case "CASE":
		p.caseWhen()
	case "EXISTS":
		p.exists()
	case "NOT":
		return p.not()
	case "(":
		return p.brackets()
	case "-":
		return p.minus()
	default:
		p.refuse("an expression", p.operandForm(), p.operandFix()...)
	}
	return expr{}
}

// textOperand reads a quoted text. Double quotes make one too, so "symbol" is not a column.
func (p *parser) textOperand() {
	t := p.quoted()
	if p.text[t.span.Start] != '"' || !p.closed(t) {
		return
	}
	p.misread(t.span, p.slice(t.span)+" is a text, the same for every record, not a column",
		"the name without quotes; for a text '"+short(p.value(t))+"'")
}

// numberOperand reads a number and reports whether it may follow a minus.
func (p *parser) numberOperand() bool {
	t := p.next()
	text := p.value(t)
	exponent := strings.ContainsAny(text, "eE")
	if last := text[len(text)-1]; exponent && (last < '0' || last > '9') {
		p.fail(t.span, "the e of "+text+" is read as an exponent, and no digits follow", "1e6, or another unit")
	}
	return exponent || !strings.Contains(text, ".")
}

// interval reads INTERVAL as a value: a whole number, quoted or not, and a unit.
func (p *parser) interval() {
	const form = "INTERVAL '5' MINUTE"
	p.next()
	v := p.tok()
	if v.kind != literal && v.kind != number {
		p.refuse("a number", form)
	}
	p.next()
	p.wholeNumber(v, form)
	p.unit(form)
}

// exists reads EXISTS (SELECT ..).
func (p *parser) exists() {
	const form = "EXISTS (SELECT ..)"
	p.next()
	p.expect("(", form)
	p.subquery()
}

// not reads NOT, which applies to the next operand and nothing more.
func (p *parser) not() expr {
	p.next()
	if p.is("EXISTS") {
		p.exists()
		return expr{}
	}
	e := p.primary()
	return expr{key: e.key, notEnd: e.span.End}
}

// brackets reads a subquery, or an expression in brackets, which leave no trace.
func (p *parser) brackets() expr {
	p.next()
	if p.is("SELECT") {
		p.subquery()
		return expr{}
	}
	e := p.expr()
	if !p.is(")") {
		form := "one expression in the brackets"
		switch {
		case p.is(",") && p.clause == "GROUP BY":
			form = "GROUP BY a, b, without brackets"
		case p.is(","):
			form = "one comparison for each column, joined by AND; there are no rows of values"
		}
		p.refuse(`")"`, form)
	}
	p.next()
	e.test = false
	return e
}

// subquery reads a SELECT and the bracket after it.
func (p *parser) subquery() {
	p.deeper()
	outer := p.clause
	p.query(topLevel)
	p.expect(")", "(SELECT ..)")
	p.clause = outer
	p.depth--
}

// minus reads a minus before an operand, which must be a number without a decimal point.
func (p *parser) minus() expr {
	sign := p.next().span
	e := p.primary()
	if !e.number {
		at := diag.Span{Start: sign.Start, End: e.span.End}
		better := "(0 - " + p.text[e.span.Start:e.span.End] + ")"
		p.fail(at, "a minus may only stand before a number without a decimal point", short(better), diag.Edit{Span: at, Text: better})
	}
	return expr{number: true}
}
