package lint

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Ignore is a comment, on a line of its own, that suppresses findings:
//
//	-- velo-plan: ignore VP201, VP205 because the nightly batch is small
//
// Before a statement, among its annotations, it applies to the whole statement. Inside a statement, it applies
// to what begins on the lines after it, up to and including the next line of SQL. With "ignore-file" it applies to
// the whole file, wherever it stands. Without a reason it suppresses nothing.
type Ignore struct {
	// Span is the comment without the blanks before it.
	Span diag.Span
	// File reports whether it applies to the whole file.
	File bool
	// Codes are the rules that it names, in upper case.
	Codes []string
	// Reason is what follows "because".
	Reason string
	// Mistake tells what is wrong with the comment, and Help what to write; "" if it is well formed.
	Mistake, Help string
	// Unused are the codes that suppressed nothing although their rules were asked.
	Unused []string

	leads    *Pass // the pass to which it applies as a whole; nil inside a statement
	from, to int   // otherwise: it applies to findings that begin in these bytes
}

// directive is how a comment to velo-plan begins, after the dashes, and the words are what can follow.
const (
	directive  = "velo-plan:"
	ignoreWord = "ignore"
	ignoreFile = "ignore-file"
)

// afterSQL finds a comment that has no effect because SQL stands before it on its line.
var afterSQL = regexp.MustCompile("-- " + directive + " (" + ignoreWord + "|" + ignoreFile + ") ")

// readIgnores finds the comments of a text that address velo-plan. A line of a string or of a block comment that
// looks like one counts as one, because texts that do not parse have them too.
func readIgnores(src *diag.Source) []*Ignore {
	if !strings.Contains(src.Text, directive) {
		return nil
	}
	var list []*Ignore
	pos, open := 0, 0 // the comments from open on have not found their line of SQL yet
	for line := range strings.Lines(src.Text) {
		start := pos
		pos += len(line)
		body, comment := ownComment(line)
		if !comment && body != "" {
			for ; open < len(list); open++ {
				list[open].to = pos
			}
		}
		rest, ok := strings.CutPrefix(strings.TrimLeft(body, "- \t"), directive)
		if at := afterSQL.FindStringIndex(body); !comment && at != nil {
			start += strings.Index(line, body) + at[0]
			list = append(list, &Ignore{Span: diag.Span{Start: start, End: start + len(body) - at[0]},
				Mistake: "after SQL on the same line this comment has no effect", Help: "put it on the line before"})
		}
		if !comment || !ok {
			continue
		}
		start += strings.Index(line, body)
		i := &Ignore{Span: diag.Span{Start: start, End: start + len(body)}, from: pos, to: len(src.Text)}
		i.read(strings.TrimSpace(rest))
		list = append(list, i)
	}
	return list
}

// ownComment returns a line without surrounding blanks, and whether it is nothing but a comment.
func ownComment(line string) (string, bool) {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	return line, strings.HasPrefix(line, "--")
}

// read reads "ignore CODES because REASON", or the same with "ignore-file".
func (i *Ignore) read(text string) {
	word, rest, _ := strings.Cut(text, " ")
	if word != ignoreWord && word != ignoreFile {
		i.Mistake = "velo-plan knows no comment that says " + quoted(word)
		i.Help = "write -- velo-plan: ignore CODE because REASON, or ignore-file for the whole file"
		return
	}
	i.File = word == ignoreFile
	codes, reason, _ := strings.Cut(" "+rest+" ", " because ")
	i.Reason = strings.TrimSpace(reason)
	for _, code := range strings.FieldsFunc(codes, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		rule, ok := Lookup(code)
		if !ok {
			i.Mistake, i.Help = "there is no rule "+quoted(code), Meant(code)+"velo-plan rules lists all codes"
			return
		}
		i.Codes = append(i.Codes, rule.Code())
	}
	switch {
	case len(i.Codes) == 0:
		i.Mistake, i.Help = "this comment names no rule to ignore", "write the codes: "+word+" VP201 because .."
	case i.Reason == "":
		i.Mistake, i.Help = "this comment gives no reason, so it suppresses nothing", "write why the finding is acceptable here: "+word+" "+strings.Join(i.Codes, ", ")+" because .."
	}
}

// place determines what the comments of a file apply to.
func (f *file) place() {
	next := 0
	for _, i := range f.ignores {
		for next < len(f.passes) && f.passes[next].close() <= i.Span.Start {
			next++
		}
		if next < len(f.passes) && f.passes[next].place() > i.Span.Start && !i.File {
			i.leads = f.passes[next]
		}
	}
}

// close is where the text of a pass ends.
func (p *Pass) close() int {
	if p.Statement != nil {
		return p.Statement.Span().End
	}
	return p.place() + 1
}

// suppress marks the findings that the comments of a file apply to, and notes which codes had none. The findings
// are sorted by their place.
func (f *file) suppress(findings []*Finding, asked func(code string) bool) {
	f.place()
	for _, i := range f.ignores {
		if i.Mistake != "" {
			continue
		}
		used := map[string]bool{}
		for _, found := range i.about(findings) {
			if slices.Contains(i.Codes, found.Code()) {
				used[found.Code()] = true
				if found.Suppressed == nil {
					found.Suppressed = &Suppression{Kind: SuppressedInline, Reason: i.Reason}
				}
			}
		}
		for _, code := range i.Codes {
			if !used[code] && asked(code) && !slices.Contains(i.Unused, code) {
				i.Unused = append(i.Unused, code)
			}
		}
	}
}

// about returns the findings to which the comment applies.
func (i *Ignore) about(findings []*Finding) []*Finding {
	switch {
	case i.File:
		return findings
	case i.leads != nil:
		return i.leads.findings
	}
	from, _ := slices.BinarySearchFunc(findings, i.from, byStart)
	to, _ := slices.BinarySearchFunc(findings, i.to, byStart)
	return findings[from:to]
}

func byStart(f *Finding, at int) int { return cmp.Compare(f.Span.Start, at) }

// quoted shows a word of a comment, shortened if it is long.
func quoted(word string) string {
	const most = 40
	if runes := []rune(word); len(runes) > most {
		word = string(runes[:most]) + "…"
	}
	return `"` + word + `"`
}
