package cmd

import (
	"cmp"
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
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/strategies"
)

// proveFlags are the flags of prove.
type proveFlags struct {
	flags
	inline         []string
	inputs         []string
	strategy       string
	partitionField string
	formatFlags
	limit int
	seed  uint64
}

// allStrategies is the value of --strategy that means every one.
const allStrategies = "all"

// proveCommand is `velo-plan prove`.
func (p *program) proveCommand() *cobra.Command {
	var f proveFlags
	c := &cobra.Command{
		Use:   "prove [FILE | FOLDER | PATTERN | -]... [-e SQL] [--input [SOURCE=]FILE...]",
		Short: "Run a job whole and partition by partition, and show the wrong rows",
		Long: "Executes a job on records, once on all of them and once on the records of each\n" +
			"partition, as each strategy routes them, and shows where the answers part: rows that\n" +
			"are missing, rows too many, and groups that are wrong.\n\n" +
			"The records are those of --input, read as replay reads them. A job that reads several\n" +
			"sources needs records of each: --input trades=t.ndjson --input accounts=a.ndjson.\n\n" +
			"Without --input it looks for the fewest records that show a strategy wrong: it tries\n" +
			"200 random data sets, of which all holds that is declared, and leaves out what is not\n" +
			"needed. For a strategy that gives the right rows it tells on how many of them.\n\n" +
			"The job is executed by SQLite. What SQLite does not execute as a streaming\n" +
			"engine does is named with its place and not executed; docs/prove.md lists it.\n\n" +
			"Exit code: 0 fine; 1 the strategy that the plan runs, or the one that --strategy names,\n" +
			"gives other rows than the whole, or the job does not parse, or the given records give no\n" +
			"rows to compare; 2 usage, configuration or unreadable input, or a job that is not executable.",
		Example: "  velo-plan prove job.sql\n" +
			"  velo-plan prove job.sql --input trades.ndjson\n" +
			"  velo-plan prove job.sql --input trades=t.ndjson --input accounts=a.ndjson\n" +
			"  velo-plan prove jobs.sql --job price_stats --input trades.ndjson --strategy sticky_partition -n 16",
		ValidArgsFunction: completeSQL,
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := f.load(near(args))
			if err != nil {
				return err
			}
			if err := f.check(args); err != nil {
				return usageError{c.CommandPath(), err}
			}
			return p.prove(c.Context(), &f, cfg, args)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON, config.FormatHTML)
	f.addKnown(c)
	set := c.Flags()
	set.StringArrayVarP(&f.inline, "sql", "e", nil, "execute this `SQL` statement (repeatable)")
	set.StringArrayVarP(&f.inputs, "input", "i", nil, "`[SOURCE=]FILE` of records, a JSON object a line; - for standard input (repeatable)")
	c.MarkFlagFilename("input")
	set.StringVar(&f.strategy, config.KeyStrategy, allStrategies, "strategy to execute, by its `name`: "+list(append(strategyNames(), allStrategies)))
	oneOf(c, config.KeyStrategy, append(strategyNames(), allStrategies))
	set.Uint64Var(&f.seed, "seed", 1, "`number` that decides about random records; equal numbers give equal ones")
	set.StringVar(&f.partitionField, "partition-field", "", "`field` with the number of the source partition (default: _partition or __partition__)")
	f.formatFlags.add(c)
	set.IntVar(&f.limit, "limit", 0, "read only the first `number` of records of each source (0: all)")
	return c
}

// check reports flags that do not go together.
func (f *proveFlags) check(args []string) error {
	_, known := strategies.Lookup(f.strategy)
	switch {
	case len(args)+len(f.inline) == 0:
		return errors.New("no job: give a file, - for standard input, or -e SQL")
	case len(args) > 0 && len(f.inline) > 0:
		return errors.New("-e cannot go with files: execute them in two runs")
	case len(f.inputs) == 0 && (f.limit > 0 || f.partitionField != ""):
		return errors.New("--limit and --partition-field are about records: give them with --input")
	case f.limit < 0:
		return fmt.Errorf("--limit %d: give a number of records, or 0 for all", f.limit)
	case f.strategy != allStrategies && !known:
		return fmt.Errorf("--strategy %q: unknown; %s", f.strategy, mapping.Expected(f.strategy, append(strategyNames(), allStrategies)))
	case slices.Contains(args, stdinArgument) && slices.ContainsFunc(f.inputs, func(in string) bool { return in == stdinArgument || strings.HasSuffix(in, "=-") }):
		return errors.New("the job - and --input - cannot both be standard input: name a file for one of them")
	}
	return f.formatFlags.check()
}

// named is the canonical name of the strategy that is asked for; "" for all.
func (f *proveFlags) named() string {
	s, _ := strategies.Lookup(f.strategy)
	return s.Name
}

// prove executes one job and prints what that found.
func (p *program) prove(ctx context.Context, f *proveFlags, cfg *config.Config, args []string) error {
	in := p.gather(cfg, args, f.inline)
	paths := in.paths
	result, jobs := pipeline.Jobs(in.sources, cfg.Planner())
	addProblems(result, in.problems)
	if err := checkJob(result, in.sources, cfg); err != nil {
		return err
	}
	between := result.Between()
	p.printDiagnostics(&f.flags, cfg, between)
	p.printUnread(&f.flags, cfg, result.Unread)
	if p.code = codeOf(&planner.Result{Findings: between}, in.problems); len(jobs) == 0 {
		if p.code == exitFine {
			return errors.New("there is no job that moves records")
		}
		return nil
	}
	if _, err := onePlan(result, "prove"); err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	progress := p.newProgress(f.quiet)
	defer progress.clear()
	job := jobs[0]
	report := prove.NewReport(job, func(strategy string) bool { return f.named() == "" || f.named() == strategy })
	statement, err := prove.NewStatement(job)
	if err != nil {
		report.Cannot(job, err)
		p.code = max(p.code, exitUsage)
		return p.printProof(f, cfg, report, paths)
	}
	statement.Told = progress.executing()
	advised := statement.Advised(report, in.sources, cfg.Planner())
	defer func() {
		for _, w := range advised {
			w.Close()
		}
	}()
	if len(f.inputs) > 0 {
		paths, err = p.proveOn(ctx, f, statement, report, advised, progress, paths)
	} else {
		err = statement.Search(ctx, report, f.seed)
		for _, w := range advised {
			if err == nil && report.Executable.Because == "" {
				err = w.Search(ctx, f.seed)
			}
		}
	}
	progress.clear()
	if ctx.Err() != nil {
		report.Interrupted()
		return cmp.Or(p.printProof(f, cfg, report, paths), errInterrupted)
	}
	if err != nil {
		return err
	}
	switch {
	case report.Executable.Because != "":
		p.code = max(p.code, exitUsage)
	case report.Failed(f.named()):
		p.code = max(p.code, exitFindings)
	case len(f.inputs) > 0 && !report.Shows():
		p.code = max(p.code, exitFindings)
		fmt.Fprintln(p.errOut, "velo-plan: nothing is shown: these records give no rows to compare")
	}
	return p.printProof(f, cfg, report, paths)
}

// proveOn executes a statement, and the statements of advice, on the records of --input, against which it holds what is
// declared. It returns all files that were read.
func (p *program) proveOn(ctx context.Context, f *proveFlags, s *prove.Statement, r *prove.Report, advised []*prove.Written, l *progress, paths []string) ([]string, error) {
	files, err := recordFiles(ctx, f.inputs, s)
	if err != nil {
		return nil, err
	}
	for _, list := range files {
		paths = append(paths, list...)
	}
	if err := p.reserve(&f.flags, paths); err != nil {
		return nil, err
	}
	run, declared := s.Start(r, s.Router), prove.NewDeclared(s)
	defer run.Close()
	err = p.readData(ctx, f, s, files, r, l, func(source string, rec *prove.Record) error {
		declared.Add(source, rec)
		for _, w := range advised {
			w.Add(source, rec)
		}
		return run.Add(source, rec)
	})
	if err == nil {
		r.Refuted = declared.Refuted()
		err = run.Finish(ctx)
	}
	for _, w := range advised {
		if err == nil {
			err = w.Finish(ctx, run)
		}
	}
	return paths, err
}

// printProof writes a report in the format asked for.
func (p *program) printProof(f *proveFlags, cfg *config.Config, r *prove.Report, inputs []string) error {
	if f.output != "" { // who looks at the file later is told now what is wrong
		fmt.Fprint(p.errOut, render.ProofNotes(r, p.style(p.errOut, cfg.Color())))
	}
	switch cfg.Format(f.formats) {
	case config.FormatJSON:
		text, err := render.JSON(r)
		if err != nil {
			return err
		}
		return p.write(&f.flags, text, inputs)
	case config.FormatMarkdown:
		return p.write(&f.flags, render.ProofMarkdown(r), inputs)
	case config.FormatHTML:
		return p.write(&f.flags, render.ProofHTML(r), inputs)
	}
	return p.write(&f.flags, render.ProofTable(r, p.dataStyle(&f.flags, cfg)), inputs)
}
