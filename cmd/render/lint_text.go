package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/velo-plan/velo-plan/planner/lint"
)

// LintText prints every finding that counts for a terminal: place, message, line and caret, what to do, SQL to
// write instead and the rule; then a summary, unless quiet. Without a finding that counts it prints nothing. The error
// is the writer's.
func LintText(w io.Writer, r *lint.Result, o Options, quiet bool) error {
	p := &page{Options: o}
	files := map[string]bool{}
	for _, f := range r.Findings() {
		if f.Suppressed != nil {
			continue
		}
		p.finding(f)
		files[f.Name()] = true
		if _, err := io.WriteString(w, p.String()); err != nil {
			return err
		}
		p.Reset()
	}
	if len(files) > 0 && !quiet {
		p.WriteByte('\n')
		p.row(piece{}, text(lintSummary(r, len(files))))
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// finding prints one finding.
func (p *page) finding(f *lint.Finding) {
	p.diagnostic(f.Diagnostic)
	margin := strings.Repeat(" ", lintMargin)
	if len(f.Instead) > 0 {
		p.WriteString(p.paint(cyan, margin+" = instead:") + "\n")
		for line := range strings.Lines(strings.Join(f.Instead, "\n\n")) {
			p.WriteString(strings.TrimRight(p.paint(dim, margin+" |")+" "+expand(strings.TrimRight(line, "\r\n")), " ") + "\n")
		}
	}
	p.row(piece{margin + " = see: ", dim}, piece{f.URI(), dim})
}

// lintMargin is the width of the line numbers beside a snippet.
const lintMargin = 5

// lintSummary counts the findings that count.
func lintSummary(r *lint.Result, files int) string {
	var counts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{r.Summary.Errors, "error"}, {r.Summary.Warnings, "warning"}, {r.Summary.Notes, "note"}} {
		if c.n > 0 {
			counts = append(counts, Plural(c.n, c.noun))
		}
	}
	line := fmt.Sprintf("%s in %s", strings.Join(counts, ", "), Plural(files, "file"))
	if read := r.Summary.Files; read > files {
		line = fmt.Sprintf("%s in %d of %d files", strings.Join(counts, ", "), files, read)
	}
	return line + lintSuppressed(r)
}

// lintSuppressed counts the findings that do not count.
func lintSuppressed(r *lint.Result) string {
	if r.Summary.Suppressed == 0 {
		return ""
	}
	return fmt.Sprintf("; %d suppressed", r.Summary.Suppressed)
}
