package syntax

// matchRecognize reads MATCH_RECOGNIZE (..) after a source. PATTERN and its options are
// skipped: they say nothing about which records must meet.
func (p *parser) matchRecognize(input Source, first int) Source {
	defer p.in("MATCH_RECOGNIZE")()
	m := &MatchRecognize{Input: input}
	p.pos++
	open := p.pos
	p.expectOp("(")
	for !p.isOp(")") {
		switch {
		case p.accept("PARTITION", "BY"):
			m.Partition = p.exprs()
		case p.accept("ORDER", "BY"):
			m.OrderBy = p.orderBy()
		case p.accept("MEASURES"):
			m.Measures = p.matchItems()
		case p.accept("DEFINE"):
			m.Define = p.defines()
		case p.accept("ONE", "ROW", "PER", "MATCH"):
		case p.accept("ALL", "ROWS", "PER", "MATCH"):
			m.AllRows = true
			p.skip(p.endsPattern)
		case p.isAny("AFTER", "PATTERN", "SUBSET", "WITHIN"):
			p.pos++
			p.skip(p.endsPattern)
		default:
			p.unexpected([]string{"PARTITION", "ORDER", "MEASURES", "PATTERN", "DEFINE", "AFTER", "SUBSET"},
				"MATCH_RECOGNIZE takes PARTITION BY, ORDER BY, MEASURES, ONE ROW PER MATCH, AFTER MATCH, PATTERN, DEFINE")
		}
	}
	if m.Define == nil {
		p.fail(p.span(open-1, open), "say what the variables of the pattern are: DEFINE a AS a.price > 10", "DEFINE is missing")
	}
	p.expectOp(")")
	m.Alias = p.alias()
	m.Pos = p.from(first)
	return m
}

// endsPattern reports whether another part of MATCH_RECOGNIZE begins or its parentheses end.
func (p *parser) endsPattern() bool {
	return p.isOp(")") || p.isAny("DEFINE", "PATTERN", "SUBSET", "MEASURES", "AFTER", "WITHIN")
}

// matchItems reads [FINAL | RUNNING] expr AS name, ..
func (p *parser) matchItems() []*Item {
	var items []*Item
	for {
		first := p.pos
		if p.isAny("FINAL", "RUNNING") && p.tok(p.pos+1).kind == wordToken {
			p.pos++
		}
		item := &Item{Expr: p.expr()}
		p.accept("AS")
		item.Alias = p.ident("the name of the measure")
		item.Pos = p.from(first)
		items = append(items, item)
		if !p.acceptOp(",") {
			return items
		}
	}
}

// defines reads variable AS condition, ..
func (p *parser) defines() []*Item {
	var items []*Item
	for {
		first := p.pos
		item := &Item{Alias: p.ident("a variable of the pattern")}
		p.expect("AS")
		item.Expr = p.expr()
		item.Pos = p.from(first)
		items = append(items, item)
		if !p.acceptOp(",") {
			return items
		}
	}
}
