package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
)

// replayCommand is `velo-plan replay`.
func (p *program) replayCommand() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay [FILE | PATTERN | -]... [--query FILE | --strategy NAME --key a,b]",
		Short: "Records through the real router, and what becomes of them",
		Long: "Sends the records of files through the router and counts what each partition\n" +
			"gets. With --query the records take the route that the plan of the job gives them; with\n" +
			"--strategy and --key that route; with neither that of a bare SELECT *. The claims of\n" +
			"the plan are checked on the records: groups whole, order kept, source key true.\n\n" +
			"A record is a JSON object, by itself or in what kcat -J and rpk topic consume print: one a\n" +
			"line, in a JSON array, or wherever an object begins and ends; or a row of CSV (--columns,\n" +
			"--delimiter) or Parquet, or a record of an Avro container file. Files may be compressed by\n" +
			"gzip or Zstandard, and may be objects: s3://bucket/prefix/*.parquet. The source partition\n" +
			"of a record is that of the envelope, its field _partition or __partition__, or that of its\n" +
			"file's name, as in partition=3/ or T+3+0000000123.avro.\n\n" +
			"With an event time, the job's or --time, the skew is told by buckets of time too: when it is\n" +
			"uneven, which key is hot then, and what comes out of order and late.\n\n" +
			"A line that is not a record is counted by reason and skipped (--on-error skip), ends the\n" +
			"replay (fail), or is written to a file, byte for byte.\n\n" +
			"With --brokers and --topic the records come from Kafka, up to what is the end of the\n" +
			"topic when the replay begins, or between --from and --to, or forever (--follow). It only\n" +
			"reads. With --group any number of processes share a topic: each writes what it has counted\n" +
			"to its --state and then commits, so that a process that dies loses and doubles nothing.\n" +
			"Values and keys may be Avro, Protobuf or JSON Schema, whose schemas a registry has\n" +
			"(--schema-registry) or a file (--value-schema).\n\n" +
			"--remedies tells what would mend the skew, with numbers on these records and statements. The\n" +
			"report has the size of the state that the job keeps; --per-record and --rate tell how busy\n" +
			"the partitions are.\n\n" +
			"The report begins with the verdict, PASS or FAIL; if it goes to a file, the verdict is said on\n" +
			"standard error too.\n\n" +
			"Parts of one input can be replayed on several machines with --state and merged into the\n" +
			"report of the whole by `velo-plan replay merge`.\n\n" +
			"Exit code: 0 fine; 1 a claim of the plan does not hold of the records, a --max-... or\n" +
			"--min-... threshold is not met, no record has a field of the key, lines were read and none\n" +
			"is a record, the strategy is named against the query, a line is not a record (--on-error\n" +
			"fail), or the query does not parse; 2 usage, configuration or unreadable input; 130\n" +
			"interrupted: the report is partial.",
		Example: "  velo-plan replay trades.ndjson --query price_stats.sql\n" +
			"  velo-plan replay trades.ndjson --query price_stats.sql --remedies --rate 200k/s --per-record 20us\n" +
			"  velo-plan replay --input trades.ndjson --strategy always_hash --key symbol -n 16\n" +
			"  velo-plan replay measurements.txt --columns station,temperature --delimiter ';' --strategy hash --key station\n" +
			"  velo-plan replay trades.ndjson --query price_stats.sql --compare --what-if 4,16,64\n" +
			"  velo-plan replay trades.ndjson --query price_stats.sql --max-skew 1.5 --format html -o report.html\n" +
			"  velo-plan replay --brokers localhost:9092 --topic trades --query price_stats.sql --from '2h ago'\n" +
			"  velo-plan replay --brokers localhost:9092 --topic trades --query price_stats.sql --group check --state parts/\n" +
			"  kcat -C -e -J -b broker -t trades | velo-plan replay - --query jobs.sql --job price_stats --format json",
		ValidArgsFunction: completeFiles,
		RunE: func(c *cobra.Command, args []string) error {
			f.inputs = append(f.inputs, args...)
			if err := f.check(c.Flags().Changed(config.KeyStrategy)); err != nil {
				return usageError{c.CommandPath(), err}
			}
			cfg, err := f.load(f.near())
			if err != nil {
				return err
			}
			if f.query != "" {
				if err := f.askCluster(c.Context(), cfg); err != nil {
					return err
				}
				if err := f.schemas.ask(c.Context(), cfg, f.timeout); err != nil {
					return err
				}
			}
			return errors.Join(p.replay(c.Context(), &f, cfg), f.schemas.unanswered)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON, config.FormatHTML)
	f.addPlanning(c)
	set := c.Flags()
	set.StringArrayVarP(&f.inputs, "input", "i", nil, "`file` of records, a JSON object a line; - for standard input (repeatable)")
	set.StringVar(&f.query, "query", "", "`file` with the job whose plan routes the records")
	set.StringVar(&f.key, "key", "", "with --strategy: fields to hash, as `a,b.c`")
	set.StringVar(&f.source, "source", "", "the `stream` that the records are of (default: the first that the job reads)")
	set.Uint64Var(&f.limit, "limit", 0, "stop after this `number` of records (default: all)")
	set.BoolVar(&f.compare, "compare", false, "put all strategies that can run side by side, with their times")
	set.StringVar(&f.writeTo, "write", "", "write each partition's records into a file of its own in this new or empty `folder`")
	set.StringVar(&f.onError, "on-error", onErrorSkip, "`what` becomes of lines that are not records: skip, fail, or a file that gets them")
	f.inputFlags.add(c)
	f.reportFlags.add(c)
	f.topicFlags.add(c)
	c.MarkFlagFilename("query", "sql")
	c.MarkFlagFilename("input")
	c.RegisterFlagCompletionFunc("key", completeKeys)
	c.RegisterFlagCompletionFunc("source", completeSources)
	c.RegisterFlagCompletionFunc("on-error", func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		files, directive := completeFiles(nil, nil, begun)
		return append([]string{onErrorSkip, onErrorFail}, files...), directive
	})
	c.MarkFlagDirname("write")
	c.AddCommand(p.mergeCommand())
	return c
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
	inputs, err := recordsOf(ctx, f.inputs)
	if err != nil {
		return err
	}
	route, err := p.route(f, cfg)
	if err != nil || route == nil {
		return err
	}
	run := &route.config
	run.Inputs, run.Stdin, run.Objects = inputs, p.in, openObject
	run.WriteDir, run.Limit, run.WhatIf, run.Thresholds = f.writeTo, f.limit, f.whatIf, f.limits
	run.StopAtReject = f.onError == onErrorFail
	if f.remedies {
		run.Remedies = &route.mending
	}
	run.Demand, run.Sample = f.demand, report.Sample{Share: f.share}
	f.inputFlags.set(run, cfg)
	read := append(slices.Clone(inputs), f.read...)
	if f.query != "" {
		read = append(read, f.query)
	}
	if err := p.distinct(f.places(), read); err != nil {
		return err
	}
	if err := p.reserve(&f.flags, nil); err != nil {
		return err
	}
	if f.topic != "" {
		return p.replayTopic(ctx, f, cfg, route)
	}
	return p.replayAll(ctx, f, cfg, route)
}

// replayAll replays inputs that have an end.
func (p *program) replayAll(ctx context.Context, f *replayFlags, cfg *config.Config, route *route) error {
	run := &route.config
	var r *report.Report
	var failure error
	err := f.withRejects(func(rejects io.Writer) error {
		err := withState(f.state, func(state io.Writer) error {
			run.Rejects, run.State = rejects, state
			if r, failure = p.run(ctx, route, f.compare, f.quiet); r == nil {
				return failure
			}
			return nil
		})
		if err == nil && failure != nil {
			return errNotWhole
		}
		return err
	})
	if r == nil {
		return err
	}
	if errors.Is(err, errNotWhole) {
		err = nil
	}
	if err := errors.Join(err, p.printReport(&f.flags, cfg, r, route.notes, run.Inputs)); err != nil {
		return err
	}
	return p.outcome(r, failure)
}

// run replays, and takes the times of the compared strategies. Ctrl-C ends it early.
func (p *program) run(ctx context.Context, route *route, compare, quiet bool) (*report.Report, error) {
	ctx, stop := interruptible(ctx)
	defer stop()
	if slices.Contains(route.config.Inputs, stdinArgument) {
		widenPipe(p.in)
	}
	progress := p.newProgress(quiet)
	route.config.Progress = progress.told()
	r, failure := replay.Run(ctx, route.config)
	progress.clear()
	if r == nil {
		return nil, failure
	}
	route.notes = append(route.notes, typeNotes(r)...)
	route.writeRemedies(r)
	if (r.Skew.Cause == report.CauseHotKey || r.Skew.Cause == report.CauseNullKeys) && route.twoPhase != "" && !r.Plan.NullsApart {
		route.notes = append(route.notes, render.Note{Kind: "advice", Text: "One group is most of the skew: " + route.twoPhase + "."})
	}
	if compare && failure == nil {
		times, err := replay.TimeStrategies(ctx, route.config, progress.passes())
		progress.clear()
		switch {
		case errors.Is(err, replay.ErrNotRepeatable), errors.Is(err, replay.ErrTooLittle):
			route.notes = append(route.notes, render.Note{Kind: "advice", Text: "The strategies were not timed: " + err.Error() + "."})
		case err != nil:
			failure = err
		default:
			r.Throughput.Strategies = times
		}
	}
	return r, failure
}

// outcome sets the exit code by a report and what ended its replay.
func (p *program) outcome(r *report.Report, failure error) error {
	var rejected *reading.RejectedError
	switch {
	case errors.Is(failure, context.Canceled):
		return errInterrupted
	case errors.As(failure, &rejected):
		fmt.Fprintf(p.errOut, "velo-plan: %s\n", render.Clean(failure.Error()))
		p.code = max(p.code, exitFindings)
		return nil
	case r.Failed():
		p.code = max(p.code, exitFindings)
	}
	return failure
}

// typeNotes warns of keys whose values are not of one type.
func typeNotes(r *report.Report) (notes []render.Note) {
	for _, k := range r.KeyTypes {
		if len(k.Types) > 1 {
			notes = append(notes, render.Note{Kind: "warning", Text: fmt.Sprintf("%s has values of several types: %s. Equal texts of different "+
				"types are different keys, 1 and \"1\" too: let all producers write one type.", k.Key, strings.Join(k.Types, ", "))})
		}
	}
	return notes
}

// recordsPattern is what files of records match.
const recordsPattern = "*.ndjson"

// dataFiles expands the patterns among files that are no jobs; pattern is what many of them match.
func dataFiles(args []string, pattern string) ([]string, error) {
	var files []string
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s is a folder: name its files, or write %s", arg, filepath.Join(arg, pattern))
		}
		found, err := expandOne(arg)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		files = append(files, found...)
	}
	return files, nil
}

// printReport writes a report in the format asked for. If it goes to a file, the verdict is said on standard error too.
func (p *program) printReport(f *flags, cfg *config.Config, r *report.Report, notes []render.Note, inputs []string) error {
	if f.quiet {
		notes = slices.DeleteFunc(notes, func(n render.Note) bool { return n.Kind == "advice" })
	}
	var text string
	var err error
	switch cfg.Format(f.formats) {
	case config.FormatJSON:
		text, err = render.JSON(r)
	case config.FormatMarkdown:
		text = render.ReplayMarkdown(r, notes)
	case config.FormatHTML:
		text = render.ReplayHTML(r, notes)
	default:
		text = render.ReplayTable(r, notes, p.dataStyle(f, cfg))
	}
	if err == nil {
		err = p.write(f, text, inputs)
	}
	if err == nil && f.output != "" && (!f.quiet || r.Failed()) {
		fmt.Fprint(p.errOut, render.VerdictText(r, notes, p.style(p.errOut, cfg.Color())))
	}
	return err
}
