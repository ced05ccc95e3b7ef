package cmd

import (
	"fmt"
	"io"
	"slices"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// printPlans writes plans in the requested format, and sets the exit code. What the format does not show goes to
// standard error.
func (p *program) printPlans(f *explainFlags, cfg *config.Config, v render.Verified, in gathered) error {
	addProblems(v.Result, in.problems)
	p.code = max(p.code, codeOf(v.Result, in.problems))
	format := cfg.Format(f.formats)
	p.printUnread(&f.flags, cfg, v.Unread)
	if format == config.FormatJSON {
		return p.writeBy(&f.flags, in.paths, func(w io.Writer) error { return render.WriteJSON(w, v) })
	}
	text, err := f.text(v, cfg, p.dataStyle(&f.flags, cfg), len(in.paths) > 1)
	if err != nil {
		return fmt.Errorf("cannot print the plans: %w", err)
	}
	if err := p.write(&f.flags, text, in.paths); err != nil {
		return err
	}
	switch {
	case format == config.FormatYAML:
	case f.output != "", f.graph, format == config.FormatMermaid, format == config.FormatDOT:
		p.printDiagnostics(&f.flags, cfg, v.Findings)
	case format == config.FormatHTML: // the page shows all
	case f.short(cfg, v.Result) && format != config.FormatTree:
		p.printDiagnostics(&f.flags, cfg, render.Elsewhere(v.Result))
	default:
		p.printDiagnostics(&f.flags, cfg, v.Between())
	}
	if format == config.FormatMermaid || format == config.FormatDOT {
		fmt.Fprint(p.errOut, render.VerifiedText(v.Topics, f.quiet, p.style(p.errOut, cfg.Color())))
	}
	return nil
}

// text renders a result in a format. If there are several files, the drawings show the graph, unless --graph=false
// or --tree asks for the plans; the tree shows both.
func (f *explainFlags) text(v render.Verified, cfg *config.Config, style render.Options, several bool) (string, error) {
	r, format := v.Result, cfg.Format(f.formats)
	jobs := len(render.Jobs(r)) > 1 && cfg.Job == "" // several, of which none was picked
	drawn := f.graph || several && !f.whole && !f.tree
	switch format {
	case config.FormatYAML:
		return render.YAML(v)
	case config.FormatMermaid:
		if drawn {
			return render.GraphMermaid(r.Graph), nil
		}
		return render.ExplainMermaid(r, f.tree), nil
	case config.FormatDOT:
		if drawn {
			return render.GraphDOT(r.Graph), nil
		}
		return render.ExplainDOT(r, f.tree), nil
	case config.FormatHTML:
		return render.ExplainHTML(r, v.Topics, jobs), nil
	case config.FormatMarkdown:
		head := render.VerifiedMarkdown(v.Topics)
		switch {
		case f.graph:
			return head + render.GraphMarkdown(r.Graph), nil
		case f.short(cfg, r):
			return head + render.OverviewMarkdown(r), nil
		}
		return head + render.ExplainMarkdown(r), nil
	}
	head := render.VerifiedText(v.Topics, f.quiet, style)
	if head != "" {
		head += "\n"
	}
	if f.graph {
		return head + render.GraphTree(r.Graph, style), nil
	}
	if format == config.FormatTable && f.short(cfg, r) {
		return head + render.Overview(r, f.quiet, style), nil
	}
	if format == config.FormatTree {
		head += render.ExplainTree(r, style)
		if drawn {
			head += "\n" + render.GraphTree(r.Graph, style)
		}
	} else {
		head += render.ExplainTable(r, style)
	}
	if jobs && !f.quiet {
		head += "\n" + render.OverviewCounts(r, style)
	}
	return head, nil
}

// short reports whether a table of several jobs stands for their plans: unless one was picked, or all are asked for.
func (f *explainFlags) short(cfg *config.Config, r *planner.Result) bool {
	return !f.full && cfg.Job == "" && len(render.Jobs(r)) > 1
}

// printDiagnostics writes diagnostics to standard error, with --quiet only the errors.
func (p *program) printDiagnostics(f *flags, cfg *config.Config, list []diag.Diagnostic) {
	shown := slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		return f.quiet && d.Severity != diag.Error
	})
	fmt.Fprint(p.errOut, render.Diagnostics(shown, p.style(p.errOut, cfg.Color())))
}

// printUnread warns of what is said for the jobs and reaches none of them: flags and entries of the catalog about streams
// that no job reads, and a configuration file that is not read.
func (p *program) printUnread(f *flags, cfg *config.Config, list []diag.Diagnostic) {
	if cfg.Misnamed != "" {
		list = append([]diag.Diagnostic{{Severity: diag.Warning, File: cfg.Misnamed, Message: "this file is not read",
			Help: "call it " + config.FileName + ", or name it with --config"}}, list...)
	}
	p.printDiagnostics(f, cfg, list)
}
