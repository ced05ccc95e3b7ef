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
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// explainFlags are the flags of explain.
type explainFlags struct {
	flags
	inline []string
	graph  bool
	whole  bool // --graph was given, whatever its value
	tree   bool
	full   bool
	diff   string
	analysisFlags
	connectionFlags
	verifyFlags
	schemas registryFlags
	witnessFlags
}

// explainCommand is `velo-plan explain`.
func (p *program) explainCommand() *cobra.Command {
	var f explainFlags
	c := &cobra.Command{
		Use:   "explain [FILE | FOLDER | PATTERN | -]... [-e SQL]",
		Short: "The plan of each job, with its reasons",
		Long: "Prints how the records of each job are spread over its partitions, and why: every\n" +
			"question of the decision, its answer, and the verdict on all five strategies.\n\n" +
			"A folder stands for the .sql files in and below it, a pattern (jobs/**/*.sql) for the\n" +
			"files that it matches, - for standard input. The files are planned as one project: a\n" +
			"stream that one job writes is known to all jobs that read it, whatever their order.\n" +
			"Of several jobs it prints a table, what is wrong first, and counts what lint finds in\n" +
			"them; --job NAME prints the plan of one, --full every plan.\n\n" +
			"--graph shows who reads and writes what; mermaid, dot and tree show it without being\n" +
			"asked if there are several files.\n\n" +
			"--format html makes one file for a browser: a page for each job, with its statement, and\n" +
			"before them the table and a picture of the jobs and topics.\n\n" +
			"--witness executes each job on random records, and shows below each strategy that is wrong\n" +
			"the fewest on which it gives other rows; velo-plan prove does more of that.\n\n" +
			"--analyze replays records by the plan of one job and shows what it found beside the plan.\n\n" +
			"--brokers takes the partitions of topics from a Kafka cluster, unless a flag or the\n" +
			"catalog file states them; docs/kafka.md tells the rest. No variable does that.\n" +
			"--schema-registry takes their columns, with types, and the schemas of their keys from a\n" +
			"schema registry.\n\n" +
			"--verify-keys TOPIC reads a sample of a topic, shows which field of its records decides\n" +
			"their partition and by which partitioner, and plans by that instead of by what is\n" +
			"declared. It only reads.\n\n" +
			"--diff OLD compares with an earlier plan: what --format json wrote, or the jobs of\n" +
			"another file or folder. Flags such as --partitions apply to the new side only; OLD is\n" +
			"planned by the velo-plan.yaml above it, or else by that of the new side.\n\n" +
			"--strategy, --partitions, --hash, --catalog, --config, --format and --color can also be\n" +
			"given by the environment (VELO_PLAN_STRATEGY and so on), all but the last\n" +
			"and --config by velo-plan.yaml; `velo-plan schema config` describes it.\n\n" +
			"Exit code: 0 fine; 1 a statement that does not parse, a strategy named against its\n" +
			"query, with --diff a job whose state is re-keyed, or with --analyze or --verify-keys a\n" +
			"claim that the records refute; 2 usage, configuration or unreadable input; 3 a fault of\n" +
			"velo-plan.",
		Example: "  velo-plan explain job.sql\n" +
			"  velo-plan explain jobs --format markdown > plan.md\n" +
			"  velo-plan explain 'jobs/**/*.sql' --catalog catalog.yaml --format json\n" +
			"  velo-plan explain job.sql --format dot --tree | dot -Tsvg > plan.svg\n" +
			"  velo-plan explain jobs --graph --format mermaid\n" +
			"  velo-plan explain jobs --diff plans.json\n" +
			"  velo-plan explain job.sql --witness\n" +
			"  velo-plan explain job.sql --analyze --input trades.ndjson\n" +
			"  velo-plan explain jobs --brokers kafka-1:9092 --tls --sasl scram-sha-512 --sasl-user ci\n" +
			"  velo-plan explain job.sql --brokers localhost:9092 --verify-keys trades\n" +
			"  velo-plan explain -e 'SELECT symbol, COUNT(*) FROM trades GROUP BY symbol' --source-key trades=symbol",
		ValidArgsFunction: completeSQL,
		RunE: func(c *cobra.Command, args []string) error {
			f.whole, f.asked = c.Flags().Changed("graph"), c.Flags().Changed("witness")
			cfg, err := f.load(near(args))
			if err != nil {
				return err
			}
			if err := f.check(args, cfg.Format(f.formats)); err != nil {
				return usageError{c.CommandPath(), err}
			}
			if err := f.askCluster(c.Context(), cfg); err != nil {
				return err
			}
			if err := f.schemas.ask(c.Context(), cfg, f.timeout); err != nil {
				return err
			}
			return errors.Join(p.explainAs(c.Context(), &f, cfg, args), f.schemas.unanswered)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatTree, config.FormatMarkdown, config.FormatJSON, config.FormatYAML, config.FormatMermaid, config.FormatDOT, config.FormatHTML)
	f.addPlanning(c)
	c.Flags().StringArrayVarP(&f.inline, "sql", "e", nil, "plan this `SQL` statement (repeatable)")
	c.Flags().BoolVar(&f.graph, "graph", false, "show which jobs read and write which topics")
	c.Flags().BoolVar(&f.tree, "tree", false, "draw the decision tree of each job too (mermaid and dot)")
	c.Flags().BoolVar(&f.full, "full", false, "of several jobs, print every plan instead of the table")
	f.analysisFlags.add(c)
	f.connectionFlags.add(c)
	f.schemas.add(c)
	f.schemas.addFiles(c)
	f.verifyFlags.add(c)
	f.witnessFlags.add(c)
	c.Flags().StringVar(&f.diff, "diff", "", "show what changed since this `plan`: JSON that explain wrote, or SQL")
	return c
}

// explainAs explains in the way that is asked for.
func (p *program) explainAs(ctx context.Context, f *explainFlags, cfg *config.Config, args []string) error {
	switch {
	case f.diff != "":
		return p.explainDiff(f, cfg, args)
	case f.analyze:
		return p.explainAnalyze(ctx, f, cfg, args)
	case len(f.topics) > 0:
		return p.explainVerified(ctx, f, cfg, args)
	}
	return p.explain(ctx, f, cfg, args)
}

// check reports flags that do not go together.
func (f *explainFlags) check(args []string, format string) error {
	switch {
	case len(args)+len(f.inline) == 0 && f.diff != "":
		return fmt.Errorf("--diff %s: nothing to compare it with: give the new files, as in explain --diff old.json jobs", f.diff)
	case len(args)+len(f.inline) == 0:
		return errors.New("no job: give files, folders, patterns, - for standard input, or -e SQL")
	case len(args) > 0 && len(f.inline) > 0:
		return errors.New("-e cannot go with files: plan them in two runs")
	case f.tree && format != config.FormatMermaid && format != config.FormatDOT:
		return fmt.Errorf("--tree draws: give --format mermaid or dot; --format %s lists the decision by itself", format)
	case f.full && (f.graph || f.tree || f.diff != ""):
		return errors.New("--full prints every plan in words: leave --graph, --tree and --diff out")
	case f.graph && format == config.FormatHTML:
		return errors.New("--format html shows the jobs and topics of several jobs by itself: leave --graph out")
	case f.tree && f.graph:
		return errors.New("--tree draws the decision of each job, --graph the jobs and their topics: give one of them")
	case f.diff != "" && (f.graph || f.tree):
		return errors.New("--diff compares plans and draws nothing: leave --graph and --tree out")
	case f.diff != "" && f.values.Format != "" && !slices.Contains(diffFormats, f.values.Format):
		return fmt.Errorf("--diff has no format %s; expected one of %s", f.values.Format, strings.Join(diffFormats, ", "))
	case f.diff == stdinArgument && slices.Contains(args, stdinArgument):
		return errors.New("--diff - and - are both standard input: give one of them as a file")
	}
	return errors.Join(f.analysisFlags.check(f, args, format), f.connectionFlags.check(), f.schemas.check(), f.verifyFlags.check(f), f.witnessFlags.check(f, format))
}

// explain plans the files or the inline statements and prints the plans.
func (p *program) explain(ctx context.Context, f *explainFlags, cfg *config.Config, args []string) error {
	in := p.gather(cfg, args, f.inline)
	result, err := judgedPlans(in.sources, cfg)
	if err != nil {
		return err
	}
	if err := checkJob(result, in.sources, cfg); err != nil {
		return err
	}
	stopped := p.showWitnesses(ctx, f, cfg, in.sources, result)
	if err := p.printPlans(f, cfg, render.Verified{Result: result}, in); err != nil {
		return err
	}
	return stopped
}

// gathered is what the arguments mean.
type gathered struct {
	paths    []string // that were found
	sources  []*diag.Source
	problems []diag.Diagnostic // about what cannot be read
}

// gather reads the files that the arguments mean, or the inline statements. It leaves out what lint does.
func (p *program) gather(cfg *config.Config, args, inline []string) gathered {
	if len(inline) > 0 {
		return gathered{sources: []*diag.Source{diag.NewSource(inlineName, strings.Join(inline, ";\n"))}}
	}
	var in gathered
	in.paths, in.problems = expand(args)
	in.paths, in.problems = p.leaveOut(&lintFlags{}, cfg, args, in.paths, in.problems)
	sources, more := readSources(in.paths, p.in)
	in.sources, in.problems = sources, append(in.problems, more...)
	return in
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
	return exitFine
}

// checkJob rejects a --job that no file has, and names the nearest one.
func checkJob(r *planner.Result, sources []*diag.Source, cfg *config.Config) error {
	if cfg.Job == "" || len(r.Plans) > 0 {
		return nil
	}
	all := cfg.Planner()
	all.Job = ""
	var jobs []string
	for _, plan := range pipeline.Plan(sources, all).Plans {
		if plan.Job != "" && !slices.Contains(jobs, plan.Job) {
			jobs = append(jobs, plan.Job)
		}
	}
	if len(jobs) == 0 {
		return fmt.Errorf("--job %q: the input has no job with a name", cfg.Job)
	}
	return fmt.Errorf("--job %q: no such job; %s", cfg.Job, mapping.Expected(cfg.Job, jobs))
}
