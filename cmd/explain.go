package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// explainCommand is `velo-plan explain`.
func (p *program) explainCommand() *cobra.Command {
	var f flags
	var inline []string
	c := &cobra.Command{
		Use:   "explain [FILE | FOLDER | PATTERN | -]... [-e SQL]",
		Short: "The plan of each job, with its reasons",
		Long: "Prints how the records of each job are spread over its partitions, and why: every\n" +
			"question of the decision, its answer, and the verdict over all five strategies.\n\n" +
			"A folder stands for the .sql files in and below it, a pattern (jobs/**/*.sql) for the\n" +
			"files that it matches, - for standard input. The files are planned in order as one\n" +
			"project: a stream that one job writes is known to the jobs after it.\n\n" +
			"--strategy, --partitions, --hash, --catalog, --config, --format and --color can also be\n" +
			"given by the environment (VELO_PLAN_STRATEGY and so on), all but the last\n" +
			"and --config by velo-plan.yaml; `velo-plan schema config` describes it.\n\n" +
			"Exit code: 0 fine; 1 a statement that does not parse, or a strategy named against its\n" +
			"query; 2 usage, configuration or unreadable input; 3 a fault of velo-plan.",
		Example: "  velo-plan explain job.sql\n" +
			"  velo-plan explain jobs --format markdown > plan.md\n" +
			"  velo-plan explain 'jobs/**/*.sql' --catalog catalog.yaml --format json\n" +
			"  velo-plan explain -e 'SELECT symbol, COUNT(*) FROM trades GROUP BY symbol' --source-key trades=symbol",
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkExplainArguments(args, inline); err != nil {
				return usageError{c.CommandPath(), err}
			}
			cfg, err := f.load(near(args))
			if err != nil {
				return err
			}
			return p.explain(&f, cfg, args, inline)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatTree, config.FormatMarkdown, config.FormatJSON)
	f.addPlanning(c)
	c.Flags().StringArrayVarP(&inline, "sql", "e", nil, "plan this `SQL` statement (repeatable)")
	return c
}

// checkExplainArguments says what does not go together.
func checkExplainArguments(args, inline []string) error {
	switch {
	case len(args)+len(inline) == 0:
		return errors.New("no job: give files, folders, patterns, - for standard input, or -e SQL")
	case len(args) > 0 && len(inline) > 0:
		return errors.New("-e cannot go with files: plan them in two runs")
	}
	return nil
}

// explain plans the files or the inline statements and prints the plans.
func (p *program) explain(f *flags, cfg *config.Config, args, inline []string) error {
	var sources []*diag.Source
	paths, problems := expand(args)
	if len(inline) > 0 {
		sources = []*diag.Source{diag.NewSource(inlineName, strings.Join(inline, ";\n"))}
	} else {
		read, more := readSources(paths, p.in)
		sources, problems = read, append(problems, more...)
	}
	result := planner.PlanSources(sources, cfg.Planner())
	addProblems(result, problems)
	if err := checkJob(result, sources, cfg); err != nil {
		return err
	}
	p.code = codeOf(result, problems)
	return p.printPlans(f, cfg, result, paths)
}

// codeOf is the exit code for a result.
func codeOf(r *planner.Result, problems []diag.Diagnostic) int {
	if len(problems) > 0 {
		return exitUsage
	}
	for _, d := range r.Findings {
		if d.Severity == diag.Error {
			return exitFindings
		}
	}
	for _, plan := range r.Plans {
		if plan.Verdict == "refuted" || slices.ContainsFunc(plan.Advice, func(a planner.Advice) bool { return a.Kind == "error" }) {
			return exitFindings
		}
	}
	return exitFine
}

// checkJob refuses a --job that no file has, with the nearest one.
func checkJob(r *planner.Result, sources []*diag.Source, cfg *config.Config) error {
	if cfg.Job == "" || len(r.Plans) > 0 {
		return nil
	}
	all := cfg.Planner()
	all.Job = ""
	var jobs []string
	for _, plan := range planner.PlanSources(sources, all).Plans {
		if plan.Job != "" && !slices.Contains(jobs, plan.Job) {
			jobs = append(jobs, plan.Job)
		}
	}
	if len(jobs) == 0 {
		return fmt.Errorf("--job %q: the input has no job with a name", cfg.Job)
	}
	return fmt.Errorf("--job %q: no such job; %s", cfg.Job, mapping.Expected(cfg.Job, jobs))
}

// printPlans writes plans in the format asked for; diagnostics go to standard error where the
// format does not hold them.
func (p *program) printPlans(f *flags, cfg *config.Config, r *planner.Result, inputs []string) error {
	var text string
	style := p.dataStyle(f, cfg)
	format := cfg.Format(f.formats)
	switch format {
	case config.FormatJSON:
		text, err := render.JSON(r)
		if err != nil {
			return err
		}
		return p.write(f, text, inputs)
	case config.FormatTree:
		text = render.ExplainTree(r, style)
	case config.FormatMarkdown:
		text = render.ExplainMarkdown(r)
	default:
		text = render.ExplainTable(r, style)
	}
	if summary := render.Summary(r, style); summary != "" && !f.quiet && format != config.FormatMarkdown {
		text += "\n" + summary
	}
	if err := p.write(f, text, inputs); err != nil {
		return err
	}
	p.printDiagnostics(f, cfg, r.Findings)
	return nil
}

// printDiagnostics writes diagnostics to standard error, with --quiet only the errors.
func (p *program) printDiagnostics(f *flags, cfg *config.Config, list []diag.Diagnostic) {
	shown := slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		return f.quiet && d.Severity != diag.Error
	})
	fmt.Fprint(p.errOut, render.Diagnostics(shown, p.style(p.errOut, cfg.Color())))
}
