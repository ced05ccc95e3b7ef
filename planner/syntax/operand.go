package syntax

// operand reads one operand with the casts and subscripts after it and appends it.
func (p *parser) operand(l *lowering, s *section, f *flat) {
	quantify := f.quantify
	f.quantify, f.condition = false, false
	t, first := p.cur(), p.pos
	switch {
	case t.kind == numberToken:
		p.number(l, s)
	case t.kind == textToken:
		p.pos++
		id := l.atom(s, &Literal{At: At{p.spanOf(first)}, Kind: String, Value: unquote(p.textOf(first))}, first, first)
		p.postfix(l, id)
	case t.kind == opToken && t.key == "(":
		p.parens(l, s)
	case t.kind == wordToken && quantify && isQuantifier(t.key) && p.opAt(p.pos+1, "("):
		p.quantified(l, s)
	case t.kind == wordToken && p.keyword(l, s):
	case t.kind == nameToken || t.kind == wordToken && p.canBegin():
		p.nameOrCall(l, s)
	default:
		p.expectedExpr()
	}
}

func (p *parser) textOf(i int) string { return p.text[p.tok(i).start:p.tok(i).end] }

// expectedExpr abandons the statement: no expression begins with the current token.
func (p *parser) expectedExpr() {
	help := p.missing()
	switch h := foreign[p.cur().key]; {
	case p.opAt(p.pos-1, ","):
	case p.usedAsName():
		help = p.quoteHelp()
	case p.isOp("*"):
		help = "use * alone in a select list, or in COUNT(*)"
	case p.isOp(",") && p.pos > 0:
		help = "remove the comma, or put something before it"
	case p.at(opToken) && h != "":
		help = h
	case help == "" && p.at(wordToken) && uses[p.cur().key] != 0:
		help = p.quoteHelp()
	}
	p.expected("an expression", help)
}

// canBegin reports whether the current bare word can be a name at the start of an expression.
func (p *parser) canBegin() bool {
	key := p.cur().key
	u := uses[key]
	switch {
	case key == "END":
		return p.cases == 0
	case p.strongStart(p.pos):
		return false
	case key == "LIMIT" && p.tok(p.pos+1).kind == numberToken:
		return false
	case key == "EMIT" && (p.peek("CHANGES") || p.peek("FINAL")):
		return false
	case u&byFollows != 0:
		return !p.peek("BY")
	}
	return u&notOperand == 0
}

func isQuantifier(word string) bool { return word == "ANY" || word == "SOME" || word == "ALL" }

// number reads a number. Letters that touch it are not an alias: 5m is a duration and not a value.
func (p *parser) number(l *lowering, s *section) {
	first := p.pos
	p.pos++
	if next := p.cur(); next.kind == wordToken && next.start == p.tok(first).end {
		p.fail(p.span(first, p.pos), "as a value write INTERVAL '5' MINUTE; lengths such as 5m are for WINDOW and WITHIN",
			"%s is not a number", p.text[p.tok(first).start:next.end])
	}
	id := l.atom(s, &Literal{At: At{p.spanOf(first)}, Kind: Number, Value: p.textOf(first)}, first, first)
	p.postfix(l, id)
}

// parens reads (query), (expr) or (expr, expr).
func (p *parser) parens(l *lowering, s *section) {
	first := p.pos
	if p.cur().query {
		q := p.subquery()
		id := l.atom(s, &Subquery{At: At{p.from(first)}, Query: q}, first, p.pos-1)
		p.postfix(l, id)
		return
	}
	f := l.begin(s, first)
	p.pos++
	n := p.lowerList(l, s)
	p.expectOp(")")
	at := At{p.from(first)}
	p.close(l, s, f, func(args []Expr) Expr {
		if n == 1 {
			return args[0]
		}
		return &Tuple{At: at, Items: args}
	})
}

// subquery reads ( query ).
func (p *parser) subquery() *QueryExpr {
	if !p.cur().query {
		p.expected("a query in parentheses", "write (SELECT symbol FROM trades)")
	}
	p.pos++
	q := p.query()
	p.expectOp(")")
	return q
}

// quantified reads ANY, SOME or ALL (query or list).
func (p *parser) quantified(l *lowering, s *section) {
	first := p.pos
	q := &Quantified{Quantifier: p.cur().key}
	if q.Quantifier == "SOME" {
		q.Quantifier = "ANY"
	}
	p.pos++
	if p.cur().query {
		q.Query = p.subquery()
	} else {
		p.expectOp("(")
		q.List = p.exprs()
		p.expectOp(")")
	}
	q.Pos = p.from(first)
	l.atom(s, q, first, p.pos-1)
}

// keyword reads an operand that begins with a keyword, such as CASE. If the word is a plain name, it reads
// nothing and reports false.
func (p *parser) keyword(l *lowering, s *section) bool {
	t := p.cur()
	next := p.tok(p.pos + 1)
	call := next.kind == opToken && next.key == "("
	switch t.key {
	case "NULL", "TRUE", "FALSE":
		p.constant(l, s)
	case "CASE":
		p.caseExpr(l, s)
	case "EXISTS":
		if !next.query {
			return false
		}
		first := p.pos
		p.pos++
		q := p.subquery()
		l.atom(s, &Exists{At: At{p.from(first)}, Query: q}, first, p.pos-1)
	case "CAST", "TRY_CAST":
		if !call {
			return false
		}
		p.cast(l, s)
	case "INTERVAL":
		if next.kind != textToken && next.kind != numberToken {
			return false
		}
		first := p.pos
		id := l.atom(s, p.interval(), first, p.pos-1)
		p.postfix(l, id)
	case "ARRAY", "MAP":
		if next.kind != opToken || next.key != "[" {
			return false
		}
		p.constructor(l, s)
	default:
		return p.typedOrNiladic(l, s, next, call)
	}
	return true
}

// constant reads NULL, TRUE or FALSE.
func (p *parser) constant(l *lowering, s *section) {
	first := p.pos
	p.pos++
	lit := &Literal{At: At{p.spanOf(first)}, Kind: Bool, Value: p.tok(first).key}
	if lit.Value == "NULL" {
		lit.Kind = Null
	}
	p.postfix(l, l.atom(s, lit, first, first))
}

// typedOrNiladic reads DATE '..' and the like, or a function without parentheses.
func (p *parser) typedOrNiladic(l *lowering, s *section, next *token, call bool) bool {
	first, key := p.pos, p.cur().key
	zone := 0
	if key == "TIMESTAMP" || key == "TIME" {
		zone = p.zoneWords(p.pos + 1)
	}
	switch text := p.tok(p.pos + 1 + zone); {
	case typedLiterals[key] && text.kind == textToken:
		p.pos += zone + 1
		lit := &Literal{Kind: Typed, Type: p.words(first), Value: unquote(p.textOf(p.pos))}
		p.pos++
		lit.Pos = p.from(first)
		p.postfix(l, l.atom(s, lit, first, p.pos-1))
	case niladic[key] && !call:
		p.pos++
		c := &Call{At: At{p.spanOf(first)}, Name: p.textOf(first), NameSpan: p.spanOf(first)}
		p.postfix(l, l.atom(s, c, first, first))
	default:
		return false
	}
	return true
}

// zoneWords returns the number of words of WITH|WITHOUT [LOCAL] TIME ZONE at i, or 0.
func (p *parser) zoneWords(i int) int {
	n := 1
	if !p.wordAt(i, "WITH") && !p.wordAt(i, "WITHOUT") {
		return 0
	}
	if p.wordAt(i+n, "LOCAL") {
		n++
	}
	if p.wordAt(i+n, "TIME") && p.wordAt(i+n+1, "ZONE") {
		return n + 2
	}
	return 0
}

// nameOrCall reads a column path, or a call if a parenthesis follows the name.
func (p *parser) nameOrCall(l *lowering, s *section) {
	first := p.pos
	parts := []Ident{p.ident("a name")}
	for p.isOp(".") {
		if p.opAt(p.pos+1, "*") {
			p.pos++
			p.expected("a column", "use t.* in a select list, or in COUNT(t.*)")
		}
		p.pos++
		parts = append(parts, p.part())
	}
	if p.isOp("(") {
		p.call(l, s, first, parts)
		return
	}
	id := l.atom(s, &Column{At: At{p.from(first)}, Parts: parts}, first, p.pos-1)
	p.postfix(l, id)
}

// caseExpr reads CASE [operand] WHEN .. THEN .. [ELSE ..] END.
func (p *parser) caseExpr(l *lowering, s *section) {
	first := p.pos
	f := l.begin(s, first)
	defer p.in("CASE")()
	p.cases++
	s.add(p.pos, "case ")
	s.open++
	p.pos++
	if !p.is("WHEN") && !p.is("END") {
		p.lower(l, s)
	}
	for n := 0; p.is("WHEN") || n == 0; n++ {
		s.add(p.pos, " when ")
		p.expectOr("WHEN", wholeCase)
		p.lower(l, s)
		s.add(p.pos, " then ")
		p.expectOr("THEN", wholeCase)
		p.lower(l, s)
	}
	if p.is("ELSE") {
		s.add(p.pos, " else ")
		p.pos++
		p.lower(l, s)
	}
	s.add(p.pos, " end")
	p.expectOr("END", wholeCase)
	p.cases--
	p.close(l, s, f, func(args []Expr) Expr { return args[0] })
}
