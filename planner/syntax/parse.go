package syntax

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Limits that bound stack and time on hostile input.
const (
	// MaxStatement is the longest statement, in bytes.
	MaxStatement = 1 << 20
	// MaxNesting is how deep brackets, subqueries, CASE and prefix operators may be nested.
	MaxNesting = 1000
	// maxChain is how many joins, set operations or subscripts may follow each other.
	maxChain = 1000
	// maxOperators is how many operators one expression may have outside its brackets.
	maxOperators = 40_000
	// maxSets is how many grouping sets a GROUP BY may have.
	maxSets = 4096
	// maxUnits is how many columns a ROLLUP or CUBE may have.
	maxUnits = 64
)

// Parse reads all statements of a text. Each is read on its own: one that does not parse is left
// out of the File, and an error (VP001) gives the exact place instead. Parse never panics, and
// the File is never nil. The File and its nodes belong to the caller.
func Parse(src *diag.Source) (*File, []diag.Diagnostic) {
	r := &reader{src: src}
	cuts := map[int]bool{}
	for {
		suspect := r.read(cuts)
		if suspect < 0 || cuts[suspect] || len(cuts) >= 8 {
			return r.file, r.diags
		}
		// The text ends inside a string, and an earlier one looks like the culprit: read again
		// with that one ending on its line, so that the statements after it are seen.
		cuts[suspect] = true
	}
}

// reader collects the results of one pass over a text.
type reader struct {
	src   *diag.Source
	file  *File
	diags []diag.Diagnostic
}

// read reads the whole text. It returns the place of a string that probably lacks its closing quote, or -1.
func (r *reader) read(cuts map[int]bool) int {
	r.file, r.diags = &File{Source: r.src}, nil
	s := newScanner(r.src.Text, cuts)
	read := 0 // comments that belong to statements already read
	found := false
	toks := make([]token, 0, min(256, 8+len(r.src.Text)/4)) // reused for every statement
	for {
		var tooLong, more bool
		toks, tooLong, more = statementTokens(s, toks[:0])
		last := len(toks) - 1
		if last > 0 {
			n := read
			for n < len(s.comments) && (more || s.comments[n].start < toks[last].start) {
				n++
			}
			r.statements(toks, s.comments[read:n], tooLong)
			read, found = n, true
		}
		if !more {
			break
		}
	}
	for _, t := range s.findings {
		r.report(diag.Span{Start: t.start, End: t.end}, t.key, t.help)
	}
	if !found {
		r.report(diag.Span{End: len(r.src.Text)}, "there is no statement in this text",
			"write a statement such as SELECT symbol FROM trades; a comment alone is not a statement")
	}
	if s.unclosed {
		return s.suspect
	}
	return -1
}

// statementTokens appends the tokens up to the next ';' or the end of the text, closed by one of
// kind endToken, and whether a ';' was there. Of a statement over MaxStatement it keeps the first
// token only.
func statementTokens(s *scanner, toks []token) (_ []token, tooLong, more bool) {
	end := s.pos
	for {
		t := s.next()
		if t.kind == endToken || t.kind == opToken && t.key == ";" {
			closing := token{kind: endToken, start: end, end: end, match: -1}
			return append(toks, closing), tooLong, t.kind != endToken
		}
		end = t.end
		if len(toks) > 0 && t.end-toks[0].start > MaxStatement || t.end-t.start > MaxStatement {
			tooLong = true
			toks = toks[:min(len(toks), 1)]
		}
		if !tooLong || len(toks) == 0 {
			toks = append(toks, t)
		}
	}
}

// statements reads the tokens up to a ';': one statement, or more if a ';' is missing.
func (r *reader) statements(toks []token, comments []comment, tooLong bool) {
	if tooLong {
		r.report(diag.Span{Start: toks[0].start, End: toks[0].end},
			fmt.Sprintf("this statement is longer than %d bytes", MaxStatement),
			"split it, or check that a ';' is not missing")
		return
	}
	for _, t := range toks {
		if t.kind == badToken {
			r.report(diag.Span{Start: t.start, End: t.end}, t.key, t.help)
			return
		}
	}
	if i := pair(toks); i >= 0 {
		r.report(diag.Span{Start: toks[i].start, End: toks[i].end},
			fmt.Sprintf("brackets are nested more than %d deep here", MaxNesting),
			"remove brackets that are not needed, or split the statement")
		return
	}
	p := &parser{src: r.src, text: r.src.Text, toks: toks, implicit: -1}
	for !p.at(endToken) {
		first := p.pos
		stmt, err := p.oneStatement()
		if err != nil {
			r.diags = append(r.diags, *err)
			p.resume(first)
		} else if !p.at(endToken) {
			r.report(p.spanOf(p.pos), fmt.Sprintf("a ';' is missing before %s", p.word(p.pos)),
				"end the statement before it with ';'")
		}
		n := 0
		for n < len(comments) && (p.at(endToken) || p.ownComment(comments[n])) {
			n++
		}
		if stmt != nil {
			stmt.Pos = p.span(first, p.pos-1)
			stmt.Annotations = annotations(r.src.Text, comments[:n])
			r.file.Statements = append(r.file.Statements, stmt)
		}
		comments = comments[n:]
	}
}

// ownComment reports whether a comment belongs to the statement before the current token, which lacks
// its ';': the comment is inside the statement or on its last line.
func (p *parser) ownComment(c comment) bool {
	end := p.tok(p.pos - 1).end
	return c.start < end || strings.IndexByte(p.text[end:c.start], '\n') < 0
}

func (r *reader) report(at diag.Span, message, help string) {
	r.diags = append(r.diags, syntaxError(r.src, at, message, help))
}

// pair finds the closing bracket of every opening one, and the parentheses that hold a query. It returns
// the index of a bracket that is nested too deep, or -1.
func pair(toks []token) int {
	var open []int
	for i := range toks {
		t := &toks[i]
		if t.kind != opToken {
			continue
		}
		switch t.key {
		case "(", "[", "{":
			if len(open) == MaxNesting {
				return i
			}
			open = append(open, i)
		case ")", "]", "}":
			if n := len(open) - 1; n >= 0 && closes(toks[open[n]].key, t.key) {
				toks[open[n]].match = i
				open = open[:n]
			}
		}
	}
	for i := len(toks) - 2; i >= 0; i-- { // inner ones first
		if toks[i].kind == opToken && toks[i].key == "(" {
			toks[i].query = opensQuery(toks, i)
		}
	}
	return -1
}

func closes(open, closing string) bool {
	return open == "(" && closing == ")" || open == "[" && closing == "]" || open == "{" && closing == "}"
}

// opensQuery reports whether the parenthesis at i holds a query. ((SELECT 1) UNION ..) does,
// ((SELECT 1) + 2) does not.
func opensQuery(toks []token, i int) bool {
	next := toks[i+1]
	if next.kind == wordToken {
		switch next.key {
		case "SELECT":
			return true
		case "WITH":
			return toks[i+2].kind == wordToken || toks[i+2].kind == nameToken
		case "VALUES":
			return toks[i+2].key == "("
		}
		return false
	}
	if !next.query || next.match < 0 {
		return false
	}
	after := toks[next.match+1]
	switch after.key {
	case ")":
		return after.kind == opToken
	case "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH":
		return after.kind == wordToken
	}
	return false
}
