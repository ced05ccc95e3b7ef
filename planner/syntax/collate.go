package syntax

// atCollate reports whether COLLATE with its name is next, and not a column alias called collate.
func (p *parser) atCollate() bool {
	next := p.tok(p.pos + 1)
	if !p.is("COLLATE") {
		return false
	}
	return next.kind == nameToken || next.kind == textToken || next.kind == wordToken && uses[next.key] == 0
}

// collation reads the name of a collation: bare, quoted, dotted, or a string.
func (p *parser) collation() *Literal {
	first := p.pos
	var value string
	if p.at(textToken) {
		value = unquote(p.textOf(p.pos))
		p.pos++
	} else {
		value = p.dotted("the name of a collation").Name
	}
	return &Literal{At: At{p.from(first)}, Kind: String, Value: value}
}
