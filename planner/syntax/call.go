package syntax

// separators are the words that separate the arguments of some functions, in place of a comma.
var separators = map[string][]string{
	"EXTRACT": {"FROM"}, "TRIM": {"FROM"}, "SUBSTRING": {"FROM", "FOR"}, "SUBSTR": {"FROM", "FOR"},
	"POSITION": {"IN"}, "OVERLAY": {"PLACING", "FROM", "FOR"}, "CEIL": {"TO"}, "CEILING": {"TO"},
	"FLOOR": {"TO"},
}

// unitFirst are the functions whose first argument is a unit of time, written as a bare word.
var unitFirst = map[string]bool{
	"EXTRACT": true, "TIMESTAMPADD": true, "TIMESTAMPDIFF": true, "DATEADD": true, "DATEDIFF": true,
}

// call reads the arguments of a function and what follows them: WITHIN GROUP, FILTER, OVER.
// Its expressions become the arguments of one form, in written order.
func (p *parser) call(l *lowering, s *section, first int, name []Ident) {
	c := &Call{Name: Dotted(name), NameSpan: p.from(first)}
	special := ""
	if len(name) == 1 && !name[0].Quoted {
		special = p.tok(first).key
	}
	defer p.in(c.Name)()
	f := l.begin(s, first)
	p.expectOp("(")
	n := 0
	if !p.isOp(")") {
		n = p.callArgs(l, s, c, special)
	}
	if p.accept("ORDER", "BY") {
		c.OrderBy = p.orderItems(l, s)
	}
	p.nulls(c)
	p.expectOp(")")
	filter, fillOver := p.callTail(l, s, c)
	c.Pos = p.from(first)
	p.close(l, s, f, func(args []Expr) Expr {
		c.Args = args[:n:n]
		args = fillOrder(c.OrderBy, args[n:])
		if filter {
			c.Filter, args = args[0], args[1:]
		}
		if fillOver != nil {
			fillOver(args)
		}
		return c
	})
}

// callArgs reads the arguments and returns their number.
func (p *parser) callArgs(l *lowering, s *section, c *Call, special string) int {
	if p.accept("DISTINCT") {
		c.Distinct = true
	} else if p.isAll() {
		p.pos++
	}
	n := 0
	arg := func(read func()) {
		s.separate()
		read()
		n++
	}
	if special == "TRIM" && p.isAny("BOTH", "LEADING", "TRAILING") && p.tok(p.pos+1).kind != opToken {
		arg(func() { p.wordArg(l, s) })
		p.accept("FROM")
	}
	for {
		name := p.argName()
		if name != "" && c.ArgNames == nil {
			c.ArgNames = make([]string, n)
		}
		if c.ArgNames != nil {
			c.ArgNames = append(c.ArgNames, name)
		}
		p.noIn = special == "POSITION" && n == 0
		arg(func() { p.callArg(l, s, n == 0 && unitFirst[special]) })
		p.noIn = false
		if p.isOp(",") {
			p.pos++
		} else if !p.separator(l, s, special, &n) {
			return n
		}
	}
}

// separator skips a word that separates arguments in place of a comma. In CEIL(x TO DAY) a unit follows it.
func (p *parser) separator(l *lowering, s *section, special string, n *int) bool {
	for _, word := range separators[special] {
		if !p.accept(word) {
			continue
		}
		if word != "TO" {
			return true
		}
		s.separate()
		p.wordArg(l, s)
		*n++
		return false
	}
	return false
}

// argName reads name => or name := and returns the name, or "" if neither is next.
func (p *parser) argName() string {
	if (p.at(wordToken) || p.at(nameToken)) && (p.opAt(p.pos+1, "=>") || p.opAt(p.pos+1, ":=")) {
		name := p.ident("a name")
		p.pos++
		return name.Name
	}
	return ""
}

// callArg reads one argument: *, t.*, a unit, a relation, a query without parentheses of its own,
// or an expression.
func (p *parser) callArg(l *lowering, s *section, unit bool) {
	first := p.pos
	switch {
	case unit && p.at(wordToken) && (p.peek("FROM") || p.opAt(p.pos+1, ",") && isUnit(p.textOf(p.pos))):
		p.wordArg(l, s)
	case p.opAt(p.pos-1, "(") && p.tok(p.pos-1).query:
		q := p.query()
		l.atom(s, &Subquery{At: At{p.from(first)}, Query: q}, first, p.pos-1)
	case p.isStar():
		l.atom(s, p.star(), first, p.pos-1)
	default:
		if arg := p.tableArg(false); arg != nil {
			l.atom(s, arg, first, p.pos-1)
			return
		}
		p.lower(l, s)
	}
}

// wordArg reads a bare word as a string: EXTRACT(HOUR FROM ts).
func (p *parser) wordArg(l *lowering, s *section) {
	first := p.pos
	p.ident("a word")
	l.atom(s, &Literal{At: At{p.spanOf(first)}, Kind: String, Value: p.tok(first).key}, first, first)
}

// callTail reads WITHIN GROUP, FILTER, IGNORE NULLS and OVER after the arguments.
func (p *parser) callTail(l *lowering, s *section, c *Call) (filter bool, fillOver func([]Expr)) {
	if p.accept("WITHIN", "GROUP") {
		p.expectOp("(")
		p.expect("ORDER", "BY")
		if c.OrderBy != nil {
			p.fail(p.spanOf(p.pos-2), "keep one of them", "a second ORDER BY in one call")
		}
		c.OrderBy = p.orderItems(l, s)
		p.expectOp(")")
	}
	if p.is("FILTER") && p.opAt(p.pos+1, "(") {
		p.pos += 2
		p.expect("WHERE")
		s.separate()
		p.lower(l, s)
		p.expectOp(")")
		filter = true
	}
	p.nulls(c)
	if p.is("OVER") && (p.opAt(p.pos+1, "(") || p.tok(p.pos+1).kind == wordToken || p.tok(p.pos+1).kind == nameToken) {
		c.Over, fillOver = p.over(l, s)
	}
	return filter, fillOver
}

// nulls reads IGNORE NULLS or RESPECT NULLS, if one of them is next.
func (p *parser) nulls(c *Call) {
	if p.isAny("IGNORE", "RESPECT") && p.peek("NULLS") {
		c.Nulls = p.cur().key
		p.pos += 2
	}
}

// cast reads CAST(x AS type) or TRY_CAST(x AS type).
func (p *parser) cast(l *lowering, s *section) {
	first := p.pos
	c := &Cast{Try: p.is("TRY_CAST")}
	defer p.in(p.cur().key)()
	f := l.begin(s, first)
	p.pos += 2
	p.lower(l, s)
	p.expectOr("AS", "write "+p.clause+"(price AS DOUBLE)")
	c.Type = p.typeName()
	p.expectOp(")")
	c.Pos = p.from(first)
	p.close(l, s, f, func(args []Expr) Expr {
		c.X = args[0]
		return c
	})
}

// constructor reads ARRAY[..] or MAP[..].
func (p *parser) constructor(l *lowering, s *section) {
	first := p.pos
	c := &Call{Name: p.textOf(first), NameSpan: p.spanOf(first)}
	f := l.begin(s, first)
	p.pos += 2
	if !p.isOp("]") {
		p.lowerList(l, s)
	}
	p.expectOp("]")
	c.Pos = p.from(first)
	p.close(l, s, f, func(args []Expr) Expr {
		c.Args = args
		return c
	})
}
