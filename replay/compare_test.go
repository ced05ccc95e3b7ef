package replay

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"pgregory.net/rapid"
)

// others are all strategies but one, to compare with that.
func others(than strategies.Strategy, aligned bool) (list []Alternative) {
	for _, s := range strategies.All {
		if s.Name != than.Name {
			list = append(list, Alternative{s, aligned})
		}
	}
	return list
}

// TestComparedLikeAlone: what a strategy makes of the records is the same in a comparison as in a
// replay of its own, whichever strategy is the main one, at any number of workers and with sketches.
func TestComparedLikeAlone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var content strings.Builder
		for range rapid.IntRange(0, 200).Draw(r, "lines") {
			content.WriteString(rapid.SampledFrom([]string{
				`{"k":"a","g":1,"_partition":0}`, `{"k":"b","g":2,"_partition":5}`, `{"k":null,"g":3,"_partition":1}`,
				`{"k":"c","g":{},"_partition":2}`, `{"g":4}`, `oops`, ``,
			}).Draw(r, "line") + "\n")
		}
		main := rapid.SampledFrom(strategies.All).Draw(r, "strategy")
		aligned := rapid.Bool().Draw(r, "aligned")
		cfg := Config{
			Inputs: []string{"-"}, Strategy: main, Keys: fields("k"), KeyNames: []string{"k"}, Aligned: aligned,
			Groups: fields("k", "g"), GroupNames: []string{"k", "g"}, WhatIf: []int{3}, SourceKey: fields("g"), SourceKeyNames: []string{"g"},
			Partitions: rapid.IntRange(1, 40).Draw(r, "partitions"), Workers: rapid.IntRange(1, 4).Draw(r, "workers"),
			blockBytes: rapid.IntRange(16, 500).Draw(r, "block"), MemoryBytes: rapid.SampledFrom([]int64{0, 200}).Draw(r, "memory"),
			Limit: uint64(rapid.IntRange(0, 250).Draw(r, "limit")),
		}
		cfg.Compare = others(main, aligned)
		alone := func(a Alternative) *report.Report {
			cfg := cfg
			cfg.Compare, cfg.Strategy, cfg.Aligned = nil, a.Strategy, a.Aligned
			cfg.Stdin = strings.NewReader(content.String())
			found, err := Run(t.Context(), cfg)
			if err != nil {
				r.Fatal(err)
			}
			found.Throughput = report.ThroughputBlock{}
			return found
		}
		cfg.Stdin = strings.NewReader(content.String())
		got, err := Run(t.Context(), cfg)
		if err != nil {
			r.Fatal(err)
		}
		compared := got.Compare
		got.Throughput, got.Compare = report.ThroughputBlock{}, []report.CompareBlock{}
		if diff := cmp.Diff(alone(Alternative{main, cfg.Aligned}), got); diff != "" {
			r.Error(diff)
		}
		for i, a := range cfg.Compare {
			w := alone(a)
			want := report.CompareBlock{Strategy: w.Plan.Strategy, Keys: w.Plan.Keys, Partitions: w.Partitions, Skew: w.Skew, Moved: w.Moved, Checks: w.Checks, WhatIf: w.WhatIf}
			if diff := cmp.Diff(want, compared[i]); diff != "" {
				r.Errorf("%s: %s", a.Strategy.Name, diff)
			}
		}
	})
}

// TestCompareWritesOneStrategy: the files have the records of the main strategy alone.
func TestCompareWritesOneStrategy(t *testing.T) {
	cfg := roundRobin(write(t, "in", "{\"k\":1}\n{\"k\":1}\n{\"k\":1}\n"))
	cfg.Keys, cfg.KeyNames, cfg.Compare = fields("k"), []string{"k"}, others(cfg.Strategy, true)
	cfg.WriteDir = t.TempDir() + "/out"
	r := run(t, cfg)
	var sum uint64
	for i, part := range r.Partitions {
		content, err := os.ReadFile(fmt.Sprintf("%s/partition-%03d.ndjson", cfg.WriteDir, i))
		n := uint64(strings.Count(string(content), "\n"))
		if err != nil || n != part.Records {
			t.Errorf("partition %d: %d lines, %d records, error %v", i, n, part.Records, err)
		}
		sum += n
	}
	if sum != 3 {
		t.Errorf("%d lines of 3 records", sum)
	}
}

func TestWrongComparisons(t *testing.T) {
	cfg := roundRobin(write(t, "in", "{}\n"))
	cfg.Compare = []Alternative{{Strategy: strategies.AlwaysHash}}
	if _, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "always_hash") {
		t.Errorf("a hash without a key: %v", err)
	}
	cfg.Compare, cfg.Partitions = others(cfg.Strategy, true)[1:], 20_000
	if _, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "over at most 16384 partitions") {
		t.Errorf("more partitions than a run can have: %v", err)
	}
}

// TestTimeStrategies: each strategy is timed, and a stream is not.
func TestTimeStrategies(t *testing.T) {
	cfg := roundRobin(write(t, "in", strings.Repeat("{\"k\":1}\n", 200_000)))
	cfg.Keys, cfg.KeyNames, cfg.Compare = fields("k"), []string{"k"}, others(cfg.Strategy, true)
	cfg.WriteDir = t.TempDir() + "/never"
	passes, last := 0, 0
	times, err := TimeStrategies(t.Context(), cfg, func(over, all int) {
		if over != passes {
			t.Errorf("%d passes are over, not %d", over, passes)
		}
		passes, last = passes+1, all
	})
	if err != nil || len(times) != len(strategies.All) {
		t.Fatalf("%v, %+v", err, times)
	}
	if passes != last || passes < fewestPasses*len(times) {
		t.Errorf("%d passes, %d were said", passes, last)
	}
	fastest := 0
	for _, s := range times {
		if s.Seconds <= 0 || s.Overhead < 0 {
			t.Errorf("%+v", s)
		}
		if s.Overhead == 0 {
			fastest++
		}
		if s.OverheadLow > s.OverheadHigh {
			t.Errorf("%+v", s)
		}
	}
	if fastest == 0 {
		t.Errorf("none is the fastest: %+v", times)
	}
	short := cfg
	short.Inputs = []string{write(t, "short", "{}\n")}
	if _, err := TimeStrategies(t.Context(), short, nil); !errors.Is(err, ErrTooLittle) {
		t.Errorf("one record: %v", err)
	}
	cfg.Inputs, cfg.Stdin = []string{"-"}, strings.NewReader("{}")
	if _, err := TimeStrategies(t.Context(), cfg, nil); !errors.Is(err, ErrNotRepeatable) {
		t.Errorf("standard input: %v", err)
	}
}

// TestStrategyTimes: medians, and what they are over the least of them.
func TestStrategyTimes(t *testing.T) {
	all := []Alternative{{Strategy: strategies.AlwaysHash}, {Strategy: strategies.FanIn}}
	got := strategyTimes(all, [][]float64{{3, 1, 9}, {2, 2, 6}})
	want := []report.StrategyTime{{Strategy: "always_hash", Seconds: 3, Overhead: 0.5, OverheadLow: -0.5, OverheadHigh: 0.5}, {Strategy: "fan_in", Seconds: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
