package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// LintGitHub prints every finding that counts as a workflow command of GitHub Actions, which shows
// it beside the line of a pull request. The error is the writer's.
func LintGitHub(w io.Writer, r *lint.Result) error {
	for _, f := range r.Findings() {
		if f.Suppressed != nil {
			continue
		}
		d := f.Present()
		fields := "file=" + githubProperty(f.Name())
		if d.Line > 0 {
			fields += fmt.Sprintf(",line=%d,endLine=%d", d.Line, d.EndLine)
			if d.Line == d.EndLine { // columns of different lines are rejected; the end is the last character
				fields += fmt.Sprintf(",col=%d,endColumn=%d", d.Column, max(d.Column, d.EndColumn-1))
			}
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", githubLevel(f.Severity), fields, githubProperty(f.Code()+" "+f.ID), githubData(wholeMessage(f))); err != nil {
			return err
		}
	}
	return nil
}

// githubLevel is the command for a severity.
func githubLevel(s diag.Severity) string {
	if s == diag.Note {
		return "notice"
	}
	return s.String()
}

// githubData escapes the message of a command, githubProperty a property: the runner decodes them
// (actions/toolkit, packages/core/src/command.ts). Characters that the runner has no escape for, and that a
// terminal would act on, are cleaned.
func githubData(s string) string {
	return Clean(strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s))
}

func githubProperty(s string) string {
	return Clean(strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s))
}
