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
	c.MarkFlagFilename("input")
	c.RegisterFlagCompletionFunc("source", completeSources)
	f.inputFlags.add(c)
}

// check reports flags that do not go together.
func (f *analysisFlags) check(all *explainFlags, args []string, format string) error {
	switch {
	case !f.analyze && len(f.inputs) > 0:
		return errors.New("--input goes with --analyze")
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
	inputs, err := recordsOf(ctx, f.inputs)
	if err != nil {
		return err
	}
	in := p.gather(cfg, args, f.inline)
	result, err := judgedPlans(in.sources, cfg)
	if err != nil {
		return err
	}
	if err := checkJob(result, in.sources, cfg); err != nil {
		return err
	}
	if len(result.Plans) == 0 {
		return p.printPlans(f, cfg, render.Verified{Result: result}, in)
	}
	addProblems(result, in.problems)
	p.code = codeOf(result, in.problems)
	p.printUnread(&f.flags, cfg, result.Unread)
	plan, err := onePlan(result, "--analyze")
	if err != nil {
		return err
	}
	route, err := planRoute(plan, f.source, shownName(plan.File))
	if err != nil {
		return err
	}
	run := &route.config
	run.Inputs, run.Stdin, run.Objects = inputs, p.in, openObject
	f.inputFlags.set(run, cfg)
	if err := p.reserve(&f.flags, append(in.paths, inputs...)); err != nil {
		return err
	}
	report, failure := p.run(ctx, route, false, f.quiet)
	if report == nil {
		return failure
	}
	if err := p.showWitnesses(ctx, f, cfg, in.sources, result); err != nil {
		return err
	}
	analysis := render.Analysis{Result: result, Report: report, Notes: route.notes}
	for i := range plan.Routes {
		if &plan.Routes[i] == route.of {
			analysis.Input = &plan.Inputs[i]
		}
	}
	if err := p.printAnalysis(f, cfg, analysis, append(in.paths, inputs...)); err != nil {
		return err
	}
	return p.outcome(report, failure)
}

// printAnalysis writes a plan and what was measured. What the output does not show goes to standard error, and so does
// the verdict of what goes to a file.
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
	if err != nil {
		return err
	}
	switch style := p.style(p.errOut, cfg.Color()); {
	case f.output != "":
		if !f.quiet || a.Report.Failed() {
			fmt.Fprint(p.errOut, a.Verdict(style))
		}
		p.printDiagnostics(&f.flags, cfg, a.Findings)
	case cfg.Format(f.formats) != config.FormatJSON:
		p.printDiagnostics(&f.flags, cfg, a.Between())
	}
	return nil
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
