package engine

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// maxNesting is how deep brackets, subqueries, NOT and minus may nest. The engine has no limit: it recurses until
// its stack overflows, somewhere beyond what anybody writes.
const maxNesting = 1000

// parser reads tokens as the engine's TokenParser does (common.rs). What the engine cannot read ends the parse by
// a panic with a *Complaint, which run turns into a result.
type parser struct {
	text   string // the Source's whole text
	toks   []token
	notes  []comment
	cur    int
	depth  int
	clause string // the clause being read, for messages
	out    Verdict
}

// run parses one statement.
func (p *parser) run() (q query, c *Complaint) {
	defer func() {
		if r := recover(); r != nil {
			failed, ok := r.(*Complaint)
			if !ok {
				panic(r)
			}
			c = failed
		}
	}()
	return p.statement(), nil
}

// tok is the current token. The last one is eof, and nothing moves beyond it.
func (p *parser) tok() token { return p.toks[p.cur] }

func (p *parser) peek(n int) token { return p.toks[min(p.cur+n, len(p.toks)-1)] }

func (p *parser) prev() token { return p.toks[max(p.cur-1, 0)] }

func (p *parser) next() token {
	t := p.toks[p.cur]
	if p.cur < len(p.toks)-1 {
		p.cur++
	}
	return t
}

// is reports whether the current token is the keyword or mark.
func (p *parser) is(word string) bool { return p.toks[p.cur].word() == word }

// take consumes the current token if it is the keyword or mark.
func (p *parser) take(word string) bool {
	if !p.is(word) {
		return false
	}
	p.next()
	return true
}

// value is a token's text; for a quoted text, what stands between the quotes.
func (p *parser) value(t token) string {
	if t.kind != literal {
		return p.text[t.span.Start:t.span.End]
	}
	inner := p.text[t.span.Start+1 : t.span.End]
	if p.closed(t) {
		inner = inner[:len(inner)-1]
	}
	return inner
}

// closed reports whether a quoted text has its closing quote.
func (p *parser) closed(t token) bool {
	s := p.text[t.span.Start:t.span.End]
	return len(s) > 1 && s[len(s)-1] == s[0]
}

// says reports whether the current token reads as a word. In many places the engine compares a
// token's text and never its kind, so that 'by' in quotes serves as BY.
func (p *parser) says(word string) bool { return strings.EqualFold(p.value(p.tok()), word) }

// takeSaid consumes the current token if it reads as the word.
func (p *parser) takeSaid(word string) bool {
	if !p.says(word) {
		return false
	}
	p.next()
	return true
}

// expect consumes the keyword or mark, or rejects the text with the form to write instead.
func (p *parser) expect(word, form string) token {
	if !p.is(word) {
		p.refuse(quoteMark(word), form)
	}
	return p.next()
}

// expectSaid is expect for a word that is compared by its text.
func (p *parser) expectSaid(word, form string) {
	if !p.takeSaid(word) {
		p.refuse(word, form)
	}
}

// expectKind consumes a token of a kind; want names it in the message.
func (p *parser) expectKind(k kind, want, form string) token {
	t := p.tok()
	if t.kind == k {
		return p.next()
	}
	var fix []diag.Edit
	switch {
	case k == name && t.kind == keyword:
		form = p.wordAsName(t)
	case k == name && t.kind == literal:
		form += ", without quotes"
		if bare := p.value(t); isName(bare) {
			fix = []diag.Edit{{Span: t.span, Text: bare}}
		}
	}
	p.refuse(want, form, fix...)
	return t
}

// refuse ends the parse at the current token.
func (p *parser) refuse(want, form string, fix ...diag.Edit) {
	p.fail(p.tok().span, fmt.Sprintf("the engine expects %s, not %s", want, p.show(p.tok())), form, fix...)
}

// fail ends the parse with a message about a place of the current clause.
func (p *parser) fail(at diag.Span, message, form string, fix ...diag.Edit) {
	panic(&Complaint{Span: at, Message: p.clause + ": " + message, Form: form, Fix: fix})
}

// maxMisreads is how many misreads of one statement are listed. More would not help, and would take memory.
const maxMisreads = 1000

// misread notes a place that the engine accepts with another meaning.
func (p *parser) misread(at diag.Span, what, instead string) {
	if len(p.out.Misreads) >= maxMisreads {
		return
	}
	p.out.Misreads = append(p.out.Misreads, Misread{Span: at, What: what, Instead: instead})
}

// since is the span from a start to the last token that was read.
func (p *parser) since(start int) diag.Span {
	return diag.Span{Start: start, End: max(start, p.prev().span.End)}
}

// slice is the text under a span, shortened for a message.
func (p *parser) slice(at diag.Span) string { return short(p.text[at.Start:at.End]) }

// show names a token in a message.
func (p *parser) show(t token) string {
	switch t.kind {
	case eof:
		return "the end of the statement"
	case keyword:
		return "the keyword " + strings.ToUpper(p.slice(t.span))
	case literal:
		return "the text " + p.slice(t.span)
	case mark:
		return quoteMark(p.slice(t.span))
	default:
		return p.slice(t.span)
	}
}

// quoteMark quotes punctuation for a message and leaves words alone.
func quoteMark(word string) string {
	if isLetter(rune(word[0])) {
		return word
	}
	return `"` + word + `"`
}

// deeper counts one level of nesting; the caller undoes it with p.depth--.
func (p *parser) deeper() {
	if p.depth++; p.depth > maxNesting {
		p.fail(p.tok().span, fmt.Sprintf("nested more than %d deep, and the engine recurses until its stack overflows", maxNesting),
			"a flatter expression, or a stream in between")
	}
}
