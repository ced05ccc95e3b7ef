package lint

import (
	"iter"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// FormatVersion is the version of the JSON of a Result. The minor number grows with additions, the
// major one with anything that breaks a reader.
const FormatVersion = "1.0"

// Result is what linting returns. It owns its memory, which grows little with the findings.
type Result struct {
	// FormatVersion is the version of the JSON that shows the result.
	FormatVersion string
	// Summary counts what was found.
	Summary Summary
	// Unread are flags and entries of the catalog that are about no stream of the texts.
	Unread []diag.Diagnostic
	// Sources are the texts that were read, in their order.
	Sources []*diag.Source
	// Gone are findings of the baseline file that a run over all its files looked for and did not find.
	Gone []Known
	// Unseen are findings of the baseline file that the run did not look for, because it did not read their files or
	// did not ask their rules.
	Unseen []Known
	// Jobs are the names of the jobs, in the order of the texts.
	Jobs []string

	found store
}

// Diagnostic is a Finding as JSON shows it.
type Diagnostic struct {
	planner.Diagnostic
	Name        string       `json:"name"`              // of the rule
	Job         string       `json:"job,omitempty"`     // that the finding is about
	Instead     string       `json:"instead,omitempty"` // SQL to write instead
	HelpURI     string       `json:"help_uri"`
	Fingerprint string       `json:"fingerprint"`
	Suppressed  *Suppression `json:"suppressed"` // null if the finding counts
}

// Summary counts files and findings. Errors, warnings and notes are those that nothing suppresses.
type Summary struct {
	Files      int `json:"files"` // that were read
	Jobs       int `json:"jobs"`
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Notes      int `json:"notes"`
	Suppressed int `json:"suppressed"`
}

// Findings goes through the findings, with their numbers, as often as it is asked to. Those about inputs that could not
// be read come first, then those of each text. A finding belongs to the caller.
func (r *Result) Findings() iter.Seq2[int, *Finding] { return r.found.all() }

// Len is the number of findings.
func (r *Result) Len() int {
	return r.Summary.Errors + r.Summary.Warnings + r.Summary.Notes + r.Summary.Suppressed
}

// count fills in the summary.
func (r *Result) count() {
	r.Summary = Summary{Files: len(r.Sources), Jobs: len(r.Jobs)}
	for _, f := range r.Findings() {
		r.Summary.count(f)
	}
}

// Present returns the finding as JSON shows it.
func (f *Finding) Present() Diagnostic {
	return Diagnostic{Diagnostic: planner.Present(f.Diagnostic), Name: f.ID, Job: f.Job,
		Instead: strings.Join(f.Instead, "\n\n"), HelpURI: f.URI(), Fingerprint: f.Fingerprint, Suppressed: f.Suppressed}
}

// Renamed returns the result with other names of its files.
func (r *Result) Renamed(name func(string) string) *Result {
	out := *r
	out.Sources = make([]*diag.Source, len(r.Sources))
	for i, src := range r.Sources {
		out.Sources[i] = src.Named(name(src.Name))
	}
	out.found.sources, out.found.name = out.Sources, name
	return &out
}

func (s *Summary) count(f *Finding) {
	switch {
	case f.Suppressed != nil:
		s.Suppressed++
	case f.Severity == diag.Error:
		s.Errors++
	case f.Severity == diag.Warning:
		s.Warnings++
	default:
		s.Notes++
	}
}

// Fails reports whether a finding that counts is at least as severe as the threshold.
func (r *Result) Fails(threshold diag.Severity) bool {
	counts := []int{diag.Error: r.Summary.Errors, diag.Warning: r.Summary.Warnings, diag.Note: r.Summary.Notes}
	for severity, n := range counts {
		if diag.Severity(severity) <= threshold && n > 0 {
			return true
		}
	}
	return false
}
