package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// FormatVersion is the version of the JSON that Result encodes to. The minor number grows with additions, the
// major one with anything that breaks a reader.
const FormatVersion = "1.0"

// Result is what linting returns. Its JSON is the contract of `lint --format json`. It owns its memory.
type Result struct {
	FormatVersion string       `json:"format_version"`
	Diagnostics   []Diagnostic `json:"diagnostics"` // never nil
	Summary       Summary      `json:"summary"`

	// Findings are what Diagnostics was made from, in the same order.
	Findings []*Finding `json:"-"`
	// Unread are flags and entries of the catalog that are about no stream of the texts.
	Unread []diag.Diagnostic `json:"-"`
	// Sources are the texts that were read, in their order.
	Sources []*diag.Source `json:"-"`
	// Gone are findings of the baseline file that a run over all its files looked for and did not find.
	Gone []Known `json:"-"`
	// Unseen are findings of the baseline file that the run did not look for, because it did not read their files or
	// did not ask their rules.
	Unseen []Known `json:"-"`
	// Jobs are the names of the jobs, in the order of the texts.
	Jobs []string `json:"-"`
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

// present fills in what was found.
func (r *Result) present(sources []*diag.Source, jobs []string, all []*Finding) {
	r.FormatVersion, r.Diagnostics, r.Findings = FormatVersion, make([]Diagnostic, 0, len(all)), all
	r.Sources, r.Jobs, r.Summary = sources, jobs, Summary{Files: len(sources), Jobs: len(jobs)}
	for _, f := range all {
		r.Diagnostics = append(r.Diagnostics, Diagnostic{Diagnostic: planner.Present(f.Diagnostic), Name: f.ID, Job: f.Job,
			Instead: strings.Join(f.Instead, "\n\n"), HelpURI: f.URI(), Fingerprint: f.Fingerprint, Suppressed: f.Suppressed})
		r.Summary.count(f)
	}
}

// Renamed returns the result with other names of its files.
func (r *Result) Renamed(name func(string) string) *Result {
	out := *r
	sources := make(map[*diag.Source]*diag.Source, len(r.Sources))
	out.Sources = make([]*diag.Source, len(r.Sources))
	for i, src := range r.Sources {
		out.Sources[i] = src.Named(name(src.Name))
		sources[src] = out.Sources[i]
	}
	out.Findings, out.Diagnostics = make([]*Finding, len(r.Findings)), slices.Clone(r.Diagnostics)
	for i, f := range r.Findings {
		other := *f
		if f.Source != nil {
			other.Source = sources[f.Source]
		} else {
			other.File = name(f.File)
		}
		out.Findings[i], out.Diagnostics[i].File = &other, other.Name()
	}
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
