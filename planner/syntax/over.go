package syntax

import "strconv"

// orderItems reads what follows ORDER BY. Its expressions are lowered; fillOrder sets them.
func (p *parser) orderItems(l *lowering, s *section) []*OrderItem {
	var items []*OrderItem
	for {
		first := p.pos
		s.separate()
		p.lower(l, s)
		item := &OrderItem{}
		if p.accept("DESC") {
			item.Desc = true
		} else {
			p.accept("ASC")
		}
		if p.accept("NULLS") {
			if !p.isAny("FIRST", "LAST") {
				p.expected("FIRST or LAST", "")
			}
			item.Nulls = p.cur().key
			p.pos++
		}
		item.Pos = p.from(first)
		items = append(items, item)
		if !p.acceptOp(",") {
			return items
		}
	}
}

// fillOrder sets the expressions of the items and returns the remaining ones.
func fillOrder(items []*OrderItem, args []Expr) []Expr {
	for i, item := range items {
		item.Expr = args[i]
	}
	return args[len(items):]
}

// orderBy reads the list after ORDER BY with a call of its own.
func (p *parser) orderBy() []*OrderItem {
	var l lowering
	var s section
	items := p.orderItems(&l, &s)
	fillOrder(items, p.solve(&l, &s))
	return items
}

// over reads OVER name or OVER (..). Its expressions are lowered; the function sets them.
func (p *parser) over(l *lowering, s *section) (*Over, func([]Expr)) {
	defer p.in("OVER")()
	first := p.pos
	p.pos++
	if !p.isOp("(") {
		o := &Over{Ref: p.ident("a window name")}
		o.Pos = p.from(first)
		return o, func([]Expr) {}
	}
	o, fill := p.overBody(l, s)
	o.Pos = p.from(first)
	return o, fill
}

// overBody reads the parentheses of OVER, or of a named window.
func (p *parser) overBody(l *lowering, s *section) (*Over, func([]Expr)) {
	first := p.pos
	p.expectOp("(")
	o := &Over{}
	var fills []func([]Expr) []Expr // in written order; each returns the expressions that are left
	for !p.isOp(")") {
		switch {
		case p.accept("ROWS", "WINDOW", "BUFFER"):
			o.Buffer = p.count("the number of rows to keep")
			p.expect("ROWS")
		case o.Partition == nil && p.accept("PARTITION", "BY"):
			n := p.lowerList(l, s)
			o.Partition = make([]Expr, n)
			fills = append(fills, func(args []Expr) []Expr { return args[copy(o.Partition, args):] })
		case o.OrderBy == nil && p.accept("ORDER", "BY"):
			o.OrderBy = p.orderItems(l, s)
			fills = append(fills, func(args []Expr) []Expr { return fillOrder(o.OrderBy, args) })
		case o.Frame == nil && p.isAny("ROWS", "RANGE", "GROUPS"):
			o.Frame = p.frame(l, s)
			fills = append(fills, o.Frame.fill)
		case o.Emit == "" && p.accept("EMIT"):
			o.Emit = p.wordsUntil("EXPIRE")
		case o.Expire == "" && p.accept("EXPIRE", "AFTER"):
			o.Expire = p.wordsUntil("EMIT")
		case p.pos == first+1 && (p.at(wordToken) || p.at(nameToken)):
			o.Ref = p.ident("a window name")
		default:
			p.unexpected([]string{"PARTITION BY", "ORDER BY", "ROWS", "RANGE", "EMIT", "EXPIRE"},
				"OVER takes [ROWS WINDOW BUFFER n ROWS] [PARTITION BY ..] [ORDER BY ..] [ROWS or RANGE BETWEEN ..]")
		}
	}
	p.expectOp(")")
	o.Pos = p.from(first)
	return o, func(args []Expr) {
		for _, fill := range fills {
			args = fill(args)
		}
	}
}

// wordsUntil reads up to one of the words or the closing parenthesis and returns the normalized text.
func (p *parser) wordsUntil(words ...string) string {
	first := p.pos
	p.skip(func() bool { return p.isOp(")") || p.isAny(words...) })
	if p.pos == first {
		p.expected("more words", "")
	}
	return p.words(first)
}

// count reads a whole number.
func (p *parser) count(what string) int64 {
	n, err := strconv.ParseInt(p.textOf(p.pos), 10, 64)
	if !p.at(numberToken) || err != nil {
		p.expected(what, "write a whole number")
	}
	p.pos++
	return n
}
