package syntax

import "strings"

// props reads [WITH] ( 'name' = 'value', .. ) into the statement. Names and values may be in
// single or double quotes, or bare with dots: connector = 'kafka', a.b.c = x, n = 5.
func (p *parser) props() {
	defer p.in("WITH")()
	begin := p.pos
	p.accept("WITH")
	p.expectOp("(")
	for !p.isOp(")") {
		first := p.pos
		var prop Property
		prop.Name = p.propName()
		prop.NameSpan = p.from(first)
		if !p.isOp("=") {
			p.expected(`"=" after `+prop.Name, "properties are written 'name' = 'value'")
		}
		p.pos++
		value := p.pos
		prop.Value = p.propValue()
		prop.ValueSpan = p.from(value)
		prop.Pos = p.from(first)
		p.stmt.Props = append(p.stmt.Props, prop)
		p.acceptOp(",") // commas are optional, and one may follow the last property
	}
	p.expectOp(")")
	p.stmt.PropBlocks = append(p.stmt.PropBlocks, p.from(begin))
}

// propName reads a quoted or dotted name.
func (p *parser) propName() string {
	if p.at(textToken) || p.at(nameToken) {
		p.pos++
		return unquote(p.textOf(p.pos - 1))
	}
	first := p.pos
	p.ident("the name of a property")
	for p.isOp(".") || p.isOp("-") {
		p.pos++
		p.ident("a name after the dot")
	}
	at := p.from(first)
	return p.text[at.Start:at.End]
}

// propValue reads a value: a string, a number, or bare words, dotted or with parentheses.
func (p *parser) propValue() string {
	if p.at(textToken) || p.at(nameToken) {
		p.pos++
		return unquote(p.textOf(p.pos - 1))
	}
	first := p.pos
	p.skip(func() bool {
		return p.isOp(",") || p.isOp(")") || p.pos > first && (p.at(textToken) || p.opAt(p.pos+1, "="))
	})
	if p.pos == first {
		p.expected("a value", "properties are written 'name' = 'value'")
	}
	at := p.from(first)
	return strings.TrimSpace(p.text[at.Start:at.End])
}
