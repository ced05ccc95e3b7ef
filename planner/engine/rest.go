package engine

import (
	"sort"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// rest notes what follows the statement that was read. The engine never checks whether the text is used up, so it
// silently drops all of it.
func (p *parser) rest() {
	first := p.cur
	for p.toks[first].word() == ";" {
		first++
	}
	if p.toks[first].kind == eof {
		p.out.Whole = true
		return
	}
	t := p.toks[first]
	p.out.Ignored = diag.Span{Start: t.span.Start, End: p.toks[len(p.toks)-2].span.End}
	p.out.Message = p.clause + ": the engine reads up to " + p.show(p.toks[first-1]) + ", and drops " + p.show(t) +
		" and all that follows without a word"
	p.out.Form, p.out.Fix = p.restForm(first)
}

// restForms are suggestions of what to write, by the keyword or mark that is dropped first.
var restForms = map[string]string{
	"INTO":    "no INTO here: CREATE STREAM names the sink, and its properties stand in WITH after the SELECT",
	"UNION":   "one CREATE for each arm, or SELECT .. UNION .. without CREATE",
	"OVER":    "OVER right after a call: F(x) " + overForm,
	"WITHIN":  "WITHIN right after the condition of the join: JOIN name ON .. WITHIN 5m",
	"WITH":    "WITH once, as the last part of the statement",
	"PRIMARY": "PRIMARY KEY after the column in the select list",
	",":       "JOIN name ON condition",
	".":       "a name with at most one dot, and none in FROM",
	"||":      "brackets around the whole text: a = (b || c)",
	"(":       "no brackets here",
	")":       "the statement without this bracket, which none opens",
}

// clauseOrder is the order in which SELECT's clauses must stand.
const clauseOrder = "SELECT .. FROM .. JOIN .. WHERE .. GROUP BY .. WINDOW .. HAVING .. ORDER BY .. LIMIT .. EMIT .. WITH (..)"

// clauseStarts are the keywords that begin a clause.
var clauseStarts = wordSet("FROM JOIN INNER LEFT RIGHT FULL WHERE GROUP WINDOW HAVING ORDER LIMIT EMIT")

// restForm suggests what to write for the first token that is dropped.
func (p *parser) restForm(first int) (form string, fix []diag.Edit) {
	t, before := p.toks[first], p.toks[first-1]
	word := upper(p.value(t))
	past := foreign[upper(p.value(before))]
	switch {
	case before.word() == ";":
		return "one statement a text; in a file, each on lines of its own", nil
	case before.kind == literal && before.span.End == t.span.Start:
		return "the other sort of quotes around a text that has quotes in it: no character can be escaped", nil
	case t.word() == "AS":
		return p.asForm(first)
	case t.word() == "UNION" && p.clause == "INTO":
		return "one statement for each arm: INTO ends the statement", nil
	case t.word() == "(" && p.clause == "FROM":
		return noTableFunctions, nil
	case t.kind == name && foreign[word] != "":
		return foreign[word], nil
	case past != "" && before.kind == name:
		return past, nil
	case clauseStarts[t.word()]:
		return clauseOrder, nil
	case restForms[t.word()] != "":
		return restForms[t.word()], nil
	case t.kind == name && p.clause == "SELECT":
		return p.aliasForm(first)
	default:
		return "the statement without it", nil
	}
}

// asForm suggests what to write where AS is not read: after the source of a SELECT, an alias stands alone.
func (p *parser) asForm(first int) (form string, fix []diag.Edit) {
	as, alias := p.toks[first], p.toks[min(first+1, len(p.toks)-1)]
	if p.clause != "FROM" || alias.kind != name {
		return "an alias only after an item of the select list or a source", nil
	}
	return "FROM name " + p.slice(alias.span), []diag.Edit{{Span: diag.Span{Start: as.span.Start, End: alias.span.Start}}}
}

// aliasForm suggests what to write where a name follows an item of the select list: an alias needs AS.
func (p *parser) aliasForm(first int) (form string, fix []diag.Edit) {
	t := p.toks[first]
	if after := p.toks[first+1].word(); after == "," || after == "FROM" {
		as := "AS "
		if p.toks[first-1].span.End == t.span.Start {
			as = " AS "
		}
		fix = []diag.Edit{{Span: diag.Span{Start: t.span.Start, End: t.span.Start}, Text: as}}
	}
	return "AS " + p.slice(t.span) + " for an alias", fix
}

// inOrder sorts misreads by their place.
func inOrder(list []Misread) []Misread {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Span.Start < list[j].Span.Start })
	return list
}
