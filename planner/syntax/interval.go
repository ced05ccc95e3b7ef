package syntax

import "strings"

// interval reads INTERVAL '5' MINUTE, INTERVAL 5 MINUTE, INTERVAL '5 minutes' or
// INTERVAL '1:30' HOUR TO MINUTE. Its value is the normalized words: 5 MINUTE.
func (p *parser) interval() *Literal {
	lit, ns := p.intervalLength()
	lit.Nanoseconds = ns
	return lit
}

// intervalLength reads an interval and returns it with its nanoseconds, 0 if it has no fixed length.
func (p *parser) intervalLength() (*Literal, int64) {
	first := p.pos
	p.expect("INTERVAL")
	text := p.textOf(p.pos)
	switch {
	case p.at(textToken):
		text = unquote(text)
	case !p.at(numberToken):
		p.expected("a quoted length", "write INTERVAL '5' MINUTE")
	}
	p.pos++
	text = strings.TrimSpace(text)
	unit := ""
	words, ns, ok := normalizeLength(text)
	if !ok { // no units inside the quotes: a word after them is one, not an alias
		unit = p.intervalUnit()
		words, ns, ok = normalizeLength(strings.TrimSpace(text + " " + unit))
	}
	lit := &Literal{At: At{p.from(first)}, Kind: Interval, Value: words}
	if !ok {
		from := unit
		if i := strings.IndexAny(unit, " ("); i >= 0 {
			from = unit[:i]
		}
		if from == "" { // 02:03:04 counts hours first, '3600' seconds
			from = "HOUR"
			if !strings.Contains(text, ":") {
				from = "SECOND"
			} else if strings.Contains(text, " ") {
				from = "DAY"
			}
		}
		ns, _ = clockNanoseconds(text, from)
	}
	return lit, ns
}

// intervalUnit reads UNIT, UNIT(p) or UNIT TO UNIT after an interval's length and returns it
// normalized, or "".
func (p *parser) intervalUnit() string {
	u, ok := unitOf(p.textOf(p.pos))
	if !ok || !p.at(wordToken) {
		return ""
	}
	p.pos++
	name := u.name + p.precision()
	if p.is("TO") {
		if to, ok := unitOf(p.textOf(p.pos + 1)); ok {
			p.pos += 2
			name += " TO " + to.name + p.precision()
		}
	}
	return name
}

// precision reads (n) after a unit, if it is next, and returns it.
func (p *parser) precision() string {
	if !p.isOp("(") || p.tok(p.pos+1).kind != numberToken || !p.opAt(p.pos+2, ")") {
		return ""
	}
	p.pos += 3
	return "(" + p.textOf(p.pos-2) + ")"
}

// atDuration reports whether a length of time is next: 5m, '5 minutes', INTERVAL '5' MINUTE.
func (p *parser) atDuration() bool {
	next := p.tok(p.pos + 1).kind
	return p.at(numberToken) || p.at(textToken) || p.is("INTERVAL") && (next == textToken || next == numberToken)
}

// duration reads a length of time. A number without a unit counts seconds.
func (p *parser) duration() Duration {
	first := p.pos
	var ns int64
	ok := true
	switch {
	case p.is("INTERVAL"):
		_, ns = p.intervalLength()
	case p.at(textToken):
		text := unquote(p.textOf(p.pos))
		if _, ns, ok = normalizeLength(text); !ok {
			_, ns, ok = normalizeLength(text + " SECONDS")
		}
		p.pos++
	case p.at(numberToken):
		number := p.textOf(p.pos)
		name := "SECOND"
		p.pos++
		if u, known := unitOf(p.textOf(p.pos)); known && p.at(wordToken) {
			name = u.name
			p.pos++
		} else if p.at(wordToken) && p.cur().start == p.tok(first).end {
			p.expected("a unit of time", "units are ms, s, m, h, d, w and their long names: 5m, 5 MINUTES")
		}
		_, ns, ok = normalizeLength(number + " " + name)
	case p.atParameter():
		p.pos++
		if isUnit(p.textOf(p.pos)) && p.at(wordToken) {
			p.pos++
		}
		ok = true // its length is not known
	default:
		p.expected("a length of time", "write 5m, 5 MINUTES or INTERVAL '5' MINUTE")
	}
	if !ok {
		p.fail(p.from(first), "write 5m, 5 MINUTES or INTERVAL '5' MINUTE", "%s is not a length of time", p.word(first))
	}
	at := p.from(first)
	return Duration{At: At{at}, Text: p.text[at.Start:at.End], Nanoseconds: ns}
}
