package syntax

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// syntaxError returns a diagnostic of the only kind that this package reports.
func syntaxError(src *diag.Source, at diag.Span, message, help string) diag.Diagnostic {
	return diag.Diagnostic{ID: diag.Syntax, Severity: diag.Error, Source: src, Span: at, Message: message, Help: help}
}

// bailout is the panic value that ends the reading of a statement. It never leaves the package.
type bailout struct{ diag.Diagnostic }

// fail abandons the statement with an error at a place.
func (p *parser) fail(at diag.Span, help, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if p.clause != "" {
		message = p.clause + ": " + message
	}
	panic(bailout{syntaxError(p.src, at, message, help)})
}

// expected abandons the statement: the current token should be something else.
func (p *parser) expected(what, help string) {
	if i := p.openBracket(); i >= 0 && help == "" && (p.at(endToken) || what == `")"` || what == `"]"`) {
		help = p.notClosed(i)
	} else if help == "" && p.opAt(p.pos-1, ",") {
		help = surplusComma
	}
	if i := p.implicit; i >= 0 && i == p.pos-1 { // FROM t WEHRE a: WEHRE was taken for an alias
		p.misspelt(i, clauseWords)
	}
	p.fail(p.spanOf(p.pos), help, "expected %s, found %s", what, p.word(p.pos))
}

// unexpected abandons the statement: nothing can begin with the current token. The words are what could.
func (p *parser) unexpected(words []string, help string) {
	if i := p.implicit; i >= 0 && i == p.pos-1 {
		p.misspelt(i, clauseWords)
	}
	p.misspelt(p.pos, words)
	if p.wordAt(p.pos-2, "AS") && p.tok(p.pos-1).kind == wordToken && uses[p.tok(p.pos-1).key]&notOperand != 0 { // a AS FROM t
		p.pos--
		p.expected("a name after AS", "put a name before "+p.word(p.pos)+", or remove AS")
	}
	switch {
	case help != "":
	case p.isOp(","):
		help = "no list is open here: remove the comma"
	case p.is("WITH"):
		help = "put properties in parentheses: WITH ('name' = 'value')"
	case p.is("OVER"):
		help = "OVER follows a function call: SUM(price) OVER (PARTITION BY symbol)"
	case p.isOp(")"):
		help = "no bracket is open here: remove it, or open one before it"
	case p.is("FROM"):
		help = "FROM comes right after the select list"
	default:
		help = `expected one of "," FROM WHERE GROUP BY HAVING WINDOW ORDER BY LIMIT EMIT INTO WITH JOIN UNION ";"`
	}
	p.clause = ""
	p.fail(p.spanOf(p.pos), help, "unexpected %s", p.word(p.pos))
}

// misspelt abandons the statement if the word at i is nearly one of the words.
func (p *parser) misspelt(i int, words []string) {
	if p.tok(i).kind != wordToken {
		return
	}
	word := nearest(p.tok(i).key, words)
	if word == p.tok(i).key+" BY" && p.wordAt(i+1, "BY") { // the words are spelt right
		return
	}
	if word != "" {
		p.clause = ""
		p.fail(p.spanOf(i), fmt.Sprintf("did you mean %s?", word), "unexpected %s", p.word(i))
	}
}

// openBracket returns the index of the innermost bracket that is open at the current token, or -1.
func (p *parser) openBracket() int {
	for i := p.pos - 1; i >= 0; i-- {
		t := p.tok(i)
		if t.kind == opToken && strings.Contains("([{", t.key) && (t.match < 0 || t.match >= p.pos) {
			return i
		}
	}
	return -1
}

// word returns what messages call the token at i.
func (p *parser) word(i int) string {
	t := p.tok(i)
	text := p.text[t.start:t.end]
	switch {
	case t.kind == endToken:
		return "the end of the statement"
	case t.kind == opToken:
		return `"` + text + `"`
	case len(text) <= 40:
		return text
	}
	cut := 36
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + " ..."
}

// nearest returns the word that got is most likely a misspelling of, or "". Of two words only the first
// is compared: GRUOP is near GROUP BY, and so is GROUP alone.
func nearest(got string, words []string) string {
	if len(got) < 3 || len(got) > 20 {
		return ""
	}
	most := 2 // wrong letters, or one in a short word
	if len(got) <= 4 {
		most = 1
	}
	firsts := make([]string, len(words))
	for i, word := range words {
		firsts[i], _, _ = strings.Cut(word, " ")
	}
	at := slices.Index(firsts, spelling.Nearest(got, firsts, most))
	if at < 0 || words[at] == got {
		return ""
	}
	return words[at]
}
