package replay

import (
	"context"
	"errors"
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
	fewestPasses, mostPasses = 5, 25
)

// ErrNotRepeatable is the error of timing strategies over an input that can be read only once.
var ErrNotRepeatable = errors.New("an input that is no file can be read only once")

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
	all := append([]Alternative{{cfg.Strategy, cfg.Required}}, cfg.Compare...)
	cfg.Compare, cfg.WhatIf, cfg.Thresholds = nil, nil, nil
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
	rounds := min(max(int(timing/(time.Duration(len(all))*max(pass, 1))), fewestPasses), mostPasses)
	seconds := make([][]float64, len(all))
	for round := range rounds {
		for i, a := range all {
			if told != nil {
				told(round*len(all)+i, rounds*len(all))
			}
			cfg.Strategy, cfg.Required = a.Strategy, a.Required
			r, err := Run(ctx, cfg)
			if err != nil {
				return nil, err
			}
			seconds[i] = append(seconds[i], r.Throughput.Seconds)
		}
	}
	return strategyTimes(all, seconds), nil
}

// strategyTimes turns the times of the passes of each strategy into their medians, and compares these.
func strategyTimes(all []Alternative, seconds [][]float64) []report.StrategyTime {
	times := make([]report.StrategyTime, len(all))
	for i, a := range all {
		slices.Sort(seconds[i])
		times[i] = report.StrategyTime{Strategy: a.Strategy.Name, Seconds: seconds[i][len(seconds[i])/2]}
	}
	fastest := slices.MinFunc(times, func(a, b report.StrategyTime) int {
		if a.Seconds < b.Seconds {
			return -1
		}
		return 1
	}).Seconds
	for i := range times {
		times[i].Overhead = times[i].Seconds/fastest - 1
	}
	return times
}
