package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// The first word of a verdict. A replay that looked at nothing has neither passed nor failed.
const (
	passed  = "PASS"
	failed  = "FAIL"
	nothing = "NOT CHECKED"
)

// verdict is what a replay comes to: a word, and what it rests on.
type verdict struct{ word, because string }

// VerdictText prints the verdict on a replay in a line: what fails, or else what holds.
func VerdictText(r *report.Report, notes []Note, o Options) string {
	p := &page{Options: o}
	p.verdict(verdictOf(r, notes))
	return p.String()
}

// verdict prints a verdict; it is not wrapped, so that programs can read it.
func (p *page) verdict(v verdict) {
	p.WriteString(strings.TrimRight(p.paint(v.ink(), v.word)+" "+Clean(v.because), " ") + "\n")
}

// ink colours a verdict.
func (v verdict) ink() ink {
	return map[string]ink{passed: green, failed: red, nothing: yellow}[v.word]
}

// mark is the verdict's mark on a page.
func (v verdict) mark() string {
	return map[string]string{passed: markGood, failed: markBad, nothing: markSome}[v.word]
}

// verdictOf judges a report. The replay fails for what the report shows, and for errors among the notes.
func verdictOf(r *report.Report, notes []Note) verdict {
	var bad, good []string
	for _, n := range notes {
		if n.Fails != "" {
			bad = append(bad, n.Fails)
		}
	}
	if r.Input.Records == 0 && r.Input.Rejected.Count > 0 {
		bad = append(bad, "not one "+unit(r)+" is a record")
	}
	for _, f := range r.AbsentFields {
		if f.Decides() {
			bad = append(bad, "no record has "+f.Field)
		}
	}
	for _, c := range r.Checks {
		switch {
		case r.Refutes(c):
			bad = append(bad, c.Check)
		case c.Result == checks.Holds:
			good = append(good, c.Check)
		case c.Result == checks.Sampled:
			good = append(good, c.Check+" (of a sample)")
		}
	}
	for _, t := range r.Thresholds {
		value, limit := limitText(t)
		switch {
		case t.Because != "":
			bad = append(bad, t.Name+" "+resultText(checks.NotChecked))
		case t.OK:
			good = append(good, t.Name+" "+value+limitSign(t, " <= ", " >= ")+limit)
		default:
			bad = append(bad, t.Name+" "+value+limitSign(t, " > ", " < ")+limit)
		}
	}
	v := verdict{passed, strings.Join(good, "; ")}
	switch {
	case len(bad) > 0:
		v = verdict{failed, strings.Join(bad, "; ")}
	case r.Input.Records == 0:
		v = verdict{nothing, "no record was read"}
	case len(good) == 0:
		v = verdict{nothing, "no claim could be checked"}
	}
	if !r.Complete {
		v.because += " (partial)"
	}
	return v
}

// ErrorNotes are the errors of a plan as notes, for which its replay fails.
func ErrorNotes(list []diag.Diagnostic) []Note {
	var notes []Note
	for _, d := range list {
		if d.Severity == diag.Error {
			notes = append(notes, Note{Kind: "error", Text: messageOf(d) + " (" + placeOf(d) + ")", Fails: strings.TrimSpace(d.Code() + " " + d.ID)})
		}
	}
	return notes
}

// messageOf is the text of a finding: what is wrong, and what to do.
func messageOf(d diag.Diagnostic) string {
	if d.Help == "" {
		return d.Message
	}
	return d.Message + ": " + d.Help
}

// placeOf is where a finding is.
func placeOf(d diag.Diagnostic) string {
	if d.Source == nil || d.Span.IsZero() {
		return d.Name()
	}
	at := d.Source.Position(d.Span.Start)
	return d.Name() + ":" + place(at.Line, at.Column)
}

// limitSign is the first sign for a threshold that is an upper bound, the second one for a lower bound.
func limitSign(t report.Threshold, upper, lower string) string {
	if strings.HasPrefix(t.Name, "min_") {
		return lower
	}
	return upper
}
