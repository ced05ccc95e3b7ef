package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// expr is what is kept of an expression: what the strategy selector and the checks need.
type expr struct {
	span   diag.Span
	key    string // the column that the selector finds in it, "" if none
	call   string // the function's name in upper case, if it is a call
	column bool   // a column alone
	number bool   // a number alone that may follow a minus: one without a decimal point
	notEnd int    // the end of the first operand if a NOT stands before it, else 0
	test   bool   // a comparison without brackets
	chain  bool   // one for which a chain was noted
}

// binary is the expression of two operands. The selector follows the left one only.
func binary(left, right expr) expr {
	return expr{span: left.span.Join(right.span), key: left.key, notEnd: left.notEnd}
}

// expr reads an expression (expressions.rs), starting with OR, which binds least.
func (p *parser) expr() expr {
	left := p.and()
	for p.take("OR") {
		left = binary(left, p.and())
	}
	return left
}

func (p *parser) and() expr {
	left := p.comparison()
	for p.take("AND") {
		left = binary(left, p.comparison())
	}
	return left
}

// comparison reads comparisons, which chain to the left without limit. Their right operands stop
// before ||.
func (p *parser) comparison() expr {
	left := p.concat()
	for {
		op := p.tok()
		switch op.word() {
		case "=", "!=", "<", ">", "<=", ">=":
			p.next()
			chain := p.checkChain(left, op)
			left = binary(left, p.add())
			left.test, left.chain = true, chain
		case "LIKE":
			p.next()
			left = binary(left, p.add())
		case "IS":
			p.next()
			left = p.isNull(left)
		case "IN":
			p.next()
			left = p.in(left)
		case "BETWEEN":
			p.next()
			left = p.between(left)
		case "NOT":
			p.next()
			left = p.negated(left)
		default:
			p.checkNot(left)
			left.notEnd = 0
			return left
		}
	}
}

// checkNot notes NOT a = 1, which the engine reads as (NOT a) = 1.
func (p *parser) checkNot(e expr) {
	if e.notEnd == 0 || e.notEnd == e.span.End {
		return
	}
	operand := p.slice(diag.Span{Start: e.span.Start, End: e.notEnd})
	inner := strings.TrimSpace(p.text[e.span.Start+len("NOT") : e.span.End])
	p.misread(e.span, "NOT applies only to its next operand, so "+p.slice(e.span)+" is read as ("+operand+")"+
		short(p.text[e.notEnd:e.span.End]), "NOT ("+short(inner)+")")
}

// checkChain notes a < b < c, which compares the result of the first comparison, once for each chain, and reports
// whether it was noted.
func (p *parser) checkChain(left expr, op token) bool {
	if left.test && !left.chain {
		p.misread(left.span, "comparisons go from left to right: the outcome of "+p.slice(left.span)+" is what stands before "+p.slice(op.span),
			"two comparisons with AND")
	}
	return left.test
}

// isNull reads what follows IS.
func (p *parser) isNull(left expr) expr {
	not := p.takeSaid("NOT")
	if !p.says("NULL") {
		form := "IS NULL or IS NOT NULL"
		switch {
		case p.says("TRUE") && not, p.says("FALSE") && not:
			form = "a != " + upper(p.value(p.tok())) + " OR a IS NULL"
		case p.says("TRUE"), p.says("FALSE"):
			form = "a = " + upper(p.value(p.tok()))
		case p.is("DISTINCT") && not:
			form = "a = b, and IS NULL of both"
		case p.is("DISTINCT"):
			form = "a != b, and IS NULL of either"
		}
		p.refuse("NULL", form)
	}
	p.next()
	return expr{span: p.since(left.span.Start), key: left.key, notEnd: left.notEnd}
}

// in reads what follows IN: a subquery or a list of sums.
func (p *parser) in(left expr) expr {
	if !p.is("(") {
		p.refuse(`"("`, "IN (a, b) or IN (SELECT ..)")
	}
	p.next()
	if p.is("SELECT") {
		p.subquery()
	} else {
		p.add()
		for !p.is(")") {
			if !p.take(",") {
				p.refuse(`"," or ")"`, "IN (a, b)")
			}
			p.add()
		}
		p.next()
	}
	return expr{span: p.since(left.span.Start), key: left.key, notEnd: left.notEnd}
}

// between reads what follows BETWEEN. The selector sees no column in the result.
func (p *parser) between(left expr) expr {
	p.add()
	p.expect("AND", "BETWEEN low AND high")
	p.add()
	return expr{span: p.since(left.span.Start), notEnd: left.notEnd}
}

// negated reads what follows NOT after an operand.
func (p *parser) negated(left expr) expr {
	switch {
	case p.take("LIKE"):
		return binary(left, p.add())
	case p.take("IN"):
		return p.in(left)
	case p.take("BETWEEN"):
		return p.between(left)
	}
	form := "a NOT IN (..), a NOT BETWEEN b AND c, or a NOT LIKE 'x%'"
	if p.is("NULL") {
		form = "a IS NOT NULL"
	}
	p.refuse("IN, BETWEEN or LIKE", form)
	return expr{}
}

func (p *parser) concat() expr {
	left := p.add()
	for p.take("||") {
		left = binary(left, p.add())
	}
	return left
}

func (p *parser) add() expr {
	left := p.multiply()
	for p.is("+") || p.is("-") {
		p.next()
		left = binary(left, p.multiply())
	}
	return left
}

func (p *parser) multiply() expr {
	left := p.primary()
	for p.is("*") || p.is("/") {
		p.next()
		left = binary(left, p.primary())
	}
	return left
}
