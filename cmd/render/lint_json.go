package render

import (
	"io"

	"github.com/velo-plan/velo-plan/planner/lint"
)

// lintJSON is the contract of `lint --format json`. Its diagnostics are lint.Diagnostic.
type lintJSON struct {
	FormatVersion string       `json:"format_version"`
	Diagnostics   sequence     `json:"diagnostics"`
	Summary       lint.Summary `json:"summary"`
}

// LintJSON prints every finding, suppressed ones too, as JSON. The error is the writer's.
func LintJSON(w io.Writer, r *lint.Result) error {
	return WriteJSON(w, lintJSON{FormatVersion: r.FormatVersion, Summary: r.Summary, Diagnostics: func(yield func(any) bool) {
		for _, f := range r.Findings() {
			if !yield(f.Present()) {
				return
			}
		}
	}})
}
