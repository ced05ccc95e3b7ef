package cmd

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/routing"
)

// replayFlags are the flags of replay besides the common ones.
type replayFlags struct {
	flags
	inputFlags
	reportFlags
	topicFlags
	inputs  []string
	query   string
	key     string
	source  string
	compare bool
	writeTo string
	onError string
	limit   uint64
}

// inputFlags are the flags about how records are read.
type inputFlags struct {
	formatFlags
	workers        int
	partitionField string
	maxLineBytes   int
	memory         string
	batchSize      int
	time           string
	bucket         string
}

// reportFlags are the flags about what a report is to say, and where its state goes.
type reportFlags struct {
	whatIf   []int
	remedies bool
	demandFlags
	limits []report.Limit
	state  string
}

// The values of --on-error that are no files.
const (
	onErrorSkip = "skip"
	onErrorFail = "fail"
)

// add gives a command the flags about how records are read.
func (f *inputFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.IntVar(&f.workers, "workers", 0, "goroutines that do the work (default: one per core)")
	set.StringVar(&f.partitionField, "partition-field", "", "`field` with the number of the source partition (default: _partition or __partition__)")
	set.IntVar(&f.maxLineBytes, "max-line-bytes", reading.DefaultMaxLineBytes, "longest line; a longer one is rejected")
	set.StringVar(&f.memory, "memory", "", "`size` that the exact counts of the run may take; past it they are sketched (default: a quarter of the memory)")
	set.IntVar(&f.batchSize, "batch-size", 100, "`number` of records that Velostream reads at a time: it loses all of them where one lacks a field of the key")
	f.formatFlags.add(c)
	set.StringVar(&f.time, "time", "", "`field` with the event time, by which the skew is told too (default: that of the job, or of the envelope)")
	set.StringVar(&f.bucket, "bucket", "", "`length` of the buckets of event time, as 1m or 500ms (default: the job's window, or 1m)")
	c.RegisterFlagCompletionFunc("time", completeKeys)
}

// add gives a command the flags about the report.
func (f *reportFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.IntSliceVar(&f.whatIf, "what-if", nil, "other `numbers` of partitions to tell the skew for, as 4,8,16")
	set.BoolVar(&f.remedies, "remedies", false, "tell what would mend the skew, each remedy with its numbers on these records and its statements")
	f.demandFlags.add(c)
	set.StringVar(&f.state, "state", "", "write what 'replay merge' needs into this `file`")
	help := map[string]string{
		"max_skew_in_time": "fail if the fullest partition of some bucket of event time is over this `ratio` to the bucket's mean",
		"max_skew":         "fail if the fullest partition is over this `ratio` to the mean", "max_cv": "fail if the coefficient of variation is over this `number`",
		"max_gini": "fail if the Gini coefficient is over this `number`", "max_empty": "fail if more than this `number` of partitions is empty",
		"max_hot_key": "fail if one key has more than this `share` of the records", "max_moved": "fail if more than this `share` of the records moves",
		"max_rejected": "fail if more than this `share` of the lines is rejected", "max_null_keys": "fail if more than this `share` of the records has a null key",
		"min_alignment": "let the source key hold of this `share` of the records, instead of all",
	}
	for _, name := range report.ThresholdNames() {
		set.Var(&limitFlag{name: name, limits: &f.limits}, strings.ReplaceAll(name, "_", "-"), help[name])
	}
}

// limitFlag is the flag of a threshold. Limits stand in the order in which they are given.
type limitFlag struct {
	name   string
	limits *[]report.Limit
	text   string
}

// Set implements pflag.Value.
func (l *limitFlag) Set(text string) error {
	n, err := parseLimit(l.name, text)
	if err != nil {
		return err
	}
	l.text = text
	*l.limits = slices.DeleteFunc(*l.limits, func(other report.Limit) bool { return other.Name == l.name })
	*l.limits = append(*l.limits, report.Limit{Name: l.name, Limit: n})
	return nil
}

// parseLimit reads the limit of a threshold; a share may be written in percent.
func parseLimit(name, text string) (float64, error) {
	number, percent := text, false
	if report.IsShare(name) {
		number, percent = strings.CutSuffix(text, "%")
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	switch {
	case err != nil || math.IsNaN(n) || n < 0:
		return 0, errors.New("expected a number from 0")
	case percent:
		n /= 100
	}
	if report.IsShare(name) && n > 1 {
		return 0, fmt.Errorf("a share is 1 at most: write %s%% for that many percent", number)
	}
	return n, nil
}

// String implements pflag.Value.
func (l *limitFlag) String() string { return l.text }

// Type implements pflag.Value.
func (l *limitFlag) Type() string { return "number" }

// check reports a value that is not allowed.
func (f *inputFlags) check() error {
	switch {
	case f.workers < 0 || f.workers > routing.MaxWorkers:
		return fmt.Errorf("--workers %d: expected 1 to %d, or 0 for one a core", f.workers, routing.MaxWorkers)
	case f.maxLineBytes < 1 || f.maxLineBytes > reading.LargestMaxLineBytes:
		return fmt.Errorf("--max-line-bytes %d: expected a whole number from 1 to %d", f.maxLineBytes, reading.LargestMaxLineBytes)
	case f.batchSize < 1:
		return fmt.Errorf("--batch-size %d: expected a whole number from 1", f.batchSize)
	}
	_, err := f.memoryBytes()
	return errors.Join(err, f.formatFlags.check(), f.checkTime())
}

// memoryBytes reads --memory, in bytes for the whole run.
func (f *inputFlags) memoryBytes() (int64, error) {
	if f.memory == "" {
		if n := availableMemory(); n > 0 {
			return int64(min(max(1, n/4), math.MaxInt64)), nil
		}
		return usualMemory, nil
	}
	n, err := humanize.ParseBytes(f.memory)
	switch {
	case err != nil || n < 1 || n > math.MaxInt64:
		return 0, fmt.Errorf("--memory %q: expected a size, as 512MiB or 2GiB", f.memory)
	case n > addressSpace():
		return 0, fmt.Errorf("--memory %s is more than the process may have, which is %s (ulimit -v): give less", f.memory, humanize.IBytes(addressSpace()))
	}
	return int64(n), nil
}

// usualMemory is the default of --memory where the size of the memory is not known.
const usualMemory = 1 << 30

// perPartition is the part of a run's memory that one partition of a replay may take. A table takes up to twice the
// bytes that it counts: not all of its slots are used.
func perPartition(memory int64, run *replay.Config) int64 {
	return max(1, memory/2/int64(max(1, run.Partitions*(1+len(run.Compare)))))
}

// set puts the flags into the configuration of a replay.
func (f *inputFlags) set(run *replay.Config, cfg *config.Config) {
	run.Workers, run.PartitionField, run.MaxLineBytes = f.workers, f.partitionField, f.maxLineBytes
	run.Envelope, run.Format, run.Rows = reading.Envelope(f.envelope), reading.Format(f.format), f.rows()
	f.setTime(run)
	memory, _ := f.memoryBytes() // check has read it
	run.MemoryBytes = perPartition(memory, run)
	run.EntryBytes, run.ValueBytes = cfg.File.State.EntryBytes, cfg.File.State.ValueBytes
	if !cfg.File.Lint.NoEngine {
		run.EngineBatch = f.batchSize
	}
}

// check reports a value that is not allowed.
func (f *reportFlags) check() error {
	for _, n := range f.whatIf {
		if n < 1 || n > routing.MaxPartitions {
			return fmt.Errorf("--what-if %d: expected numbers of partitions, 1 to %d", n, routing.MaxPartitions)
		}
	}
	return f.demandFlags.check()
}

// check reports flags that do not go together; strategy says whether --strategy is given.
func (f *replayFlags) check(strategy bool) error {
	switch {
	case len(f.inputs) == 0 && f.topic == "":
		return errors.New("no records: give files, patterns, - for standard input, or --brokers and --topic")
	case f.query != "" && f.key != "":
		return errors.New("--key cannot go with --query: the plan of the query has the keys; leave one of them out")
	case f.key != "" && !strategy:
		return errors.New("--key goes with --strategy: write --strategy always_hash --key " + f.key)
	case f.job != "" && f.query == "":
		return errors.New("--job goes with --query: name the file of the job")
	case f.query == stdinArgument && slices.Contains(f.inputs, stdinArgument):
		return errors.New("--query - and the input - cannot both be standard input: name a file for one of them")
	case f.onError == "":
		return errors.New("--on-error: expected skip, fail, or a file")
	case f.compare && f.state != "":
		return errors.New("--state holds one strategy: leave --compare out, or replay twice")
	}
	return errors.Join(f.inputFlags.check(), f.reportFlags.check(), f.checkTopic())
}
