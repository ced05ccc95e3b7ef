package syntax

// sources reads what follows FROM: sources connected by joins and commas.
func (p *parser) sources(c *core) Source {
	first := p.pos
	left := p.joined(c)
	for n := 1; p.isOp(","); n++ {
		p.checkJoins(n)
		j := &Join{Kind: JoinComma, Left: left, OpSpan: p.spanOf(p.pos)}
		p.pos++
		j.Right = p.joined(c)
		j.Pos = p.from(first)
		left = j
	}
	return left
}

func (p *parser) checkJoins(n int) {
	if n > maxChain {
		p.fail(p.spanOf(p.pos), "split the query", "more than %d joins in one query", maxChain)
	}
}

// joined reads a source and the joins after it, from left to right.
func (p *parser) joined(c *core) Source {
	first := p.pos
	left := p.source(c)
	for n := 1; ; n++ {
		j := p.joinWords()
		if j == nil {
			return left
		}
		p.checkJoins(n)
		before := p.clause
		p.clause = "JOIN"
		j.Left, j.Right = left, p.source(c)
		p.joinCondition(c, j)
		p.clause = before
		j.Pos = p.from(first)
		left = j
	}
}

// joinWords reads [NATURAL] [ASOF] [INNER | LEFT | RIGHT | FULL [OUTER] | CROSS] JOIN, or nothing.
func (p *parser) joinWords() *Join {
	first := p.pos
	j := &Join{Kind: JoinInner}
	sided := false
words:
	for {
		switch {
		case p.accept("NATURAL"):
			j.Natural = true
		case p.accept("ASOF"):
			j.Asof = true
		case p.isAny("INNER", "CROSS"):
			j.Kind = JoinKind(p.cur().key)
			p.pos++
		case p.isAny("LEFT", "RIGHT", "FULL"):
			j.Kind, sided = JoinKind(p.cur().key), true
			p.pos++
		case sided && p.accept("OUTER"):
			sided = false
		default:
			break words
		}
	}
	if p.pos == first && !p.is("JOIN") {
		return nil
	}
	defer p.in("JOIN")()
	p.expect("JOIN")
	j.OpSpan = p.from(first)
	return j
}

// joinCondition reads ON condition or USING (columns), and WITHIN length [GRACE PERIOD length] on
// either side of it.
func (p *parser) joinCondition(c *core, j *Join) {
	p.within(j)
	switch {
	case p.accept("ON"):
		c.on.text = append(c.on.text, " join t on "...)
		p.lower(&c.l, &c.on)
		c.joins = append(c.joins, j)
	case p.is("USING"):
		p.pos++
		j.Using = p.names()
	case j.Kind != JoinCross && !j.Natural:
		p.expected("ON or USING", "say which rows belong together: ON a.id = b.id")
	}
	p.within(j)
}

func (p *parser) within(j *Join) {
	if !p.is("WITHIN") {
		return
	}
	if j.Within.Text != "" {
		p.fail(p.spanOf(p.pos), "keep one of them", "a second WITHIN on one join")
	}
	p.pos++
	j.Within = p.duration()
	if p.accept("GRACE", "PERIOD") {
		j.Grace = p.duration()
	}
}

// source reads one source with its alias and everything else after it.
func (p *parser) source(c *core) Source {
	first := p.pos
	lateral := p.accept("LATERAL")
	var src Source
	switch {
	case p.isOp("("):
		src = p.parenSource(c, lateral)
	case p.at(textToken):
		src = p.textSource()
	case p.is("TABLE") && p.opAt(p.pos+1, "("):
		src = p.tableCall(lateral)
	default:
		src = p.namedSource(lateral)
	}
	for {
		switch {
		case p.is("MATCH_RECOGNIZE") && p.opAt(p.pos+1, "("):
			src = p.matchRecognize(src, first)
			continue
		case p.options():
			continue
		case p.is("WITH") && p.opAt(p.pos+1, "("):
			p.props()
		}
		return src
	}
}

// options skips OPTIONS (..) after a table, which holds hints for a connector, and reports whether it was next.
func (p *parser) options() bool {
	if !p.is("OPTIONS") || !p.opAt(p.pos+1, "(") {
		return false
	}
	p.pos = max(p.pos+1, p.tok(p.pos+1).match)
	p.expectOp(")")
	return true
}

// textSource reads 'scheme://..', or a stream whose name is in single quotes.
func (p *parser) textSource() Source {
	name := unquote(p.textOf(p.pos))
	ref := &TableRef{URI: IsURI(name)}
	ref.Name = []Ident{{At: At{p.spanOf(p.pos)}, Name: name, Quoted: true}}
	first := p.pos
	p.pos++
	ref.Alias = p.alias()
	ref.Pos = p.from(first)
	return ref
}

// namedSource reads a name with one to three parts, or a table function.
func (p *parser) namedSource(lateral bool) Source {
	first := p.pos
	name := p.path("a stream or table")
	if p.isOp("(") {
		return p.tableFunc(first, name, lateral)
	}
	if len(name) > 3 {
		p.fail(p.from(first), "names have at most three parts: catalog.schema.table", "this name has %d parts", len(name))
	}
	ref := &TableRef{Name: name}
	p.options()
	ref.AsOf = p.asOf()
	ref.Alias = p.alias()
	if ref.AsOf == nil && ref.Alias.Name.Name != "" {
		ref.AsOf = p.asOf()
	}
	ref.Pos = p.from(first)
	return ref
}

// asOf reads FOR SYSTEM_TIME AS OF expr, or nothing.
func (p *parser) asOf() Expr {
	if !p.accept("FOR", "SYSTEM_TIME") {
		return nil
	}
	p.expect("AS", "OF")
	return p.expr()
}

// parenSource reads (query) alias, or sources in parentheses.
func (p *parser) parenSource(c *core, lateral bool) Source {
	first := p.pos
	if p.cur().query {
		d := &DerivedTable{Query: p.subquery(), Lateral: lateral}
		d.Alias = p.alias()
		d.Pos = p.from(first)
		return d
	}
	p.enter()
	p.pos++
	src := p.sources(c)
	p.expectOp(")")
	p.nesting--
	if j, ok := src.(*Join); ok {
		j.Pos = p.from(first)
		return src
	}
	if a := aliasOf(src); a != nil && a.Name.Name == "" { // (TABLE(f(..))) AS t
		*a = p.alias()
	}
	return src
}

// aliasOf returns the alias of a source, nil for a join.
func aliasOf(src Source) *Alias {
	switch s := src.(type) {
	case *TableRef:
		return &s.Alias
	case *DerivedTable:
		return &s.Alias
	case *TableFunc:
		return &s.Alias
	case *MatchRecognize:
		return &s.Alias
	}
	return nil
}

// alias reads [AS] name [(columns)], or nothing.
func (p *parser) alias() Alias {
	var a Alias
	switch {
	case p.accept("AS"):
		a.Name = p.ident("a name")
	case p.at(nameToken):
		a.Name = p.ident("a name")
	case p.at(wordToken) && !p.structural(notTable) && !(p.is("OPTIONS") && p.opAt(p.pos+1, "(")):
		p.implicit = p.pos
		a.Name = p.ident("a name")
		if p.at(endToken) && uses[p.tok(p.implicit).key]&byFollows != 0 { // FROM t ORDER;
			p.misspelt(p.implicit, clauseWords)
		}
	default:
		return a
	}
	if p.isOp("(") {
		p.pos++
		for {
			a.Columns = append(a.Columns, p.ident("a column name"))
			if !p.isOp(",") && !p.isOp(")") {
				p.typeName() // AS t(a INT): the type is the function's own
			}
			if !p.acceptOp(",") {
				break
			}
		}
		p.expectOp(")")
	}
	return a
}
