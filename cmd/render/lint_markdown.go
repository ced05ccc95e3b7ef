package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/lint"
)

// LintMarkdown prints every finding that counts for a pull request or the summary of a workflow, file by file. Quiet
// leaves out the heading, and so everything if there is no finding.
func LintMarkdown(r *lint.Result, quiet bool) string {
	m := &markdown{}
	files := map[string]bool{}
	last := ""
	for i, f := range r.Findings {
		if f.Suppressed != nil {
			continue
		}
		if name := f.Name(); name != last || len(files) == 0 {
			m.printf("\n#### %s\n\n", code(name))
			files[name], last = true, name
		}
		m.finding(f, r.Diagnostics[i].Line)
	}
	if quiet {
		return strings.TrimPrefix(m.String(), "\n")
	}
	heading := "### velo-plan lint: " + lintSummary(r, len(files)) + "\n"
	if len(files) == 0 {
		heading = "### velo-plan lint: no findings in " + Plural(r.Summary.Files, "file") + lintSuppressed(r) + "\n"
	}
	return heading + m.String()
}

// finding prints one finding as an item of a list.
func (m *markdown) finding(f *lint.Finding, line int) {
	m.printf("1. **%s**", f.Severity)
	if line > 0 {
		m.printf(", line %d", line)
	}
	m.printf(": %s ([%s](%s))\n", escape(f.Message), f.Code(), f.URI())
	if f.Help != "" {
		m.printf("   - help: %s\n", escape(f.Help))
	}
	if len(f.Instead) > 0 {
		m.block(strings.Join(f.Instead, "\n\n"))
		m.WriteByte('\n')
	}
}
