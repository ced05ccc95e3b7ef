package engine

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// argument is a length of time or a column, which the engine keeps as a text until it knows which it is.
type argument struct {
	text   string
	span   diag.Span
	column bool // written as a name, so not a length of time
}

// unitsOfInterval are the units of INTERVAL 'n' UNIT with the suffix that the engine turns each into.
var unitsOfInterval = map[string]string{
	"MILLISECOND": "ms", "MILLISECONDS": "ms", "SECOND": "s", "SECONDS": "s",
	"MINUTE": "m", "MINUTES": "m", "HOUR": "h", "HOURS": "h", "DAY": "d", "DAYS": "d",
}

// suffixes are the units that a length of time may end in, in the order in which the engine tries
// them (clauses.rs parse_duration). No suffix means seconds.
var suffixes = []string{"ns", "us", "μs", "ms", "s", "m", "h", "d", "w"}

// isDuration reports whether the engine can read a length of time: a whole number and a suffix.
func isDuration(text string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(text, s) {
			text = text[:len(text)-len(s)]
			break
		}
	}
	return isUnsigned(text)
}

// isUnsigned reports whether Rust's u64 reads the text: digits, optionally after a plus.
func isUnsigned(text string) bool {
	_, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 10, 64)
	return err == nil
}

// checkDuration rejects what the engine cannot read as a length of time.
func (p *parser) checkDuration(a argument, form string) {
	if isDuration(a.text) {
		return
	}
	what := p.slice(a.span) + " is not a length of time to the engine"
	if better := p.shorter(a.span); better != "" {
		p.fail(a.span, what, better+"; units are lower case: ns us ms s m h d w", diag.Edit{Span: a.span, Text: better})
	}
	p.fail(a.span, what, form)
}

// shorter rewrites a length of time in the engine's short form, "5 MINUTES" as "5m". It returns "" if the tokens
// under the span are not a number with a known unit.
func (p *parser) shorter(at diag.Span) string {
	var parts []string
	for i := p.cur; i >= 0 && p.toks[i].span.Start >= at.Start; i-- {
		if t := p.toks[i]; t.kind != eof && t.span.End <= at.End {
			parts = append([]string{p.value(t)}, parts...)
		}
	}
	return shortForm(parts)
}

// shortForm joins [INTERVAL] number unit to the short form; "" if it is anything else.
func shortForm(parts []string) string {
	if len(parts) == 3 && strings.EqualFold(parts[0], "INTERVAL") {
		parts = parts[1:]
	}
	if len(parts) != 2 || !isUnsigned(parts[0]) {
		return ""
	}
	unit := upper(parts[1])
	suffix := unitsOfInterval[unit]
	switch {
	case unit == "WEEK" || unit == "WEEKS":
		suffix = "w"
	case suffix == "" && isDuration("1"+strings.ToLower(unit)):
		suffix = strings.ToLower(unit)
	case suffix == "":
		return ""
	}
	return parts[0] + suffix
}

// shortText replaces a text such as '5 minutes' by its short form; nil if it has none.
func shortText(at diag.Span, text string) []diag.Edit {
	better := shortForm(strings.Fields(text))
	if isDuration(text) {
		better = text
	}
	if better == "" {
		return nil
	}
	return []diag.Edit{{Span: at, Text: better}}
}

// durationToken reads a length of time (clauses.rs parse_duration_token).
func (p *parser) durationToken() argument {
	t := p.tok()
	switch {
	case t.kind == name:
		p.next()
		return argument{p.value(t), t.span, true}
	case t.kind == number:
		return p.numberWithUnit()
	case t.kind == literal:
		return argument{text: p.value(p.quoted()), span: t.span}
	case p.is("INTERVAL"):
		return p.intervalToken()
	}
	p.refuse("a length of time", "5m")
	return argument{}
}

// numberWithUnit reads a number and the unit after it, with or without blanks between. Without a unit the number
// is seconds.
func (p *parser) numberWithUnit() argument {
	t := p.next()
	unit := "s"
	if p.tok().kind == name {
		unit = p.value(p.next())
	}
	return argument{text: p.value(t) + unit, span: p.since(t.span.Start)}
}

// intervalToken reads INTERVAL where the engine looks for the keyword: WITHIN and SLIDING's advance.
func (p *parser) intervalToken() argument {
	const form = "INTERVAL '5' MINUTE, in milliseconds, seconds, minutes or hours"
	start := p.next().span.Start
	v := p.tok()
	if v.kind != number && v.kind != literal {
		p.refuse("a number after INTERVAL", form)
	}
	p.next()
	u := p.expectKind(name, "a unit of time", form)
	suffix := unitsOfInterval[upper(p.value(u))]
	if suffix == "" || suffix == "d" {
		p.fail(u.span, p.slice(u.span)+" is not a unit of INTERVAL here", form)
	}
	a := argument{text: p.value(v) + suffix, span: p.since(start)}
	p.checkInterval(a, v)
	return a
}

// checkInterval notes an INTERVAL whose text ends in letters: the engine appends its unit to them.
func (p *parser) checkInterval(a argument, v token) {
	if isDuration(a.text) && !isUnsigned(p.value(v)) {
		p.misread(a.span, p.slice(a.span)+" is read as "+short(a.text), "a whole number in the quotes")
	}
}
