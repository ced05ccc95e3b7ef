package render

import (
	"io"
	"strings"

	"github.com/velo-plan/velo-plan/planner/lint"
)

// LintMarkdown prints every finding that counts for a pull request or the summary of a workflow, file by file. Quiet
// leaves out the heading, and so everything if there is no finding. The error is the writer's.
func LintMarkdown(w io.Writer, r *lint.Result, quiet bool) error {
	m := &markdown{}
	if !quiet {
		m.printf("### velo-plan lint: %s\n", lintHeading(r))
	}
	last, first := "", true
	for _, f := range r.Findings() {
		if f.Suppressed != nil {
			continue
		}
		if name := f.Name(); name != last || first {
			if !quiet || !first {
				m.WriteByte('\n')
			}
			m.printf("#### %s\n\n", code(name))
			last, first = name, false
		}
		m.finding(f, f.Present().Line)
		if _, err := io.WriteString(w, m.String()); err != nil {
			return err
		}
		m.Reset()
	}
	_, err := io.WriteString(w, m.String())
	return err
}

// lintHeading counts what was found.
func lintHeading(r *lint.Result) string {
	files := map[string]bool{}
	for _, f := range r.Findings() {
		if f.Suppressed == nil {
			files[f.Name()] = true
		}
	}
	if len(files) == 0 {
		return "no findings in " + Plural(r.Summary.Files, "file") + lintSuppressed(r)
	}
	return lintSummary(r, len(files))
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
