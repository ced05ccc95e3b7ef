package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// from reads the source after FROM: one name or text, never a subquery, and no dot (select.rs).
func (p *parser) from(v variant) {
	p.clause = "FROM"
	t := p.tok()
	switch {
	case t.kind == literal:
		p.quoted()
	case t.kind == name, v != inCreate && sourceWords[t.word()]:
		p.next()
	default:
		p.refuse("the name or URI of one source", p.sourceForm(t))
	}
	switch {
	case v == inCreate && t.kind == literal: // a text cannot have an alias here
	case v == inCreate && p.take("AS"):
		p.expectKind(name, "the alias after AS", "FROM name alias")
	case p.tok().kind == name:
		p.alias()
	}
	if p.is("WITH") {
		p.withLoose()
	}
}

// noTableFunctions suggests what to write instead of a call in FROM.
const noTableFunctions = "a plain name in FROM: there are no table functions, and WINDOW after GROUP BY makes the windows"

// sourceForm suggests what to write where FROM or JOIN is not followed by a name.
func (p *parser) sourceForm(t token) string {
	if t.kind == keyword && p.peek(1).word() == "(" {
		return noTableFunctions
	}
	switch t.kind {
	case mark:
		return "a stream of its own: CREATE STREAM x AS SELECT ..; then read FROM x"
	case keyword:
		return p.wordAsName(t)
	default:
		return "FROM name"
	}
}

// foreign maps words that begin a clause in other dialects to what to write instead. To the engine they are plain
// names: after a source they become its alias, and elsewhere they end the statement.
var foreign = map[string]string{
	"INTERSECT":       "a join or IN (SELECT ..); there is no INTERSECT",
	"EXCEPT":          "NOT IN (SELECT ..); there is no EXCEPT",
	"MINUS":           "NOT IN (SELECT ..); there is no MINUS",
	"CROSS":           "JOIN name ON condition; there is no CROSS JOIN",
	"NATURAL":         "JOIN name ON a.k = b.k; there is no NATURAL JOIN",
	"ASOF":            "JOIN name ON condition; there is no ASOF JOIN",
	"LATERAL":         "a stream of its own; there is no LATERAL",
	"USING":           "JOIN name ON a.k = b.k; there is no USING",
	"FOR":             "a join with the table as it is now; there is no FOR SYSTEM_TIME",
	"PARTITION":       "PARTITION BY inside OVER only",
	"QUALIFY":         "WHERE in a stream that reads this one; there is no QUALIFY",
	"OFFSET":          "LIMIT alone; there is no OFFSET",
	"FETCH":           "LIMIT 10; there is no FETCH",
	"TABLESAMPLE":     "a condition in WHERE; there is no TABLESAMPLE",
	"MATCH_RECOGNIZE": "OVER and a join; there is no MATCH_RECOGNIZE",
	"GRACE":           "a watermark property in WITH; there is no GRACE PERIOD",
	"FILTER":          "CASE WHEN condition THEN x END inside the call",
	"NULLS":           "ORDER BY column [ASC | DESC]; where NULL goes can't be said",
	"ESCAPE":          "LIKE 'x%' alone",
	"ILIKE":           "LOWER(x) LIKE 'a%'",
	"SETS":            "one statement for each grouping",
}

// alias reads the alias of a source.
func (p *parser) alias() {
	t := p.next()
	word := upper(p.value(t))
	if instead := foreign[word]; instead != "" {
		p.misread(t.span, word+" is read as the alias of the source", instead)
	}
}

// joins reads any number of joins (select.rs parse_join_clause).
func (p *parser) joins() {
	for {
		switch p.tok().word() {
		case "JOIN":
		case "INNER":
			p.clause = "JOIN"
			p.next()
		case "LEFT", "RIGHT":
			p.clause = "JOIN"
			p.next()
			p.take("OUTER")
		case "FULL":
			p.clause = "JOIN"
			full := p.next().span
			if !p.is("OUTER") {
				p.refuse("OUTER", "FULL OUTER JOIN", diag.Edit{Span: diag.Span{Start: full.End, End: full.End}, Text: " OUTER"})
			}
			p.next()
		default:
			return
		}
		p.join()
	}
}

// join reads a join from the word JOIN on.
func (p *parser) join() {
	p.clause = "JOIN"
	p.expect("JOIN", "[INNER], LEFT, RIGHT or FULL OUTER JOIN name ON ..")
	if p.tok().kind == mark {
		p.refuse("the name of one stream or table", p.sourceForm(p.tok()))
	}
	right := p.expectKind(name, "the name of one stream or table", "JOIN name ON ..")
	if p.is("AS") {
		p.joinAs(right)
	} else if p.tok().kind == name {
		p.alias()
	}
	if !p.is("ON") {
		p.refuse("ON", p.onForm())
	}
	p.next()
	p.clause = "ON"
	p.expr()
	if p.take("WITHIN") {
		p.clause = "WITHIN"
		p.checkDuration(p.durationToken(), "WITHIN 5m or WITHIN INTERVAL '5' MINUTE")
	}
}

// joinAs reads JOIN name AS alias. The engine skips one token too many after the alias, which usually is ON.
func (p *parser) joinAs(right token) {
	as := p.next()
	alias := p.expectKind(name, "the alias after AS", "JOIN name alias ON ..")
	lost := p.next()
	if p.is("ON") {
		p.misread(lost.span, "after JOIN "+p.slice(right.span)+" AS "+p.slice(alias.span)+" the engine skips one token, here "+p.slice(lost.span),
			"JOIN "+p.slice(right.span)+" "+p.slice(alias.span)+" ON ..")
		return
	}
	p.fail(as.span, "after an alias with AS the engine skips one token, and so loses ON",
		"JOIN "+p.slice(right.span)+" "+p.slice(alias.span)+" ON ..",
		diag.Edit{Span: diag.Span{Start: as.span.Start, End: alias.span.Start}})
}

// onForm suggests what to write where a join is not followed by ON.
func (p *parser) onForm() string {
	switch {
	case p.is("WITHIN"):
		return "JOIN name ON .. WITHIN 5m: WITHIN stands after the condition"
	case p.is("("):
		return "JOIN name ON a.k = b.k; USING is not known"
	case p.is("."):
		return "a name without dots"
	default:
		return "JOIN name [alias] ON condition"
	}
}

// quoted reads a quoted text and notes one that is never closed.
func (p *parser) quoted() token {
	t := p.next()
	if !p.closed(t) {
		p.misread(t.span, "the text that opens here is never closed, so the rest of the statement is part of it",
			"a closing "+p.text[t.span.Start:t.span.Start+1])
	}
	return t
}

// wordAsName suggests what to write where a keyword is used as a name.
func (p *parser) wordAsName(t token) string {
	word := strings.ToUpper(p.slice(t.span))
	return "another name: " + word + " is a word of the engine's grammar and can't be quoted"
}
