package cmd

import (
	"errors"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// mergeFlags are the flags of replay merge.
type mergeFlags struct {
	flags
	reportFlags
}

// mergeCommand is `velo-plan replay merge`.
func (p *program) mergeCommand() *cobra.Command {
	var f mergeFlags
	c := &cobra.Command{
		Use:   "merge STATE...",
		Short: "One report of parts that were replayed on several machines",
		Long: "Merges what `velo-plan replay --state` wrote for the parts of one input, given in the\n" +
			"order of the input, into the report of the whole: the same as that of one replay of all\n" +
			"parts, but for the times, which are added up. Where a part has more keys than its --memory\n" +
			"holds, counts by key are as exact as the report says.\n\n" +
			"Parts of a topic may come in any order. Offsets that two parts have are an error, but for what\n" +
			"a process of a --group had not committed when it was killed: that is left out. Offsets that\n" +
			"no part has make the report partial.\n\n" +
			"All parts must have been replayed by the same plan, hash and number of partitions.\n\n" +
			"Exit code: 0 fine; 1 a claim does not hold or a --max-... threshold is exceeded; 2 usage,\n" +
			"a state that is damaged or of another plan, or offsets that are missing or there twice.",
		Example: "  velo-plan replay part1.ndjson.zst --query job.sql --state 1.state\n" +
			"  velo-plan replay part2.ndjson.zst --query job.sql --state 2.state\n" +
			"  velo-plan replay merge 1.state 2.state --format json",
		RunE: func(c *cobra.Command, args []string) error {
			err := f.check()
			if len(args) == 0 {
				err = errors.New("no states: give the files that replay --state has written, in the order of the input")
			}
			if err != nil {
				return usageError{c.CommandPath(), err}
			}
			cfg, err := config.Load(config.Request{Flags: f.values, Near: near(args), Getenv: os.Getenv})
			if err != nil {
				return err
			}
			return p.merge(&f, cfg, args)
		},
	}
	f.addOutput(c, config.FormatTable, config.FormatMarkdown, config.FormatJSON, config.FormatHTML)
	f.reportFlags.add(c)
	return c
}

// merge merges the states and prints the report.
func (p *program) merge(f *mergeFlags, cfg *config.Config, args []string) error {
	paths, err := dataFiles(args, "*.state")
	if err != nil {
		return err
	}
	merged := replay.MergeConfig{WhatIf: f.whatIf, Thresholds: f.limits}
	merged.EntryBytes, merged.ValueBytes = cfg.File.State.EntryBytes, cfg.File.State.ValueBytes
	merged.Demand, merged.Sample = f.demand, report.Sample{Share: f.share}
	if f.remedies {
		merged.Remedies = &report.RemedyOptions{}
	}
	if err := p.distinct([]place{{"--output", f.output}, {"--state", f.state}}, append(slices.Clone(paths), cfg.Files()...)); err != nil {
		return err
	}
	if err := p.reserve(&f.flags, nil); err != nil {
		return err
	}
	var r *report.Report
	var gaps error
	err = withState(f.state, func(saved io.Writer) (err error) {
		merged.State = saved
		var missing *state.MissingError
		if r, err = mergeFiles(paths, merged); errors.As(err, &missing) {
			gaps = err
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := p.printReport(&f.flags, cfg, r, nil, paths); err != nil {
		return err
	}
	return p.outcome(r, gaps)
}

// mergeFiles merges states from their files.
func mergeFiles(paths []string, cfg replay.MergeConfig) (*report.Report, error) {
	var parts []state.Part
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, &state.Error{Name: path, Err: errors.Unwrap(err)}
		}
		defer file.Close()
		parts = append(parts, state.Part{Name: path, State: file})
	}
	return replay.Merge(parts, cfg)
}
