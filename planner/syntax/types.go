package syntax

// numberTypes are the types that UNSIGNED may follow.
var numberTypes = map[string]bool{
	"TINYINT": true, "SMALLINT": true, "MEDIUMINT": true, "INT": true, "INTEGER": true, "BIGINT": true,
	"DECIMAL": true, "NUMERIC": true, "FLOAT": true, "DOUBLE": true, "REAL": true,
}

// typeName reads a type and returns it normalized: DECIMAL(10, 2), ARRAY<INT>, TIMESTAMP(3) WITH
// TIME ZONE, INT[].
func (p *parser) typeName() string {
	first := p.pos
	p.typeWords()
	return p.joinTokens(first, "([.<:", ")],.([<>:")
}

// typeWords skips a type.
func (p *parser) typeWords() {
	p.enter()
	key := p.cur().key
	p.name("a type such as STRING or DECIMAL(10, 2)")
	for p.acceptOp(".") {
		p.ident("a type name")
	}
	switch {
	case key == "DOUBLE":
		p.accept("PRECISION")
	case key == "UNSIGNED" || key == "SIGNED": // MySQL: CAST(x AS UNSIGNED INTEGER)
		if numberTypes[p.cur().key] && p.at(wordToken) {
			p.pos++
		}
	case key == "CHARACTER" || key == "CHAR":
		p.accept("VARYING")
	case p.isOp("<"):
		p.typeArgs("<", ">")
	}
	if p.isOp("(") {
		p.typeArgs("(", ")")
	}
	if numberTypes[key] {
		p.accept("UNSIGNED")
	}
	p.pos += p.zoneWords(p.pos)
	for p.opAt(p.pos, "[") && p.opAt(p.pos+1, "]") {
		p.pos += 2
	}
	if p.is("ARRAY") || p.is("MULTISET") {
		p.pos++
	}
	p.nesting--
}

// typeArgs skips the arguments of a type: numbers, types, or fields with their types.
func (p *parser) typeArgs(opening, closing string) {
	p.expectOp(opening)
	for !p.isOp(closing) {
		if p.at(numberToken) {
			p.pos++
		} else if next := p.tok(p.pos + 1); next.kind == wordToken || next.kind == nameToken || next.key == ":" {
			p.ident("a field name")
			if t := p.cur(); t.kind == wordToken && t.key[0] == ':' { // a :INT has no parameter in it
				t.start++
				t.key = upper(t.key[1:])
			}
			p.acceptOp(":")
			p.fieldType()
		} else {
			p.fieldType()
		}
		if !p.acceptOp(",") {
			break
		}
	}
	p.expectOp(closing)
}

// fieldType skips the type of a field, with NOT NULL and a comment after it.
func (p *parser) fieldType() {
	p.typeWords()
	if !p.accept("NOT", "NULL") {
		p.accept("NULL")
	}
	if p.is("COMMENT") || p.at(textToken) {
		p.accept("COMMENT")
		p.pos++
	}
}
