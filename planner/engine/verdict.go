package engine

import "github.com/velo-plan/velo-plan/planner/diag"

// Verdict is what the engine makes of one statement's text. Spans are in bytes of the Source and lie inside the
// text that was given.
type Verdict struct {
	// Accepted reports whether the engine's parser accepts the text.
	Accepted bool
	// Whole reports whether it also reads the text to its end. Semicolons that close the text do not count as
	// text. Whole implies Accepted.
	Whole bool
	// Ignored reaches from the first token that the engine silently drops to the last one. It is zero unless the
	// text is accepted and not whole.
	Ignored diag.Span
	// Rejected is the place that the engine cannot read. It is empty, with Start and End equal, if the text ends
	// too early, and zero if the text is accepted.
	Rejected diag.Span
	// Message tells what the engine cannot read, or what it drops, and in which clause; "" if Whole.
	Message string
	// Form is the form that the engine accepts instead, in words or as SQL; "" if Whole.
	Form string
	// Fix holds the edits that turn the rejected or dropped place into one of the same meaning that the engine
	// accepts. It is empty if no edit is certain.
	Fix []diag.Edit
	// Misreads are the places that the engine accepts with another meaning, in the order of the text: those of
	// what was read, even if the text is rejected further on, and 1000 at most.
	Misreads []Misread
	// Properties are the WITH properties as the engine reads them, in the order of the text.
	Properties []Property
	// Strategy is the engine's own choice for the statement if nothing names one, "sticky_partition" or
	// "always_hash"; "" if the text is rejected.
	Strategy string
	// Groups are the columns by whose text the engine hashes a record, if a hash runs: the items of GROUP BY that are
	// columns, in their order (extract_group_by_columns in server/v2/coordinator.rs). Without any, every record has
	// the same hash. It looks for them only in a bare SELECT and in CREATE .. AS.
	Groups []Column
	// Keys are the routing keys that go with Strategy, as the engine's selector reports them; its two placeholders
	// are "record.partition" and "any_key".
	Keys []string
}

// Column is a column as the engine names it: as it is written, with the qualifier, and names of its own in capitals.
type Column struct {
	Name string
	Span diag.Span
}

// Misread is a place that the engine accepts with a meaning other than the apparent one.
type Misread struct {
	Span    diag.Span
	What    string      // the meaning that it has for the engine
	Instead string      // what to write for the intended meaning
	Fix     []diag.Edit // edits that make it so; nil if none is certain
}

// Complaint is one reason why the engine's parser rejects a text.
type Complaint struct {
	Span    diag.Span   // the place; empty at the end of the text
	Message string      // what the engine cannot read, naming the clause; no trailing period
	Form    string      // the form that it accepts instead
	Fix     []diag.Edit // edits of the same meaning; nil if none is certain
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
	p.out.Groups = q.groups
	p.rest()
	return p.out
}

// inside limits a span to the bounds of the text; the zero span becomes the whole text.
func inside(src *diag.Source, at diag.Span) diag.Span {
	if at.IsZero() {
		return diag.Span{End: len(src.Text)}
	}
	start := min(max(at.Start, 0), len(src.Text))
	return diag.Span{Start: start, End: min(max(at.End, start), len(src.Text))}
}
