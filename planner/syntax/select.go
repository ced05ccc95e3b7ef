package syntax

// core is a SELECT that is being read. Its expressions are lowered section by section and go to
// sqlparser in one call when it is complete.
type core struct {
	sel    *Select
	l      lowering
	items  section
	on     section
	where  section
	group  section
	having section
	joins  []*Join // those with ON, in the order of their conditions
	sets   [][]int // GROUP BY: the expressions of every set, by their number in the clause
	groups []int   // how many of the sets belong to each element
}

// selectCore reads a SELECT and the clauses after it.
func (p *parser) selectCore(a *arm) *Select {
	first := p.pos
	c := &core{sel: &Select{}}
	before := p.clause
	p.clause = "SELECT"
	p.expect("SELECT")
	p.distinct(c.sel)
	p.items(c)
	if p.is("FROM") {
		p.clause = "FROM"
		p.pos++
		c.sel.From = p.sources(c)
	}
	p.clause = before
	p.clauses(c, a)
	c.sel.Pos = p.from(first)
	p.solveCore(c)
	return c.sel
}

// fill sets the expressions of the clauses.
func (c *core) fill(items, on, where, group, having []Expr) {
	for i, e := range items {
		c.sel.Items[i].Expr = e
	}
	for i, e := range on {
		c.joins[i].On = e
	}
	if len(where) > 0 {
		c.sel.Where = where[0]
	}
	if len(having) > 0 {
		c.sel.Having = having[0]
	}
	if c.sel.GroupBy != nil {
		c.fillGroups(group)
	}
}

// distinct reads DISTINCT, DISTINCT ON (..) or ALL.
func (p *parser) distinct(sel *Select) {
	first := p.pos
	if p.isAll() {
		p.pos++
		return
	}
	if !p.accept("DISTINCT") {
		return
	}
	sel.Distinct = true
	if p.is("ON") && p.opAt(p.pos+1, "(") {
		p.pos += 2
		sel.DistinctOn = p.exprs()
		p.expectOp(")")
	}
	sel.DistinctSpan = p.from(first)
}

// isAll reports whether ALL is next as the opposite of DISTINCT, not as a name.
func (p *parser) isAll() bool {
	next := p.tok(p.pos + 1)
	switch {
	case !p.is("ALL"):
		return false
	case next.kind == opToken:
		return next.key == "(" || next.key == "*" || next.key == "-" || next.key == "+"
	}
	return next.kind != endToken && uses[next.key]&notOperand == 0
}

// items reads the select list.
func (p *parser) items(c *core) {
	for {
		first := p.pos
		item := &Item{}
		c.items.separate()
		if p.isStar() {
			c.l.atom(&c.items, p.star(), first, p.pos-1)
		} else {
			p.lower(&c.l, &c.items)
			primary := p.accept("PRIMARY", "KEY")
			item.Alias = p.itemAlias()
			item.PrimaryKey = p.accept("PRIMARY", "KEY") || primary
		}
		item.Pos = p.from(first)
		c.sel.Items = append(c.sel.Items, item)
		if !p.acceptOp(",") {
			return
		}
	}
}

// itemAlias reads [AS] name after an expression.
func (p *parser) itemAlias() Ident {
	if p.accept("AS") {
		return p.ident("a name")
	}
	if p.at(nameToken) {
		return p.ident("a name")
	}
	if !p.at(wordToken) || p.structural(notAlias) {
		return Ident{}
	}
	if p.is("PRIMARY") && !p.peek("KEY") {
		return Ident{}
	}
	p.implicit = p.pos
	return p.ident("a name")
}

// structural reports whether the current bare word is a keyword and not an alias without AS.
func (p *parser) structural(position use) bool {
	u := uses[p.cur().key]
	if u&position != 0 && (u&byFollows == 0 || p.peek("BY")) {
		return true
	}
	return p.startsStatement(p.pos)
}

// isStar reports whether * or t.* is next.
func (p *parser) isStar() bool {
	i := p.pos
	for (p.tok(i).kind == wordToken || p.tok(i).kind == nameToken) && p.opAt(i+1, ".") {
		i += 2
	}
	return p.opAt(i, "*")
}

// star reads *, t.*, or either with EXCEPT (names).
func (p *parser) star() *Star {
	first := p.pos
	st := &Star{}
	for !p.isOp("*") {
		st.Qualifier = append(st.Qualifier, p.ident("a name"))
		p.pos++
	}
	p.pos++
	if p.isAny("EXCEPT", "EXCLUDE") && p.opAt(p.pos+1, "(") && !p.tok(p.pos+1).query {
		p.pos++
		p.expectOp("(")
		for {
			path := p.path("a column")
			st.Except = append(st.Except, path[len(path)-1])
			if !p.acceptOp(",") {
				break
			}
		}
		p.expectOp(")")
	}
	st.Pos = p.from(first)
	return st
}

// coreClause reads WHERE, GROUP BY, HAVING, WINDOW, PARTITION BY or QUALIFY.
func (p *parser) coreClause(name string, c *core) {
	switch name {
	case "WHERE":
		p.expect("WHERE")
		p.lower(&c.l, &c.where)
	case "HAVING":
		p.expect("HAVING")
		p.lower(&c.l, &c.having)
	case "GROUP BY":
		p.expect("GROUP", "BY")
		p.groupBy(c)
	case "WINDOW":
		p.windowClause(c.sel)
	case "PARTITION BY":
		p.expect("PARTITION", "BY")
		c.sel.PartitionBy = p.exprs()
	case "QUALIFY":
		p.fail(p.spanOf(p.pos), "number the rows in a subquery and filter them outside: SELECT .. FROM (SELECT .., ROW_NUMBER() OVER (..) AS rn ..) WHERE rn = 1",
			"this clause is not part of the dialect")
	}
}
