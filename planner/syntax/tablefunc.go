package syntax

// tableCall reads TABLE(fn(..)) or TABLE(query).
func (p *parser) tableCall(lateral bool) Source {
	first := p.pos
	p.pos++
	if p.cur().query {
		d := &DerivedTable{Query: p.subquery(), Lateral: lateral}
		d.Alias = p.alias()
		d.Pos = p.from(first)
		return d
	}
	p.expectOp("(")
	inner := p.pos
	f := p.tableFuncArgs(inner, p.path("a table function"))
	p.expectOp(")")
	f.Lateral = lateral
	p.tableFuncTail(f, first)
	return f
}

// tableFunc reads name(..) after FROM. The name has been read.
func (p *parser) tableFunc(first int, name []Ident, lateral bool) Source {
	f := p.tableFuncArgs(first, name)
	f.Lateral = lateral
	p.tableFuncTail(f, first)
	return f
}

// tableFuncTail reads WITH ORDINALITY, PARTITION BY and the alias after the parentheses.
func (p *parser) tableFuncTail(f *TableFunc, first int) {
	f.Ordinality = p.accept("WITH", "ORDINALITY")
	f.PartitionBy = append(f.PartitionBy, p.argPartition()...)
	f.Alias = p.alias()
	f.Pos = p.from(first)
}

// tableFuncArgs reads the arguments of a table function.
func (p *parser) tableFuncArgs(first int, name []Ident) *TableFunc {
	f := &TableFunc{Name: Ident{At: At{p.from(first)}, Name: Dotted(name), Quoted: name[0].Quoted}}
	defer p.in(f.Name.Name)()
	p.enter()
	p.expectOp("(")
	relations := relationFunctions[upper(f.Name.Name)]
	for !p.isOp(")") {
		argName := p.argName()
		relation := relations && isRelationArg(argName, len(f.Args))
		var arg Expr
		switch {
		case p.tableArgBegins(relation):
			relation := p.tableArg(relation)
			f.PartitionBy = append(f.PartitionBy, p.argPartition()...)
			p.argOrder(relation)
			arg = relation
		case p.isStar():
			arg = p.star()
		default:
			arg = p.expr()
		}
		f.Args, f.ArgNames = append(f.Args, arg), append(f.ArgNames, argName)
		if !p.acceptOp(",") {
			break
		}
	}
	p.expectOp(")")
	p.nesting--
	f.Pos = p.from(first)
	return f
}

// isRelationArg reports whether an argument of one of the relationFunctions is the relation.
func isRelationArg(name string, position int) bool {
	switch upper(name) {
	case "":
		return position == 0
	case "DATA", "INPUT", "TABLE", "SEARCH_TABLE":
		return true
	}
	return false
}

// argPartition reads PARTITION BY exprs after a relation, or nothing. A comma ends the argument unless
// a plain column follows it: TABLE t PARTITION BY a, b, DESCRIPTOR(ts).
func (p *parser) argPartition() []Expr {
	if !p.accept("PARTITION", "BY") {
		return nil
	}
	if p.isOp("(") && p.endsUnit(p.cur().match) {
		p.pos++
		list := p.exprs()
		p.expectOp(")")
		return list
	}
	list := []Expr{p.expr()}
	for p.isOp(",") && p.isPlainColumn(p.pos+1) {
		p.pos++
		list = append(list, p.expr())
	}
	return list
}

// argOrder reads ORDER BY expr [ASC | DESC] after a relation, or nothing. A comma ends the argument.
func (p *parser) argOrder(arg *TableArg) {
	if !p.accept("ORDER", "BY") {
		return
	}
	first := p.pos
	item := &OrderItem{Expr: p.expr(), Desc: p.accept("DESC")}
	if !item.Desc {
		p.accept("ASC")
	}
	item.Pos = p.from(first)
	arg.OrderBy = []*OrderItem{item}
	arg.Pos.End = item.Pos.End
}

// isPlainColumn reports whether one argument, or the last column of a list, is a column alone at i.
func (p *parser) isPlainColumn(i int) bool {
	for {
		k := p.tok(i)
		if k.kind != nameToken && (k.kind != wordToken || uses[k.key] != 0) {
			return false
		}
		if !p.opAt(i+1, ".") {
			return p.opAt(i+1, ",") || p.opAt(i+1, ")") || p.wordAt(i+1, "ORDER") && p.wordAt(i+2, "BY")
		}
		i += 2
	}
}

// isWholeName reports whether the argument that begins at i is a name alone.
func (p *parser) isWholeName(i int) bool {
	if t := p.tok(i); t.kind == wordToken && uses[t.key]&notOperand != 0 {
		return false
	}
	for p.tok(i).kind == wordToken || p.tok(i).kind == nameToken {
		if p.opAt(i+1, ".") {
			i += 2
			continue
		}
		return p.opAt(i+1, ",") || p.opAt(i+1, ")") || p.opAt(i+1, "(") || p.wordAt(i+1, "PARTITION") || p.wordAt(i+1, "ORDER")
	}
	return false
}

// tableArgBegins reports whether a relation as an argument is next. With bare, so is a name without
// TABLE.
func (p *parser) tableArgBegins(bare bool) bool {
	switch {
	case p.is("TABLE") && p.opAt(p.pos+1, "("):
		return true
	case p.isAny("TABLE", "MODEL") && p.isWholeName(p.pos+1):
		return true
	}
	return bare && (p.cur().query || p.at(nameToken) || p.at(wordToken) && p.canBegin())
}

// tableArg reads TABLE t, TABLE (query), MODEL m, and with bare also t and (query). If
// none of them is next it reads nothing and returns nil.
func (p *parser) tableArg(bare bool) *TableArg {
	if !p.tableArgBegins(bare) {
		return nil
	}
	first := p.pos
	arg := &TableArg{}
	if p.isAny("TABLE", "MODEL") && !p.opAt(p.pos+1, ",") {
		arg.Word = p.cur().key
		p.pos++
	}
	source := p.pos
	switch {
	case p.cur().query:
		d := &DerivedTable{Query: p.subquery()}
		d.Pos = p.from(source)
		arg.Source = d
	case p.isOp("("): // TABLE(t)
		p.pos++
		arg.Source = &TableRef{Name: p.path("a stream or table"), At: At{p.from(source + 1)}}
		p.expectOp(")")
	default:
		name := p.path("a stream or table")
		if p.isOp("(") {
			arg.Source = p.tableFuncArgs(source, name)
		} else {
			arg.Source = &TableRef{Name: name, At: At{p.from(source)}}
		}
	}
	arg.Pos = p.from(first)
	return arg
}
