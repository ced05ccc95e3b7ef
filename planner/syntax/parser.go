package syntax

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// parser reads the tokens of one statement by recursive descent. A syntax error panics with a bailout,
// which oneStatement recovers.
type parser struct {
	src  *diag.Source
	text string
	toks []token // the last one is an endToken
	pos  int

	stmt     *Statement
	clause   string // what is being read, for messages: "GROUP BY"
	nesting  int    // brackets, queries, CASE and prefix operators around the position
	queries  int    // queries around the position
	cases    int    // CASE around the position, inside the innermost brackets
	implicit int    // the token last taken for an alias without AS, or -1
	noIn     bool   // IN is not an operator in the next expression: POSITION(x IN y)
	slow     bool   // sqlparser is asked where it has nothing to decide too
}

// tok returns the token at i, or the endToken if i is beyond it.
func (p *parser) tok(i int) *token { return &p.toks[min(i, len(p.toks)-1)] }

func (p *parser) cur() *token           { return p.tok(p.pos) }
func (p *parser) at(k kind) bool        { return p.tok(p.pos).kind == k }
func (p *parser) isOp(op string) bool   { return p.opAt(p.pos, op) }
func (p *parser) is(word string) bool   { return p.wordAt(p.pos, word) }
func (p *parser) peek(word string) bool { return p.wordAt(p.pos+1, word) }

func (p *parser) atParameter() bool { return p.parameterAt(p.pos) }

// parameterAt reports whether a template variable is the token at i.
func (p *parser) parameterAt(i int) bool {
	return p.tok(i).kind == wordToken && p.identAt(i).IsParameter()
}

// wordAt reports whether the bare word at i is the keyword.
func (p *parser) wordAt(i int, word string) bool {
	return i >= 0 && p.tok(i).kind == wordToken && p.tok(i).key == word
}

func (p *parser) opAt(i int, op string) bool {
	return i >= 0 && p.tok(i).kind == opToken && p.tok(i).key == op
}

// isAny reports whether the current token is one of the keywords.
func (p *parser) isAny(words ...string) bool {
	for _, w := range words {
		if p.is(w) {
			return true
		}
	}
	return false
}

// accept reads the keywords if all of them are next, and reports whether they are.
func (p *parser) accept(words ...string) bool {
	for i, w := range words {
		if !p.wordAt(p.pos+i, w) {
			return false
		}
	}
	p.pos += len(words)
	return true
}

func (p *parser) acceptOp(op string) bool {
	if p.isOp(op) {
		p.pos++
		return true
	}
	return false
}

// expect reads the keywords, which must be next.
func (p *parser) expect(words ...string) {
	for _, w := range words {
		p.expectOr(w, "")
	}
}

// expectOr reads the keyword, which must be next; help says how to write it.
func (p *parser) expectOr(word, help string) {
	if !p.accept(word) {
		if p.at(wordToken) {
			p.misspelt(p.pos, []string{word})
		}
		p.expected(word, help)
	}
}

func (p *parser) expectOp(op string) {
	if !p.acceptOp(op) {
		p.expected(`"`+op+`"`, "")
	}
}

// enter adds a level of nesting; the caller leaves it with p.nesting--.
func (p *parser) enter() {
	if p.nesting++; p.nesting > MaxNesting {
		p.fail(p.spanOf(p.pos), "split the expression or the query", "nested more than %d deep", MaxNesting)
	}
}

// in sets the clause that messages name and returns a function that restores the one before.
func (p *parser) in(clause string) func() {
	before := p.clause
	p.clause = clause
	return func() { p.clause = before }
}

// span covers the tokens from first to last.
func (p *parser) span(first, last int) diag.Span {
	return diag.Span{Start: p.tok(first).start, End: p.tok(max(first, last)).end}
}

// from covers the tokens from first to the one before the current.
func (p *parser) from(first int) diag.Span { return p.span(first, p.pos-1) }

func (p *parser) spanOf(i int) diag.Span { return p.span(i, i) }

// ident reads a name: any quoted name, any bare word.
func (p *parser) ident(what string) Ident {
	t := p.cur()
	if t.kind != wordToken && t.kind != nameToken {
		p.expected(what, "")
	}
	p.pos++
	return p.identAt(p.pos - 1)
}

// name reads a name that is not a keyword, or is in quotes.
func (p *parser) name(what string) Ident {
	if u := uses[p.cur().key]; p.at(wordToken) && u&notOperand != 0 && (u&byFollows == 0 || p.peek("BY")) {
		if i := p.implicit; i >= 0 && i == p.pos-1 {
			p.misspelt(i, clauseWords)
		}
		help := p.missing()
		if help == "" || p.usedAsName() {
			help = p.quoteHelp()
		}
		p.expected(what, help)
	}
	if !p.at(wordToken) && !p.at(nameToken) {
		p.expected(what, p.missing())
	}
	return p.ident(what)
}

// identAt returns the word or quoted name at i as a name.
func (p *parser) identAt(i int) Ident {
	t := p.tok(i)
	text := p.text[t.start:t.end]
	if t.kind == nameToken {
		return Ident{At: At{p.spanOf(i)}, Name: unquote(text), Quoted: true}
	}
	return Ident{At: At{p.spanOf(i)}, Name: text}
}

// path reads a name of one or more parts separated by dots.
func (p *parser) path(what string) []Ident {
	first := p.pos
	parts := []Ident{p.name(what)}
	for p.acceptOp(".") {
		parts = append(parts, p.part())
	}
	if p.isOp(":") && p.opAt(p.pos+1, "/") && p.opAt(p.pos+2, "/") {
		p.bareURI(first)
	}
	return parts
}

// bareURI abandons the statement: a URI without quotes begins at first, and "://" is next.
func (p *parser) bareURI(first int) {
	last := p.pos + 2
	for {
		next := p.tok(last + 1)
		if next.kind == endToken || next.start > p.tok(last).end || next.kind == opToken && strings.Contains(",)", next.key) {
			break
		}
		last++
	}
	at := p.span(first, last)
	p.fail(at, "write '"+p.text[at.Start:at.End]+"'", "a URI must be quoted")
}

// part reads the name after a dot. A keyword must touch the dot: t.from is a name, but in
// "t. FROM" a name is missing.
func (p *parser) part() Ident {
	if p.cur().start > p.tok(p.pos-1).end {
		return p.name("a name after the dot")
	}
	if p.at(endToken) || p.at(opToken) {
		p.expected("a name after the dot", p.missing())
	}
	return p.ident("a name after the dot")
}

// dotted reads a path as one name.
func (p *parser) dotted(what string) Ident {
	first := p.pos
	parts := p.path(what)
	if len(parts) == 1 {
		return parts[0]
	}
	return Ident{At: At{p.from(first)}, Name: Dotted(parts)}
}

// names reads ( name, name, .. ).
func (p *parser) names() []Ident {
	p.expectOp("(")
	list := []Ident{p.ident("a name")}
	for p.acceptOp(",") {
		list = append(list, p.ident("a name"))
	}
	p.expectOp(")")
	return list
}

// unquote removes the quotes around a string or name and undoes the doubled ones inside.
func unquote(text string) string {
	if text[0] == '$' { // $tag$..$tag$
		tag := strings.IndexByte(text[1:], '$') + 2
		return text[tag : len(text)-tag]
	}
	quote, body := text[:1], text[1:len(text)-1]
	if strings.Contains(body, quote) {
		body = strings.ReplaceAll(body, quote+quote, quote)
	}
	return body
}

// skip skips tokens until stop reports true, and brackets as a whole.
func (p *parser) skip(stop func() bool) {
	for !p.at(endToken) && !stop() {
		if m := p.cur().match; m > p.pos {
			p.pos = m
		}
		p.pos++
	}
}

// words returns the tokens from first up to the current one, separated by single blanks, with words in
// upper case.
func (p *parser) words(first int) string { return p.joinTokens(first, "([.", ")],.([") }

// joinTokens is like words, without blanks after the operators in open and before those in closed.
func (p *parser) joinTokens(first int, open, closed string) string {
	var b strings.Builder
	for i := first; i < p.pos; i++ {
		t := p.tok(i)
		tight := i == first || t.kind == opToken && strings.Contains(closed, t.key) ||
			p.tok(i-1).kind == opToken && strings.Contains(open, p.tok(i-1).key)
		if !tight {
			b.WriteByte(' ')
		}
		if t.kind == wordToken {
			b.WriteString(t.key)
		} else {
			b.WriteString(p.text[t.start:t.end])
		}
	}
	return b.String()
}
