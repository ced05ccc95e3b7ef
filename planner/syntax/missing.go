package syntax

import "fmt"

// lacking maps a keyword to what is missing if nothing useful follows it, and how to write that.
var lacking = map[string]string{
	"SELECT": "say what to select: SELECT symbol, price, or SELECT *",
	"FROM":   "name the stream to read: FROM trades",
	"JOIN":   "name the stream to join, and the condition: JOIN orders o ON t.id = o.id",
	"ON":     "say which rows belong together: ON a.id = b.id",
	"WHERE":  "a condition is missing: WHERE price > 10; or leave WHERE out",
	"HAVING": "a condition is missing: HAVING COUNT(*) > 10; or leave HAVING out",
	"LIMIT":  "a number is missing: LIMIT 10; or leave LIMIT out",
	"OFFSET": "a number is missing: OFFSET 10; or leave OFFSET out",
	"INTO":   "name the stream to write: INTO big_trades",
	"CASE":   wholeCase,
	"VALUES": "write VALUES (1, 'a'), (2, 'b')",
	"JOB":    "name the job: START JOB totals AS SELECT ..",
	"WITH":   "name the query: WITH big AS (SELECT ..) SELECT .. FROM big",
}

const (
	surplusComma = "remove the comma before it"
	missingQuery = "a query is missing: SELECT symbol FROM trades"
	wholeCase    = "write CASE WHEN price > 10 THEN 'high' ELSE 'low' END"
)

// missing returns what to put before the current token; "" if the token before it does not tell.
func (p *parser) missing() string {
	i := p.pos - 1
	if i < 0 {
		return ""
	}
	switch before := p.tok(i); {
	case p.opAt(i, ","):
		return surplusComma
	case before.kind == opToken:
		return p.missingAfterOp(i)
	case before.kind != wordToken:
		return ""
	case before.key == "BY":
		list := p.tok(i-1).key + " BY"
		return fmt.Sprintf("a column is missing: %s symbol; or leave %s out", list, list)
	case before.key == "DISTINCT" && p.wordAt(i-1, "SELECT"):
		return "say what to select: SELECT DISTINCT symbol"
	case before.key == "STREAM" || before.key == "TABLE" || before.key == "VIEW" || before.key == "SINK":
		return "name what is created: CREATE " + before.key + " big_trades .."
	case lacking[before.key] != "":
		return lacking[before.key]
	case before.key != "AS" && uses[before.key]&(notOperand|sqlValue) != 0:
		return "an expression is missing after " + before.key
	}
	return ""
}

// missingAfterOp is missing for the operator or bracket at i.
func (p *parser) missingAfterOp(i int) string {
	switch key := p.tok(i).key; key {
	case "(", "[":
		window, ofWindow := windowKinds[p.tok(max(i-1, 0)).key]
		switch {
		case !p.isOp(")") && !p.isOp("]"):
			return p.notClosed(i)
		case ofWindow:
			return "write " + window.example
		}
		return "put something between the brackets"
	case ")", "]", "{", "}", "*":
		return ""
	case ".":
		return "put a name after the dot, or remove the dot"
	default:
		return "the right side of " + key + " is missing"
	}
}

// notClosed returns the place of the bracket at i, which is never closed, as a sentence.
func (p *parser) notClosed(i int) string {
	pos := p.src.Position(p.tok(i).start)
	return fmt.Sprintf("the %s at line %d, column %d is not closed", p.tok(i).key, pos.Line, pos.Column)
}

// usedAsName reports whether the current word is probably meant as a name, although it is a keyword: an
// operator, or nothing, follows it.
func (p *parser) usedAsName() bool {
	next := p.tok(p.pos + 1)
	return p.at(wordToken) && uses[p.cur().key] != 0 && (next.kind == endToken || next.kind == opToken && next.key != "(")
}

// quoteHelp says how to use the current word as a name.
func (p *parser) quoteHelp() string {
	return "to use " + p.word(p.pos) + ` as a name, write it in quotes: "` + p.word(p.pos) + `"`
}
