package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
	"pgregory.net/rapid"
)

// reportJSON returns a report as it is printed, without its throughput.
func reportJSON(t rapid.TB, r *report.Report) string {
	t.Helper()
	r.Throughput = report.ThroughputBlock{}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// inputFiles writes files with some lines each, some of them wrong.
func inputFiles(t *rapid.T, dir string) []string {
	var files []string
	for i := range rapid.IntRange(1, 6).Draw(t, "files") {
		lines := text(flatLines(rapid.Uint64Range(0, 1<<20).Draw(t, "seed"), rapid.IntRange(0, 300).Draw(t, "lines"), rapid.IntRange(1, 300).Draw(t, "symbols")))
		lines += strings.Repeat("oops\n\n", rapid.IntRange(0, 6).Draw(t, "wrong"))
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}

// TestMergedPartsAreTheWhole: however the files are dealt out to replays, with any numbers of
// workers, the merged report is that of the whole, byte for byte, and so is that of merged merges.
func TestMergedPartsAreTheWhole(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		cfg := statisticsConfig(t)
		cfg.Thresholds = []report.Limit{{Name: "max_skew", Limit: 1.5}}
		cfg.From = "jobs/a.sql"
		cfg.Inputs = inputFiles(t, dir)
		cfg.Workers = rapid.IntRange(1, 8).Draw(t, "workers")
		files := cfg.Inputs
		want := reportJSON(t, run(t, cfg))
		var parts []state.Part
		for start := 0; start < len(files); {
			end := rapid.IntRange(start+1, len(files)).Draw(t, "end")
			var saved bytes.Buffer
			part := cfg
			part.Inputs, part.State = files[start:end], &saved
			part.Workers = rapid.IntRange(1, 4).Draw(t, "workers")
			run(t, part)
			parts = append(parts, state.Part{Name: fmt.Sprint("part ", start), State: &saved})
			start = end
		}
		if split := rapid.IntRange(0, len(parts)-1).Draw(t, "merged before"); split > 0 {
			var saved bytes.Buffer
			if _, err := Merge(parts[:split], MergeConfig{State: &saved}); err != nil {
				t.Fatal(err)
			}
			parts = append([]state.Part{{Name: "merged", State: &saved}}, parts[split:]...)
		}
		merged, err := Merge(parts, MergeConfig{WhatIf: cfg.WhatIf, Thresholds: cfg.Thresholds, Workers: rapid.IntRange(0, 3).Draw(t, "merge workers")})
		if err != nil {
			t.Fatal(err)
		}
		if merged.Throughput.Seconds <= 0 {
			t.Fatalf("%+v", merged.Throughput)
		}
		if diff := cmp.Diff(want, reportJSON(t, merged)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestSameReportAtAnyNumberOfWorkers: also where the memory is not enough, and then merged parts
// agree with the whole within the errors that are shown.
func TestSameReportAtAnyNumberOfWorkers(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		cfg := statisticsConfig(t)
		cfg.MemoryBytes = rapid.SampledFrom([]int64{1, 200, 1000, 3000}).Draw(t, "memory")
		cfg.Inputs = inputFiles(t, dir)
		files := cfg.Inputs
		exact := cfg
		exact.MemoryBytes = 0
		truth := run(t, exact)
		var want string
		var first *report.Report
		for _, workers := range []int{1, 2, 3, 8} {
			cfg.Workers = workers
			r := run(t, cfg)
			if text := reportJSON(t, r); want == "" {
				want, first = text, r
			} else if text != want {
				t.Fatal(cmp.Diff(want, text))
			}
		}
		checkSketched(t, truth, first)
		var parts []state.Part
		for _, file := range files {
			var saved bytes.Buffer
			cfg.Inputs, cfg.State = []string{file}, &saved
			run(t, cfg)
			parts = append(parts, state.Part{Name: file, State: &saved})
		}
		merged, err := Merge(parts, MergeConfig{WhatIf: cfg.WhatIf})
		if err != nil {
			t.Fatal(err)
		}
		checkSketched(t, truth, merged)
		byKey := cmpopts.IgnoreFields(report.Report{}, "Throughput", "HotKeys", "SketchedFromChunk", "WhatIf")
		if diff := cmp.Diff(first, merged, byKey, cmpopts.IgnoreFields(report.PartitionBlock{}, "TopKey"), cmpopts.IgnoreFields(report.SkewBlock{}, "NoiseFloor", "Cause"),
			cmpopts.IgnoreSliceElements(func(c checks.Check) bool { return c.Check == checks.SourceKeyHolds })); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestChunksAreNumberedThroughAllParts: the chunk from which on there are estimates is counted from
// the beginning of the first part.
func TestChunksAreNumberedThroughAllParts(t *testing.T) {
	many := strings.Split(text(flatLines(1, 3000, 2000)), "\n")
	files := []string{fileWith(t, many[:200]...), fileWith(t, many[:100]...), fileWith(t, many...)} // nothing new before the last
	cfg := Config{
		Inputs: files, Keys: fields("sym", "venue"), KeyNames: []string{"sym", "venue"}, Partitions: 3, Strategy: strategies.AlwaysHash,
		MemoryBytes: 5000, blockBytes: 1000,
	}
	whole := run(t, cfg)
	var parts []state.Part
	for _, file := range files {
		var saved bytes.Buffer
		cfg.Inputs, cfg.State = []string{file}, &saved
		r := run(t, cfg)
		if r.Exact != (file != files[2]) {
			t.Fatalf("%s: exact %v", file, r.Exact)
		}
		parts = append(parts, state.Part{Name: file, State: &saved})
	}
	merged, err := Merge(parts, MergeConfig{})
	if err != nil || merged.SketchedFromChunk == nil || *merged.SketchedFromChunk != *whole.SketchedFromChunk || *whole.SketchedFromChunk < 25 {
		t.Errorf("%v: from chunk %v, %v of the whole", err, merged.SketchedFromChunk, whole.SketchedFromChunk)
	}
}

// checkSketched compares a report from little memory with the exact one.
func checkSketched(t *rapid.T, truth, got *report.Report) {
	t.Helper()
	if got.Exact != (got.SketchedFromChunk == nil) {
		t.Fatalf("exact %v, from chunk %v", got.Exact, got.SketchedFromChunk)
	}
	for i, p := range got.Partitions {
		want := truth.Partitions[i]
		if math.Abs(float64(p.DistinctKeys)-float64(want.DistinctKeys)) > 2+0.05*float64(want.DistinctKeys) {
			t.Fatalf("%d distinct keys, in truth %d", p.DistinctKeys, want.DistinctKeys)
		}
		// The frequent keys are followed one by one here: there are fewer than counters.
		if (p.TopKey == nil) != (want.TopKey == nil) || p.TopKey != nil && p.TopKey.Records != want.TopKey.Records {
			t.Fatalf("%+v, in truth %+v", p.TopKey, want.TopKey)
		}
		p.DistinctKeys, p.TopKey, want.DistinctKeys, want.TopKey = 0, nil, 0, nil
		if p != want {
			t.Fatalf("%+v, in truth %+v", p, want)
		}
	}
	for i, h := range got.HotKeys {
		if h.Records != truth.HotKeys[i].Records || h.Error != 0 {
			t.Fatalf("hot key %+v, in truth %+v", h, truth.HotKeys[i])
		}
	}
	for i, c := range got.Checks {
		want := truth.Checks[i].Result
		seen := c.Result == checks.Sampled || c.Groups != nil && *c.Groups == 0 && c.Result == checks.NotChecked
		ok := c.Result == want || !got.Exact && seen && (want == checks.Holds || want == checks.Fails)
		if !ok {
			t.Fatalf("%+v, in truth %+v", c, truth.Checks[i])
		}
	}
	for i, w := range got.WhatIf {
		if w.Exact && !cmp.Equal(w, truth.WhatIf[i], cmpopts.IgnoreFields(report.Rescale{}, "StateBytes")) {
			t.Fatalf("%+v, in truth %+v", w, truth.WhatIf[i])
		}
	}
}

// stateOf returns the state of a small replay.
func stateOf(t testing.TB, change func(*Config)) []byte {
	t.Helper()
	var saved bytes.Buffer
	cfg := Config{
		Inputs: []string{fileWith(t, strings.Split(text(flatLines(1, 200, 100)), "\n")...)}, Keys: fields("sym"), KeyNames: []string{"sym"},
		SourceKey: fields("venue"), SourceKeyNames: []string{"venue"}, Partitions: 4, Workers: 2, Strategy: strategies.AlwaysHash, State: &saved,
	}
	if change != nil {
		change(&cfg)
	}
	run(t, cfg)
	return saved.Bytes()
}

// TestWhatCannotBeMerged: parts that were replayed in different ways, and what is no state, are
// refused by name, with the reason.
func TestWhatCannotBeMerged(t *testing.T) {
	good := stateOf(t, nil)
	other := stateOf(t, nil) // its times are others
	if _, err := Merge([]state.Part{{Name: "a", State: bytes.NewReader(good)}, {Name: "b", State: bytes.NewReader(other)}}, MergeConfig{}); err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(good)
	newer[len(state.Magic)]++
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 4
	abs, _ := scalar.Lookup("ABS", 1)
	for _, c := range []struct {
		state []byte
		want  string
	}{
		{nil, "no state of a replay"},
		{[]byte("{}\n"), "no state of a replay"},
		{newer, fmt.Sprintf("version %q", state.Version+1)},
		{flipped, "damaged"},
		{good[:len(good)-1], "damaged"},
		{good[:len(state.Magic)+2], "damaged"},
		{stateOf(t, func(c *Config) { c.Strategy = strategies.RoundRobin }), `with the strategy "round_robin", not "always_hash"`},
		{stateOf(t, func(c *Config) { c.Partitions = 5 }), `of "5", not "4"`},
		{stateOf(t, func(c *Config) { c.Hash = otherHash() }), `with the hash "murmur2"`},
		{stateOf(t, func(c *Config) { c.KeyNames = []string{"other"} }), `with the keys "(other)", not "(sym)"`},
		{stateOf(t, func(c *Config) { c.Groups, c.GroupNames = fields("venue"), []string{"venue"} }), `with the groups "(venue)"`},
		{stateOf(t, func(c *Config) { c.SourceKeyNames = []string{"x"} }), "with the source key"},
		{stateOf(t, func(c *Config) { c.PartitionField = "p" }), "--partition-field"},
		{stateOf(t, func(c *Config) { c.Filter = fields("keep")[0] }), "another WHERE"},
		{stateOf(t, func(c *Config) { c.Filter = abs(fields("keep")...) }), "another WHERE"},
		{stateOf(t, func(c *Config) { c.Filter = scalar.Const{Value: scalar.Bool(true)} }), "another WHERE"},
		{stateOf(t, func(c *Config) { c.Filter = scalar.System{Name: "_OFFSET"} }), "another WHERE"},
		{stateOf(t, countedByTime), `with the event time "at", not ""`},
		{stateOf(t, func(c *Config) { c.Unchecked = "why" }), `with a GROUP BY that "why"`},
	} {
		_, err := Merge([]state.Part{{Name: "first", State: bytes.NewReader(good)}, {Name: "second", State: bytes.NewReader(c.state)}}, MergeConfig{})
		var saved *state.Error
		if !errors.As(err, &saved) || saved.Name != "second" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if _, err := Merge(nil, MergeConfig{}); err == nil {
		t.Error("nothing was merged")
	}
	if _, err := Merge([]state.Part{{Name: "a", State: bytes.NewReader(good)}}, MergeConfig{WhatIf: []int{0}}); err == nil {
		t.Error("0 partitions")
	}
	for _, at := range []int{9, len(state.Magic) + 2, len(good) / 2, len(good) - 1} {
		reader := io.MultiReader(bytes.NewReader(good[:at]), failingReader{})
		if _, err := Merge([]state.Part{{Name: "a", State: reader}}, MergeConfig{}); !errors.Is(err, errFailing) {
			t.Errorf("a read that fails after %d bytes: %v", at, err)
		}
	}
}
