package engine

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// variant is one of the engine's three ways to read SELECT, which differ in their tails (select.rs).
type variant uint8

const (
	topLevel variant = iota // a statement, or a subquery
	inJob                   // after START JOB or DEPLOY JOB .. AS
	inCreate                // after CREATE .. AS
)

// query is what the strategy selector, and CREATE, need of what was read.
type query struct {
	bare   bool      // one SELECT that writes nowhere: no UNION, INTO, CREATE or command
	into   diag.Span // INTO and its name, after which no UNION is looked for; zero if there is none
	window bool      // has a WINDOW
	group  bool      // has a GROUP BY
	emit   bool      // has an EMIT
	keys   []string  // the columns that the selector sees in GROUP BY
	groups []Column  // the items of GROUP BY that are columns
}

// query reads a SELECT and the arms of its UNION, which is looked for even after the semicolon.
func (p *parser) query(v variant) query {
	q := p.arm(v)
	for v != inCreate {
		p.take(";")
		if !q.into.IsZero() || !p.is("UNION") {
			break
		}
		p.next()
		p.take("ALL")
		q = query{into: p.arm(v).into}
		if !q.into.IsZero() {
			p.misread(q.into, p.slice(q.into)+" belongs to the last arm of the UNION alone, and the others write nowhere",
				"one statement with INTO for each arm")
		}
	}
	return q
}

// arm reads one SELECT.
func (p *parser) arm(v variant) query {
	q := query{bare: true}
	form := "SELECT .., without brackets"
	if p.is("WITH") {
		form = statementForm("WITH")
	}
	p.expect("SELECT", form)
	p.clause = "SELECT"
	p.take("DISTINCT")
	p.items()
	if p.take("FROM") {
		p.from(v)
	}
	p.joins()
	if p.take("WHERE") {
		p.clause = "WHERE"
		p.expr()
	}
	if v == inCreate {
		p.anyOrder(&q)
		return q
	}
	p.fixedOrder(&q, v)
	if v == topLevel {
		p.tail(&q)
	}
	return q
}

// fixedOrder reads the clauses after WHERE where each has its place.
func (p *parser) fixedOrder(q *query, v variant) {
	if p.is("GROUP") {
		p.groupBy(q)
	}
	if p.is("WINDOW") {
		p.window(q)
		if v == topLevel && p.is("GROUP") {
			p.fail(p.tok().span, "GROUP BY must stand before it", "GROUP BY .. WINDOW .. HAVING ..")
		}
	}
	if p.is("HAVING") {
		p.having()
	}
	if p.is("ORDER") {
		p.orderBy()
	}
	if p.is("LIMIT") {
		p.limit(v)
	}
	q.emit = p.emit()
}

// anyOrder reads the clauses after WHERE in CREATE .. AS: each at most once, in any order.
func (p *parser) anyOrder(q *query) {
	seen := map[string]bool{}
	for {
		word := p.tok().word()
		if seen[word] {
			return
		}
		switch word {
		case "GROUP":
			p.groupBy(q)
		case "WINDOW":
			p.window(q)
		case "HAVING":
			p.having()
		case "ORDER":
			p.orderBy()
		case "LIMIT":
			p.limit(inCreate)
		case "EMIT":
			q.emit = p.emit()
		default:
			return
		}
		seen[word] = true
	}
}

// items reads the select list. Only AS makes an alias; a word without it ends the list.
func (p *parser) items() {
	for {
		if !p.take("*") {
			p.item()
		}
		if !p.take(",") {
			return
		}
	}
}

func (p *parser) item() {
	e := p.expr()
	alias := p.take("AS")
	if alias {
		p.expectKind(name, "the name after AS", "AS name")
	}
	if !p.is("PRIMARY") {
		return
	}
	start := p.next().span.Start
	p.expect("KEY", "PRIMARY KEY")
	if !alias && !e.column {
		p.misread(p.since(start), "PRIMARY KEY on an expression without a name is dropped, and the records get no key",
			p.slice(e.span)+" AS name PRIMARY KEY")
	}
}

// groupBy reads GROUP BY: nothing but expressions. What looks like more is a call or a constant.
func (p *parser) groupBy(q *query) {
	p.next()
	p.clause = "GROUP BY"
	p.expectSaid("BY", "GROUP BY column")
	q.group = true
	for {
		e := p.expr()
		if e.key != "" {
			q.keys = append(q.keys, e.key)
		}
		if e.column {
			q.groups = append(q.groups, Column{e.key, e.span})
		}
		p.checkGroup(e)
		if !p.take(",") {
			return
		}
	}
}

// checkGroup notes what GROUP BY reads differently from standard SQL.
func (p *parser) checkGroup(e expr) {
	text := p.slice(e.span)
	switch {
	case e.number:
		p.misread(e.span, "GROUP BY "+text+" groups by the constant "+text+", not by an item of the select list", "GROUP BY column")
	case e.call == "ROLLUP" || e.call == "CUBE":
		p.misread(e.span, text+" is read as the call of a function "+e.call+", and no further grouping is made", "one statement for each grouping")
	case e.column && strings.EqualFold(e.key, "GROUPING"):
		p.misread(e.span, text+" is read as a column of that name", "one statement for each grouping")
	}
}

func (p *parser) having() {
	p.next()
	p.clause = "HAVING"
	p.expr()
}

func (p *parser) orderBy() {
	p.next()
	p.clause = "ORDER BY"
	p.expectSaid("BY", "ORDER BY column")
	for {
		if e := p.expr(); e.number {
			p.misread(e.span, "ORDER BY "+p.slice(e.span)+" orders by a constant, not by an item of the select list", "ORDER BY column")
		}
		if !p.take("ASC") {
			p.take("DESC")
		}
		if !p.take(",") {
			return
		}
	}
}

// limit reads LIMIT. In CREATE .. AS a number that is not whole silently becomes 100.
func (p *parser) limit(v variant) {
	p.next()
	p.clause = "LIMIT"
	t := p.expectKind(number, "a whole number", "LIMIT 100, or no LIMIT")
	if _, err := strconv.ParseUint(p.value(t), 10, 64); err == nil {
		return
	}
	if v != inCreate {
		p.fail(t.span, p.slice(t.span)+" is not a whole number", "LIMIT 100")
	}
	p.misread(t.span, "LIMIT "+p.slice(t.span)+" is not a whole number and is read as LIMIT 100", "LIMIT 100, or the whole number that is meant")
}

// emit reads EMIT, if there is one here, and reports whether there was.
func (p *parser) emit() bool {
	if !p.take("EMIT") {
		return false
	}
	p.clause = "EMIT"
	if !p.take("CHANGES") && !p.take("FINAL") {
		p.refuse("CHANGES or FINAL", "EMIT CHANGES for every update, or EMIT FINAL for each window once")
	}
	return true
}

// tail reads what only a top-level SELECT has: INTO, WITH, and the semicolon.
func (p *parser) tail(q *query) {
	if start := p.tok().span.Start; p.take("INTO") {
		p.clause = "INTO"
		if p.tok().kind != name && p.tok().kind != literal {
			p.refuse("the name or URI of the sink", "INTO name")
		}
		p.next()
		q.bare, q.groups, q.into = false, nil, p.since(start)
	}
	if p.is("WITH") {
		p.withStrict()
	}
}
