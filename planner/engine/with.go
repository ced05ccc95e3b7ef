package engine

import "github.com/velo-plan/velo-plan/planner/diag"

// withStrict reads WITH (..) after a statement: keys and values are quoted texts, there is at least one pair, and
// no comma after the last one (clauses.rs parse_with_properties).
func (p *parser) withStrict() {
	const form = "WITH ('name.type' = 'kafka_source', ..), keys and values in quotes"
	p.clause = "WITH"
	p.next()
	p.expect("(", form)
	for {
		key := p.tok()
		if key.kind != literal {
			p.refuse("a property's name as a text", form, p.inQuotes(p.cur)...)
		}
		p.next()
		p.expectSaid("=", form)
		value := p.tok()
		if value.kind != literal {
			p.refuse("a property's value as a text", form, p.inQuotes(p.cur)...)
		}
		p.quoted()
		p.property(key, value)
		if !p.take(",") {
			break
		}
	}
	p.expect(")", form)
}

// withLoose reads WITH (..) after a source: names need no quotes, values may be names or numbers, and the list may
// be empty or end in a comma (select.rs parse_select).
func (p *parser) withLoose() {
	const form = "WITH ('name.type' = 'kafka_source', ..)"
	p.clause = "WITH"
	p.next()
	p.expect("(", form)
	for !p.is(")") {
		key := p.tok()
		if key.kind != literal && key.kind != name {
			p.refuse("a property's name", form)
		}
		p.next()
		if !p.is("=") {
			p.refuse(`"="`, "quotes around a name with dots: 'a.b' = 'x'", p.inQuotes(p.cur-1)...)
		}
		p.next()
		value := p.tok()
		if value.kind != literal && value.kind != name && value.kind != number {
			p.refuse("a property's value", form)
		}
		p.next()
		p.property(key, value)
		if !p.is(")") {
			p.expect(",", form)
		}
	}
	p.expect(")", form)
}

// inQuotes quotes a name, with or without dots, or a number; it returns nil if none begins at the token.
func (p *parser) inQuotes(first int) []diag.Edit {
	last := first
	for t := p.toks[last]; t.kind == name || t.kind == keyword || t.kind == number || t.word() == "."; t = p.toks[last] {
		if last > first && t.span.Start != p.toks[last-1].span.End {
			break
		}
		last++
	}
	if last == first {
		return nil
	}
	at := diag.Span{Start: p.toks[first].span.Start, End: p.toks[last-1].span.End}
	return []diag.Edit{{Span: at, Text: "'" + p.text[at.Start:at.End] + "'"}}
}
