package syntax

// query reads [WITH ..] body and what applies to its result.
func (p *parser) query() *QueryExpr {
	cases := p.cases
	p.cases = 0
	p.enter()
	p.queries++
	first := p.pos
	q := &QueryExpr{}
	if p.is("WITH") && !p.opAt(p.pos+1, "(") {
		q.With = p.ctes()
	}
	arm := p.setOps()
	q.Body, q.OrderBy, q.Limit, q.Emit = arm.body, arm.orderBy, arm.limit, arm.emit
	q.Pos = p.from(first)
	p.queries--
	p.nesting--
	p.cases = cases
	if inner, ok := q.Body.(*QueryExpr); ok && q.With == nil && q.OrderBy == nil && q.Limit == nil && q.Emit == nil {
		return inner // ((SELECT ..)) is one query
	}
	return q
}

// ctes reads WITH [RECURSIVE] name [(columns)] AS (query), ..
func (p *parser) ctes() []*CTE {
	defer p.in("WITH")()
	p.expect("WITH")
	recursive := p.accept("RECURSIVE")
	var list []*CTE
	for {
		first := p.pos
		c := &CTE{Name: p.name("the name of a query"), Recursive: recursive}
		if p.isOp("(") && !p.cur().query {
			c.Columns = p.names()
		}
		p.expect("AS")
		if !p.accept("NOT", "MATERIALIZED") {
			p.accept("MATERIALIZED")
		}
		c.Query = p.subquery()
		c.Pos = p.from(first)
		list = append(list, c)
		if !p.acceptOp(",") {
			return list
		}
	}
}

// arm is one operand of the set operations, with the clauses after it. The clauses after the last arm
// belong to the whole query.
type arm struct {
	first, last int
	body        Body
	orderBy     []*OrderItem
	limit       *Limit
	emit        *Emit
}

// setOps reads arms joined by UNION, INTERSECT and EXCEPT. INTERSECT binds tighter than the others.
func (p *parser) setOps() arm {
	type step struct {
		op   SetOp
		left arm
	}
	var open []step
	combine := func(right arm) arm {
		top := open[len(open)-1]
		open = open[:len(open)-1]
		op := top.op
		op.Left, op.Right = p.armBody(top.left), right.body
		op.Pos = p.span(top.left.first, right.last)
		return arm{first: top.left.first, last: right.last, body: &op,
			orderBy: right.orderBy, limit: right.limit, emit: right.emit}
	}
	right := p.arm()
	for n := 0; ; n++ {
		op, ok := p.setOp()
		if ok && n == maxChain {
			p.fail(op.OpSpan, "split the query", "more than %d set operations in one query", maxChain)
		}
		for len(open) > 0 && (!ok || op.Op != Intersect || open[len(open)-1].op.Op == Intersect) {
			right = p.wrapIf(ok, right)
			right = combine(right)
		}
		if !ok {
			return right
		}
		open = append(open, step{op, right})
		right = p.arm()
	}
}

// setOp reads the operator after an arm.
func (p *parser) setOp() (SetOp, bool) {
	first := p.pos
	op := SetOp{Op: SetOpKind(p.cur().key)}
	if !p.isAny("UNION", "INTERSECT", "EXCEPT") {
		return SetOp{}, false
	}
	p.pos++
	if op.All = p.accept("ALL"); !op.All {
		p.accept("DISTINCT")
	}
	op.OpSpan = p.from(first)
	return op, true
}

// armBody returns an arm that is not the last as one body: the clauses after it apply to it alone, as in
// the engine.
func (p *parser) armBody(a arm) Body {
	if a.orderBy == nil && a.limit == nil && a.emit == nil {
		return a.body
	}
	return &QueryExpr{At: At{p.span(a.first, a.last)}, Body: a.body, OrderBy: a.orderBy, Limit: a.limit, Emit: a.emit}
}

// wrapIf returns the arm, with its clauses inside its body if another operator follows.
func (p *parser) wrapIf(follows bool, a arm) arm {
	if !follows {
		return a
	}
	return arm{first: a.first, last: a.last, body: p.armBody(a)}
}

// arm reads a SELECT, VALUES or a query in parentheses, and the clauses after it.
func (p *parser) arm() arm {
	a := arm{first: p.pos}
	switch {
	case p.is("SELECT"):
		a.body = p.selectCore(&a)
	case p.is("VALUES"):
		a.body = p.values()
		p.clauses(nil, &a)
	case p.isOp("(") && p.cur().query:
		p.enter()
		p.pos++
		a.body = p.query()
		p.expectOp(")")
		p.nesting--
		p.clauses(nil, &a)
	default:
		if p.at(wordToken) {
			p.misspelt(p.pos, []string{"SELECT", "VALUES"})
		}
		p.expected("SELECT", missingQuery)
	}
	a.last = p.pos - 1
	return a
}

// values reads VALUES (..), (..). Parentheses around a single value are optional.
func (p *parser) values() *Values {
	defer p.in("VALUES")()
	first := p.pos
	p.expect("VALUES")
	v := &Values{}
	for {
		if p.isOp("(") {
			p.pos++
			v.Rows = append(v.Rows, p.exprs())
			p.expectOp(")")
		} else {
			v.Rows = append(v.Rows, []Expr{p.expr()})
		}
		if !p.acceptOp(",") {
			break
		}
	}
	v.Pos = p.from(first)
	return v
}
