package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
)

// analysisFlags are the flags of explain --analyze.
type analysisFlags struct {
	analyze bool
	inputs  []string
	source  string
	inputFlags
}

// analyzeFormats are the formats that have a place for what was measured.
var analyzeFormats = []string{config.FormatTable, config.FormatMarkdown, config.FormatJSON, config.FormatHTML}

// add gives a command the flags.
func (f *analysisFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.BoolVar(&f.analyze, "analyze", false, "replay the records of --input by the plan, and show what that found")
	set.StringArrayVarP(&f.inputs, "input", "i", nil, "with --analyze: `file` of records, a JSON object a line (repeatable)")
	set.StringVar(&f.source, "source", "", "with --analyze: the `stream` that the records are of (default: the first that the job reads)")
	f.inputFlags.add(c)
}

// onlyAnalyzed removes the format that only --analyze has, so that a project file may name it for replay.
func (f *explainFlags) onlyAnalyzed() {
	if !f.analyze {
		f.formats = slices.DeleteFunc(slices.Clone(f.formats), func(format string) bool { return format == config.FormatHTML })
	}
}

// check reports flags that do not go together.
func (f *analysisFlags) check(all *explainFlags, args []string, format string) error {
	switch {
	case !f.analyze && len(f.inputs) > 0:
		return errors.New("--input goes with --analyze")
	case !f.analyze && all.values.Format == config.FormatHTML:
		return errors.New("--format html goes with --analyze; plans by themselves are drawn by --format mermaid or dot")
	case !f.analyze:
		return nil
	case len(f.inputs) == 0:
		return errors.New("--analyze: no records: give files with --input, or --input - for standard input")
	case all.diff != "" || all.graph || all.tree:
		return errors.New("--analyze shows one plan: leave --diff, --graph and --tree out")
	case !slices.Contains(analyzeFormats, format):
		return fmt.Errorf("--analyze has no format %s; expected %s", format, list(analyzeFormats))
	case slices.Contains(args, stdinArgument) && slices.Contains(f.inputs, stdinArgument):
		return errors.New("the job - and --input - cannot both be standard input: name a file for one of them")
	}
	return f.inputFlags.check()
}

// explainAnalyze plans one job, replays the records by its plan, and prints both.
func (p *program) explainAnalyze(ctx context.Context, f *explainFlags, cfg *config.Config, args []string) error {
	inputs, err := dataFiles(f.inputs, recordsPattern)
	if err != nil {
		return err
	}
	sources, paths, problems := p.gather(args, f.inline)
	result := judgedPlans(sources, cfg)
	addProblems(result, problems)
	if err := checkJob(result, sources, cfg); err != nil {
		return err
	}
	p.code = codeOf(result, problems)
	if len(result.Plans) == 0 {
		if cfg.Format(f.formats) == config.FormatHTML { // without a plan there is no page
			p.printDiagnostics(&f.flags, cfg, result.Findings)
			return nil
		}
		return p.printPlans(f, cfg, render.Verified{Result: result}, paths)
	}
	plan, err := onePlan(result, "--analyze")
	if err != nil {
		return err
	}
	route, err := planRoute(plan, f.source, shownName(plan.File))
	if err != nil {
		return err
	}
	run := &route.config
	run.Inputs, run.Stdin = inputs, p.in
	f.inputFlags.set(run, cfg)
	if err := p.reserve(&f.flags, append(paths, inputs...)); err != nil {
		return err
	}
	report, failure := p.run(ctx, route, false, f.quiet)
	if report == nil {
		return failure
	}
	analysis := render.Analysis{Result: result, Report: report, Notes: route.notes}
	if err := p.printAnalysis(f, cfg, analysis, append(paths, inputs...)); err != nil {
		return err
	}
	return p.outcome(report, failure)
}

// printAnalysis writes a plan and what was measured. Diagnostics go to standard error if the format does not
// include them.
func (p *program) printAnalysis(f *explainFlags, cfg *config.Config, a render.Analysis, inputs []string) error {
	var text string
	var err error
	switch format := cfg.Format(f.formats); format {
	case config.FormatJSON:
		text, err = render.JSON(a)
	case config.FormatMarkdown:
		text = render.AnalysisMarkdown(a)
	case config.FormatHTML:
		text = render.AnalysisHTML(a)
	default:
		text = render.AnalysisTable(a, p.dataStyle(&f.flags, cfg))
	}
	if err == nil {
		err = p.write(&f.flags, text, inputs)
	}
	if err == nil && cfg.Format(f.formats) != config.FormatJSON {
		p.printDiagnostics(&f.flags, cfg, a.Findings)
	}
	return err
}

// onePlan returns the only plan of a result. If there are several, flag cannot choose one.
func onePlan(r *planner.Result, flag string) (*planner.Plan, error) {
	if len(r.Plans) == 1 {
		return r.Plans[0], nil
	}
	var names []string
	for _, plan := range r.Plans {
		names = append(names, plan.Job)
	}
	return nil, fmt.Errorf("%s has %d jobs: pick one with --job: %s", flag, len(r.Plans), strings.Join(names, ", "))
}
