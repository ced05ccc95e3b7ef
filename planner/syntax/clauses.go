package syntax

import "github.com/velo-plan/velo-plan/planner/diag"

// clauses reads what follows FROM, in any order, each clause once. c is nil after a body
// that is not a SELECT.
func (p *parser) clauses(c *core, a *arm) {
	seen := map[string]int{}
	for {
		first := p.pos
		name := p.clauseName(c != nil)
		if name == "" {
			return
		}
		if before, again := seen[name]; again && name != "WITH" && name != "WINDOW" {
			pos := p.src.Position(p.tok(before).start)
			p.fail(p.spanOf(first), "join the two into one", "a second %s in one query; the first is at line %d", name, pos.Line)
		}
		seen[name] = first
		p.tailClause(name, c, a)
	}
}

// clauseName returns the name of the clause that begins at the current token, or "".
func (p *parser) clauseName(inSelect bool) string {
	if !p.at(wordToken) {
		return ""
	}
	switch key := p.cur().key; key {
	case "WHERE", "HAVING", "WINDOW", "QUALIFY":
		if inSelect {
			return key
		}
	case "GROUP":
		if inSelect {
			return "GROUP BY"
		}
	case "PARTITION":
		if inSelect && p.peek("BY") {
			return "PARTITION BY"
		}
	case "ORDER":
		return "ORDER BY"
	case "LIMIT", "OFFSET", "FETCH", "EMIT", "INTO":
		return key
	case "WITH":
		if p.opAt(p.pos+1, "(") {
			return key
		}
	}
	return ""
}

// tailClause reads one clause after FROM.
func (p *parser) tailClause(name string, c *core, a *arm) {
	defer p.in(name)()
	first := p.pos
	switch name {
	case "ORDER BY":
		p.expect("ORDER", "BY")
		a.orderBy = p.orderBy()
	case "LIMIT", "OFFSET", "FETCH":
		p.limit(a)
	case "EMIT":
		a.emit = p.emitMode()
	case "INTO":
		p.into()
	case "WITH":
		p.props()
	default:
		p.coreClause(name, c)
		c.sel.spanOfClause(name, p.from(first))
	}
}

// spanOfClause records the place of a clause of the SELECT.
func (s *Select) spanOfClause(name string, at diag.Span) {
	switch name {
	case "WHERE":
		s.WhereSpan = at
	case "HAVING":
		s.HavingSpan = at
	case "GROUP BY":
		s.GroupBy.Pos = at
	case "PARTITION BY":
		s.PartitionBySpan = at
	}
}

// limit reads LIMIT n, OFFSET n [ROWS] or FETCH FIRST n ROWS ONLY.
func (p *parser) limit(a *arm) {
	first := p.pos
	lim := a.limit
	if lim == nil {
		lim = &Limit{}
	}
	switch {
	case p.accept("LIMIT"):
		if !p.accept("ALL") {
			lim.Count = p.expr()
		}
		if p.isOp(",") {
			p.fail(p.spanOf(p.pos), "write LIMIT count OFFSET start", "only one number is allowed")
		}
	case p.accept("OFFSET"):
		lim.Offset = p.expr()
		if p.isAny("ROW", "ROWS") {
			p.pos++
		}
	default:
		p.expect("FETCH")
		if !p.isAny("FIRST", "NEXT") {
			p.expected("FIRST or NEXT", "write FETCH FIRST 5 ROWS ONLY")
		}
		p.pos++
		lim.Count = &Literal{At: At{p.spanOf(p.pos - 1)}, Kind: Number, Value: "1"}
		if !p.isAny("ROW", "ROWS") {
			lim.Count = p.expr()
		}
		if !p.isAny("ROW", "ROWS") {
			p.expected("ROWS ONLY", "write FETCH FIRST 5 ROWS ONLY")
		}
		p.pos++
		p.expect("ONLY")
	}
	lim.Pos = lim.Pos.Join(p.from(first))
	a.limit = lim
}

// emitModes are the words that may follow EMIT.
var emitModes = [][]string{
	{"CHANGES"}, {"FINAL"}, {"ON", "WINDOW", "CLOSE"}, {"ON", "CLOSE"}, {"ON", "UPDATE"},
	{"AFTER", "WINDOW", "CLOSE"}, {"EVERY", "RECORD"}, {"ON", "BUFFER", "FULL"}, {"IMMEDIATELY"},
}

// emitMode reads EMIT CHANGES, EMIT FINAL and the like.
func (p *parser) emitMode() *Emit {
	first := p.pos
	p.expect("EMIT")
	for _, mode := range emitModes {
		if p.accept(mode...) {
			return &Emit{At: At{p.from(first)}, Mode: p.words(first + 1)}
		}
	}
	p.implicit = -1
	if p.at(wordToken) {
		p.misspelt(p.pos, []string{"CHANGES", "FINAL"})
	}
	p.expected("CHANGES or FINAL", "a name needs AS before it: a AS emit")
	return nil
}

// into reads INTO name after a select.
func (p *parser) into() {
	first := p.pos
	p.expect("INTO")
	if p.queries > 1 {
		p.fail(p.spanOf(first), "move it to the end of the statement", "only the whole statement can write to a sink")
	}
	name := p.sinkName()
	if p.stmt.Target.Name == "" {
		p.stmt.Target = name
	} else {
		p.stmt.Into = name
	}
}

// sinkName reads a name, or a quoted URI.
func (p *parser) sinkName() Ident {
	if p.at(textToken) {
		p.pos++
		return Ident{At: At{p.spanOf(p.pos - 1)}, Name: unquote(p.textOf(p.pos - 1)), Quoted: true}
	}
	return p.dotted("the name of a sink")
}
