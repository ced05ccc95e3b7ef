package syntax

import "strings"

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

// ByteOrder reports whether a collation calls values equal only if their bytes are: "C", binary, utf8mb4_bin.
func ByteOrder(collation Expr) bool {
	lit, ok := collation.(*Literal)
	if !ok {
		return false
	}
	name := strings.ToLower(lit.Value)
	switch name {
	case "c", "posix", "binary", "ucs_basic":
		return true
	}
	return strings.HasSuffix(name, "_bin")
}
