package replay

import (
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
)

const (
	// longestPass is how long a pass that is timed is to take; longer inputs are not read to their end.
	longestPass = time.Second
	// timing is how long all passes are to take together, if fewestPasses of each strategy allow it.
	timing = 3 * time.Second
	// fewestPasses and mostPasses bound the number of passes of each strategy, of which the median
	// counts.
	fewestPasses, mostPasses = 7, 25
	// shortestPass is how long a pass must take to be timed; a shorter input is replayed several times in a pass, up
	// to mostRepeats.
	shortestPass = 40 * time.Millisecond
	mostRepeats  = 20
	// fewestRecords is how many records it takes at least: of fewer, most of the time is that of beginning and ending.
	fewestRecords = 1000
)

// ErrNotRepeatable is the error of timing strategies over an input that can be read only once.
var ErrNotRepeatable = errors.New("an input that is no file can be read only once")

// ErrTooLittle is the error of timing strategies over an input that is replayed in no time.
var ErrTooLittle = errors.New("there is too little to time: give more records")

// TimeStrategies takes the time of the configuration's strategies, its own and those of Compare, each
// by itself: they take turns, so that all of them meet the same changes of the machine's speed. Of
// an input that takes longer than a second only the first part is read. Nothing is written. told, if not
// nil, is told before each pass how many are over, and how many there are.
func TimeStrategies(ctx context.Context, cfg Config, told func(over, all int)) ([]report.StrategyTime, error) {
	if cfg.Topic != nil {
		return nil, ErrNotRepeatable
	}
	for _, path := range cfg.Inputs {
		if info, err := os.Stat(path); path == reading.StdinPath || err != nil || !info.Mode().IsRegular() {
			return nil, ErrNotRepeatable
		}
	}
	all := append([]Alternative{{cfg.Strategy, cfg.Aligned}}, cfg.Compare...)
	cfg.Compare, cfg.WhatIf, cfg.Thresholds, cfg.Time = nil, nil, nil, nil
	cfg.State, cfg.Rejects, cfg.StopAtReject, cfg.WriteDir, cfg.Progress = nil, nil, false, "", nil
	warm, err := Run(ctx, cfg)
	if err != nil {
		return nil, err
	}
	pass := time.Duration(warm.Throughput.Seconds * float64(time.Second))
	if pass > longestPass {
		cfg.Limit = uint64(float64(warm.Input.Records) * longestPass.Seconds() / pass.Seconds())
		pass = longestPass
	}
	repeats := int((shortestPass-1)/max(pass, 1)) + 1
	if repeats > mostRepeats || warm.Input.Records < fewestRecords {
		return nil, ErrTooLittle
	}
	rounds := min(max(int(timing/(time.Duration(len(all)*repeats)*max(pass, 1))), fewestPasses), mostPasses)
	seconds := make([][]float64, len(all))
	for round := range rounds {
		for i, a := range all {
			if told != nil {
				told(round*len(all)+i, rounds*len(all))
			}
			cfg.Strategy, cfg.Aligned = a.Strategy, a.Aligned
			took, err := timeRuns(ctx, cfg, repeats)
			if err != nil {
				return nil, err
			}
			seconds[i] = append(seconds[i], took)
		}
	}
	return strategyTimes(all, seconds), nil
}

// timeRuns returns the seconds of a replay, the mean of some.
func timeRuns(ctx context.Context, cfg Config, repeats int) (seconds float64, err error) {
	for range repeats {
		r, err := Run(ctx, cfg)
		if err != nil {
			return 0, err
		}
		seconds += r.Throughput.Seconds
	}
	return seconds / float64(repeats), nil
}

// strategyTimes turns the times of the passes of each strategy into their medians, and compares these with that of the
// fastest one. Passes of one round met the same speed of the machine, so what counts is what they differ by.
func strategyTimes(all []Alternative, seconds [][]float64) []report.StrategyTime {
	times := make([]report.StrategyTime, len(all))
	fastest := 0
	for i, a := range all {
		times[i] = report.StrategyTime{Strategy: a.Strategy.Name, Seconds: median(slices.Sorted(slices.Values(seconds[i])))}
		if times[i].Seconds < times[fastest].Seconds {
			fastest = i
		}
	}
	for i := range times {
		if i == fastest {
			continue
		}
		overheads := make([]float64, len(seconds[i]))
		for round, s := range seconds[i] {
			overheads[round] = s/seconds[fastest][round] - 1
		}
		slices.Sort(overheads)
		times[i].Overhead = times[i].Seconds/times[fastest].Seconds - 1
		times[i].OverheadLow, times[i].OverheadHigh = interval(overheads)
	}
	return times
}

// median returns the middle of sorted values.
func median(sorted []float64) float64 { return sorted[len(sorted)/2] }

// interval returns the bounds between which the median of what the sorted values are drawn from lies, with a probability
// of about 95 %: by the binomial distribution of how many values are below it.
func interval(sorted []float64) (low, high float64) {
	n := float64(len(sorted))
	left := max(0, int((n-1.96*math.Sqrt(n))/2))
	return sorted[left], sorted[len(sorted)-1-left]
}
