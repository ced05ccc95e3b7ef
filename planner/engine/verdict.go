package engine

import "github.com/velo-plan/velo-plan/planner/diag"

// Verdict is what the engine makes of one statement's text. Spans are bytes of the Source that was
// read and lie inside the text that was given.
type Verdict struct {
	// Accepted reports whether the engine's parser takes the text.
	Accepted bool
	// Whole reports whether it also reads the text to its end. Semicolons that close the text are
	// not counted as text. Whole implies Accepted.
	Whole bool
	// Ignored reaches from the first token that the engine drops without a word to the last one;
	// zero unless the text is accepted and not whole.
	Ignored diag.Span
	// Rejected is the place that the engine cannot take; empty, with Start and End equal, where the
	// text ends too early; zero if the text is accepted.
	Rejected diag.Span
	// Message says what the engine cannot take, or what it drops, and in which clause; "" if Whole.
	Message string
	// Form is the form that the engine takes instead, in words or as SQL; "" if Whole.
	Form string
	// Fix holds the replacements that turn the refused or dropped place into one of the same meaning
	// that the engine takes; empty where no replacement is certain.
	Fix []diag.Edit
	// Misreads are the places that the engine accepts with another meaning, in the order of the
	// text: those of what was read, also if the text is rejected further on, and 1000 at most.
	Misreads []Misread
	// Properties are the WITH properties as the engine reads them, in the order of the text.
	Properties []Property
	// Strategy is the engine's own choice for the statement where nothing names one,
	// "sticky_partition" or "always_hash"; "" if the text is rejected.
	Strategy string
	// Keys are the routing keys that go with Strategy, as the engine's selector reports them; its
	// two made-up ones are "record.partition" and "any_key".
	Keys []string
}

// Misread is a place that the engine accepts but takes for something else than it looks like.
type Misread struct {
	Span    diag.Span
	What    string // what the engine takes it for
	Instead string // what to write for the meaning that was wanted
}

// Complaint is one reason for which the engine's parser refuses a text.
type Complaint struct {
	Span    diag.Span   // the place; empty at the end of the text
	Message string      // what the engine cannot take, naming the clause; no trailing period
	Form    string      // the form that it takes instead
	Fix     []diag.Edit // replacements of the same meaning, nil where none is certain
}

// Read returns what the engine makes of the statement under at; a zero span stands for the whole
// text. It takes any bytes, never panics, and its time grows in proportion to the text.
func Read(src *diag.Source, at diag.Span) Verdict {
	at = inside(src, at)
	s := scan(src.Text, at)
	p := &parser{text: src.Text, toks: s.tokens, notes: s.comments}
	var q query
	c := s.bad
	if c == nil {
		q, c = p.run()
	}
	p.out.Misreads = inOrder(p.out.Misreads)
	if c != nil {
		p.out.Rejected, p.out.Message, p.out.Form, p.out.Fix = c.Span, c.Message, c.Form, c.Fix
		return p.out
	}
	p.out.Accepted = true
	p.out.Strategy, p.out.Keys = choose(q)
	p.rest()
	return p.out
}

// inside cuts a span to the bounds of the text; the zero span becomes the whole text.
func inside(src *diag.Source, at diag.Span) diag.Span {
	if at.IsZero() {
		return diag.Span{End: len(src.Text)}
	}
	start := min(max(at.Start, 0), len(src.Text))
	return diag.Span{Start: start, End: min(max(at.End, start), len(src.Text))}
}
