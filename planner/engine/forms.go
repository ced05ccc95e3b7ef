package engine

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// strangeCharacter tells what is wrong with a character that begins no token, and what to write instead.
func strangeCharacter(r rune) (message, form string) {
	message = fmt.Sprintf("the engine knows no character %q", r)
	switch r {
	case '`':
		return message + ", and no quotes for names", "the name without quotes"
	case '%':
		return message, "MOD(a, b)"
	case '^':
		return message, "POWER(a, b)"
	case '!':
		return message + " alone", "!= for a comparison, NOT for a negation"
	case '|':
		return message + " alone", "|| joins texts"
	case '[', ']':
		return message + ", and no elements of arrays", "a function: JSON_VALUE, or a column that holds the element"
	case ':':
		return message, "CAST(x AS TYPE) for x::type"
	case '$', '{', '}':
		return message + ", and resolves no variables in a statement", "the value itself; ${..} works in @deployment annotations only"
	case '@':
		return message + " outside comments", "an annotation in a line of its own: -- @name: value"
	case '#':
		return message, "comments begin with --"
	case '\uFEFF':
		return "the engine takes no byte order mark", "the file without it"
	case 0:
		return "the engine takes no NUL byte", "the text without it"
	default:
		return message, "the statement without it; blanks are space, tab and line ends"
	}
}

// statementForm suggests what to write instead of a statement that the engine does not have.
func statementForm(word string) string {
	switch word {
	case "INSERT":
		return "CREATE STREAM sink AS SELECT .."
	case "WITH":
		return "a stream for each part: CREATE STREAM part AS SELECT ..; then read FROM part"
	case "DROP":
		return "STOP JOB name"
	case "UPDATE", "DELETE":
		return "a stream of the changed records: CREATE STREAM name AS SELECT .."
	case "EXPLAIN":
		return "the statement alone; the engine explains nothing"
	case "SET":
		return "a property in WITH ('name' = 'value')"
	case "":
		return "SELECT .. or CREATE STREAM name AS SELECT .."
	default:
		return "CREATE STREAM name AS SELECT .., SELECT .., SHOW, DESCRIBE"
	}
}

// createForm suggests what to write instead of a CREATE of something else.
func createForm(word string) string {
	switch word {
	case "OR":
		return "CREATE STREAM name AS SELECT .., without OR REPLACE"
	case "SINK":
		return "CREATE STREAM sink AS SELECT .. WITH ('sink.type' = 'kafka_sink')"
	case "VIEW", "MATERIALIZED":
		return "CREATE TABLE name AS SELECT .."
	default:
		return "CREATE STREAM name AS SELECT .. or CREATE TABLE name AS SELECT .."
	}
}

// operandForm suggests what to write where no operand can begin.
func (p *parser) operandForm() string {
	t := p.tok()
	if p.clause == "GROUP BY" && (t.word() == "ALL" || t.word() == ")") {
		return "GROUP BY column, or no GROUP BY for one group of all records"
	}
	switch t.word() {
	case "DISTINCT":
		if p.operandFix() == nil {
			return "the call over a stream of distinct records: CREATE STREAM d AS SELECT DISTINCT .."
		}
		return "COUNT_DISTINCT(x), or APPROX_COUNT_DISTINCT(x)"
	case "ANY", "ALL":
		return "IN (SELECT ..) or EXISTS (SELECT ..)"
	case ".":
		return "a digit before the point: 0.5"
	case "+":
		return "the operand without a plus"
	case ">":
		return "arguments by their place, without names"
	case "FROM", "WHERE", "GROUP", ")", ",", ";", "":
		return "an expression"
	}
	if t.kind == keyword {
		return p.wordAsName(t)
	}
	return "a column, a constant, a call or an expression in brackets"
}

// operandFix replaces COUNT(DISTINCT by COUNT_DISTINCT( and .5 by 0.5; it returns nil for anything else.
func (p *parser) operandFix() []diag.Edit {
	t := p.tok()
	if t.word() == "." && p.peek(1).kind == number && p.peek(1).span.Start == t.span.End {
		return []diag.Edit{{Span: diag.Span{Start: t.span.Start, End: t.span.Start}, Text: "0"}}
	}
	if t.word() != "DISTINCT" || p.cur < 2 || p.prev().word() != "(" {
		return nil
	}
	f := p.toks[p.cur-2]
	if f.kind != name || !strings.EqualFold(p.value(f), "COUNT") {
		return nil
	}
	return []diag.Edit{{Span: diag.Span{Start: f.span.Start, End: p.peek(1).span.Start}, Text: "COUNT_DISTINCT("}}
}

// fieldForm suggests what to write where a dot is not followed by a column.
func (p *parser) fieldForm(t token) string {
	switch {
	case t.word() == "*":
		return "the columns by their names, or * alone"
	case t.kind == keyword:
		return p.wordAsName(t)
	default:
		return "source.column"
	}
}
