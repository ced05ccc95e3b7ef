package render

import (
	"io"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a GitLab Code Quality report, which is a list of issues.
type (
	gitlabIssue struct {
		Description string      `json:"description"`
		CheckName   string      `json:"check_name"`
		Fingerprint string      `json:"fingerprint"`
		Severity    string      `json:"severity"`
		Location    gitlabPlace `json:"location"`
	}
	gitlabPlace struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
		End   int `json:"end,omitempty"`
	}
)

// LintGitLab prints every finding that counts as a GitLab Code Quality report, which a merge request shows. A finding
// about a whole file is at its first line: GitLab wants one. The error is the
// writer's.
func LintGitLab(w io.Writer, r *lint.Result) error {
	return WriteJSON(w, sequence(func(yield func(any) bool) {
		for _, f := range r.Findings() {
			if f.Suppressed == nil && !yield(gitlabIssueOf(f)) {
				return
			}
		}
	}))
}

func gitlabIssueOf(f *lint.Finding) gitlabIssue {
	d := f.Present()
	text := f.Code() + ": " + sentence(f.Message)
	if f.Help != "" {
		text += " " + capital(f.Help)
	}
	return gitlabIssue{Description: text, CheckName: f.ID, Fingerprint: f.Fingerprint,
		Severity: gitlabSeverity(f.Severity), Location: gitlabPlace{f.Name(), gitlabLines{max(d.Line, 1), d.EndLine}}}
}

// gitlabSeverity is what GitLab calls a severity; its others are major and blocker.
func gitlabSeverity(s diag.Severity) string {
	switch s {
	case diag.Error:
		return "critical"
	case diag.Warning:
		return "minor"
	default:
		return "info"
	}
}
