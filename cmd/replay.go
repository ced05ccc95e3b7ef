package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
)

// replayFlags are the flags of replay besides the common ones.
type replayFlags struct {
	flags
	inputs         []string
	query          string
	key            string
	source         string
	workers        int
	partitionField string
	maxLineBytes   int
}

// replayCommand is `velo-plan replay`.
func (p *program) replayCommand() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay [FILE | PATTERN | -]... [--query FILE | --strategy NAME --key a,b]",
		Short: "Records through the real router, and what becomes of them",
		Long: "Sends the records of NDJSON files through the router and counts what each partition\n" +
			"gets. With --query the records take the route that the plan of the job gives them; with\n" +
			"--strategy and --key that route; with neither that of a bare SELECT *.\n\n" +
			"A record's source partition is its field _partition or __partition__.\n\n" +
			"Exit code: 0 fine; 1 a claim of the plan does not hold of the records, the strategy is named\n" +
			"against the query, or the query does not parse; 2 usage, configuration or unreadable input; 130 interrupted: the report is partial.",
		Example: "  velo-plan replay trades.ndjson --query price_stats.sql\n" +
			"  velo-plan replay --input trades.ndjson --strategy always_hash --key symbol -n 16\n" +
			"  zcat trades.ndjson.gz | velo-plan replay - --query jobs.sql --job price_stats --format json",
		RunE: func(c *cobra.Command, args []string) error {
			f.inputs = append(f.inputs, args...)
			if err := f.check(c.Flags().Changed(config.KeyStrategy)); err != nil {
				return usageError{c.CommandPath(), err}
			}
			cfg, err := f.load(f.near())
			if err != nil {
				return err
			}
			return p.replay(c.Context(), &f, cfg)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON)
	f.addPlanning(c)
	set := c.Flags()
	set.StringArrayVarP(&f.inputs, "input", "i", nil, "`file` of records, a JSON object a line; - for standard input (repeatable)")
	set.StringVar(&f.query, "query", "", "`file` with the job whose plan routes the records")
	set.StringVar(&f.key, "key", "", "with --strategy: fields to hash, as `a,b.c`")
	set.StringVar(&f.source, "source", "", "the `stream` that the records are of (default: the first that the job reads)")
	set.IntVar(&f.workers, "workers", 0, "goroutines that do the work (default: one a core)")
	set.StringVar(&f.partitionField, "partition-field", "", "`field` with the number of the source partition (default: _partition or __partition__)")
	set.IntVar(&f.maxLineBytes, "max-line-bytes", replay.DefaultMaxLineBytes, "longest line; a longer one is rejected")
	return c
}

// check says what does not go together; strategy says whether --strategy is given.
func (f *replayFlags) check(strategy bool) error {
	switch {
	case len(f.inputs) == 0:
		return errors.New("no records: give files, patterns, or - for standard input")
	case f.query != "" && f.key != "":
		return errors.New("--key cannot go with --query: the plan of the query has the keys; leave one of them out")
	case f.key != "" && !strategy:
		return errors.New("--key goes with --strategy: write --strategy always_hash --key " + f.key)
	case f.job != "" && f.query == "":
		return errors.New("--job goes with --query: name the file of the job")
	case f.query == stdinArgument && slices.Contains(f.inputs, stdinArgument):
		return errors.New("--query - and the input - cannot both be standard input: name a file for one of them")
	case f.workers < 0:
		return fmt.Errorf("--workers %d: expected 1 or more, or 0 for one a core", f.workers)
	case f.maxLineBytes < 1 || f.maxLineBytes > replay.LargestMaxLineBytes:
		return fmt.Errorf("--max-line-bytes %d: expected a whole number from 1 to %d", f.maxLineBytes, replay.LargestMaxLineBytes)
	}
	return nil
}

// near is the folder in which the project lies: that of the query, else that of the records.
func (f *replayFlags) near() string {
	if f.query != "" {
		return near([]string{f.query})
	}
	return near(f.inputs)
}

// replay runs the records through the router and prints the report.
func (p *program) replay(ctx context.Context, f *replayFlags, cfg *config.Config) error {
	inputs, err := dataFiles(f.inputs)
	if err != nil {
		return err
	}
	route, err := p.route(f, cfg)
	if err != nil || route == nil {
		return err
	}
	run := route.config
	run.Inputs, run.Stdin = inputs, p.in
	run.Workers, run.PartitionField, run.MaxLineBytes = f.workers, f.partitionField, f.maxLineBytes

	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	// After the first Ctrl-C the next one has its usual effect: the process ends at once.
	context.AfterFunc(ctx, stop)
	report, failure := replay.Run(ctx, run)
	if report == nil {
		return failure
	}
	if err := p.printReport(f, cfg, report, route.notes, inputs); err != nil {
		return err
	}
	if errors.Is(failure, context.Canceled) {
		return errInterrupted
	}
	if report.Failed() {
		p.code = max(p.code, exitFindings)
	}
	return failure
}

// dataFiles expands the patterns among the inputs.
func dataFiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s is a folder: name its files, or write %s", arg, filepath.Join(arg, "*.ndjson"))
		}
		found, err := expandOne(arg)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		files = append(files, found...)
	}
	return files, nil
}

// printReport writes a report in the format asked for.
func (p *program) printReport(f *replayFlags, cfg *config.Config, r *replay.Report, notes []render.Note, inputs []string) error {
	if f.quiet {
		notes = slices.DeleteFunc(notes, func(n render.Note) bool { return n.Kind == "advice" })
	}
	switch cfg.Format(f.formats) {
	case config.FormatJSON:
		text, err := render.JSON(r)
		if err != nil {
			return err
		}
		return p.write(&f.flags, text, inputs)
	case config.FormatMarkdown:
		return p.write(&f.flags, render.ReplayMarkdown(r, notes), inputs)
	default:
		return p.write(&f.flags, render.ReplayTable(r, notes, p.dataStyle(&f.flags, cfg)), inputs)
	}
}
