package engine

import "github.com/velo-plan/velo-plan/planner/diag"

// The forms of WINDOW.
const (
	tumblingForm = "TUMBLING(5m) or TUMBLING(ts, INTERVAL '5' MINUTE)"
	slidingForm  = "SLIDING(10m, 1m) or SLIDING(ts, 10m, 1m)"
	sessionForm  = "SESSION(30m) or SESSION(ts, INTERVAL '30' MINUTE)"
)

// window reads WINDOW (clauses.rs parse_window_spec). The kind is compared by its text.
func (p *parser) window(q *query) {
	p.next()
	p.clause = "WINDOW"
	q.window = true
	switch {
	case p.takeSaid("TUMBLING"):
		p.timeAndLength(tumblingForm, false)
	case p.takeSaid("SESSION"):
		p.timeAndLength(sessionForm, true)
	case p.takeSaid("SLIDING"):
		p.sliding()
	case p.says("HOPPING"), p.says("HOP"):
		p.refuse("TUMBLING, SLIDING or SESSION", slidingForm, diag.Edit{Span: p.tok().span, Text: "SLIDING"})
	default:
		p.refuse("TUMBLING, SLIDING or SESSION", tumblingForm)
	}
}

// timeAndLength reads ([time ,] length) of TUMBLING and SESSION, which may name a partition column at the end.
func (p *parser) timeAndLength(form string, partition bool) {
	p.expect("(", form)
	first := p.parameter(form)
	if !p.take(",") {
		p.checkDuration(first, form)
		p.closeWindow(form)
		return
	}
	length := p.lengthAfterTime(form)
	p.checkSwapped(first, length, partition)
	p.checkDuration(length, form)
	p.checkTime(first)
	if partition && p.take(",") {
		if part := p.parameter(form); !part.column {
			p.misread(part.span, p.slice(part.span)+" is read as the name of the partition column", "SESSION(ts, 30m, column)")
		}
	}
	p.closeWindow(form)
}

func (p *parser) closeWindow(form string) {
	if !p.is(")") {
		p.refuse(`")"`, form)
	}
	p.next()
}

// sliding reads ([time ,] size , advance). Only a second comma makes the first argument the time column.
func (p *parser) sliding() {
	p.expect("(", slidingForm)
	first := p.parameter(slidingForm)
	if !p.is(",") {
		p.refuse(`"," and a second length`, slidingForm)
	}
	p.next()
	second := p.parameter(slidingForm)
	if p.take(",") {
		advance := p.durationToken()
		p.checkDuration(second, slidingForm)
		p.checkDuration(advance, slidingForm)
		p.checkTime(first)
	} else {
		p.checkDuration(first, slidingForm)
		p.checkDuration(second, slidingForm)
	}
	p.closeWindow(slidingForm)
}

// parameter reads an argument that may be a column or a length of time. INTERVAL is a keyword, and the engine
// looks for it among the names, so it never finds it (clauses.rs parse_session_parameter).
func (p *parser) parameter(form string) argument {
	t := p.tok()
	switch t.kind {
	case name:
		p.next()
		text := p.value(t)
		if p.take(".") {
			text += "." + p.value(p.expectKind(name, "the column after the dot", form))
		}
		return argument{text, p.since(t.span.Start), true}
	case number:
		return p.numberWithUnit()
	}
	if t.word() == "INTERVAL" {
		p.refuseInterval(form)
	}
	var fix []diag.Edit
	if t.kind == literal {
		fix = shortText(t.span, p.value(t))
	}
	p.refuse("a column or a length of time without quotes", form, fix...)
	return argument{}
}

// refuseInterval rejects INTERVAL 'n' UNIT and offers its short form.
func (p *parser) refuseInterval(form string) {
	at := diag.Span{Start: p.tok().span.Start, End: p.peek(2).span.End}
	const message = "the engine takes no INTERVAL in this place"
	better := shortForm([]string{"INTERVAL", p.value(p.peek(1)), p.value(p.peek(2))})
	if better == "" {
		p.fail(p.tok().span, message, form)
	}
	p.fail(p.tok().span, message, better+" for "+p.slice(at)+", so "+form, diag.Edit{Span: at, Text: better})
}

// lengthAfterTime reads the length in TUMBLING(ts, length) and SESSION(ts, length), where INTERVAL requires a
// quoted number, and an unknown unit means seconds.
func (p *parser) lengthAfterTime(form string) argument {
	if !p.says("INTERVAL") {
		return p.durationToken()
	}
	start := p.next().span.Start
	v := p.tok()
	if v.kind == number {
		p.refuse("the number in quotes", form, diag.Edit{Span: v.span, Text: "'" + p.value(v) + "'"})
	}
	p.expectKind(literal, "a number in quotes", form)
	u := p.expectKind(name, "a unit of time", form)
	suffix, known := unitsOfInterval[upper(p.value(u))]
	if !known {
		suffix = "s"
		p.misread(u.span, p.slice(u.span)+" is not a unit to the engine, and the length is read in seconds",
			"MILLISECOND, SECOND, MINUTE, HOUR or DAY")
	}
	a := argument{text: p.value(v) + suffix, span: p.since(start)}
	p.checkInterval(a, v)
	return a
}

// checkSwapped rejects TUMBLING(5m, ts), which the engine would read with ts as the length. In SESSION the second
// argument may be meant as the partition column, so nothing is certain there.
func (p *parser) checkSwapped(first, second argument, session bool) {
	if first.column || !second.column || !isDuration(first.text) {
		return
	}
	if p.is(".") && p.peek(1).kind == name {
		second.span.End = p.peek(1).span.End
	}
	const message = "the time column stands before the length"
	if session {
		p.fail(second.span, message, "SESSION(ts, "+p.slice(first.span)+") or SESSION(ts, "+p.slice(first.span)+", column)")
	}
	at := diag.Span{Start: first.span.Start, End: second.span.End}
	better := p.text[second.span.Start:second.span.End] + ", " + p.text[first.span.Start:first.span.End]
	p.fail(second.span, message, "TUMBLING("+short(better)+")", diag.Edit{Span: at, Text: better})
}

// checkTime notes a length of time in the place of the time column: it becomes a column's name.
func (p *parser) checkTime(first argument) {
	if !first.column {
		p.misread(first.span, p.slice(first.span)+" is read as the name of the time column", "the time column first, or no first argument")
	}
}
