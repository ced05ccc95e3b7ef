package replay

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
)

// lateLines returns n lines, ten milliseconds apart, and the second and key of each; one in 20 is late by 1.5 s.
func lateLines(n int, key func(i int) int) (lines []string, at []int64) {
	for i := range n {
		ms := int64(10 * i)
		if i%20 == 7 {
			ms = max(0, ms-1500)
		}
		at = append(at, ms)
		lines = append(lines, fmt.Sprintf(`{"k":%d,"ts":%d}`, key(i), 1_700_000_000_000+ms))
	}
	return lines, at
}

// lateConfig groups such lines by k.
func lateConfig(t *testing.T, lines []string) Config {
	return Config{Inputs: []string{fileWith(t, lines...)}, Keys: fields("k"), KeyNames: []string{"k"}, Partitions: 4, Strategy: strategies.AlwaysHash,
		Time: &reading.Time{Name: "ts", Path: []string{"ts"}, Bucket: time.Second}}
}

// TestStateOfWindows compares the groups that are kept with those of a simple program: 20,000 records of 200 seconds.
func TestStateOfWindows(t *testing.T) {
	key := func(i int) int { return i*i%97 + i/400 } // other keys come and go
	lines, at := lateLines(20_000, key)
	for _, c := range []struct{ length, every, grace int64 }{{5000, 5000, 0}, {5000, 5000, 2000}, {10_000, 5000, 0}, {60_000, 60_000, 90_000}} {
		cfg := lateConfig(t, lines)
		cfg.Panes, cfg.Keeps = counting.Panes{Length: c.length, Every: c.every}, state.Keeps{Kind: state.KeepsGroups, Grace: c.grace, Aggregates: 2}
		s := run(t, cfg).State
		const begin = 1_700_000_000_000
		groups := map[int64]map[int]bool{} // by the begin of a window
		last := int64(0)
		for i := range at {
			now := begin + at[i]
			for from := now / c.every * c.every; from+c.length > now; from -= c.every {
				if groups[from] == nil {
					groups[from] = map[int]bool{}
				}
				groups[from][key(i)] = true
				last = max(last, from)
			}
		}
		kept := func(now int64) (n uint64) { // when the window that begins at now is the latest one
			for from, of := range groups {
				if from <= now && from+c.length+c.grace > now {
					n += uint64(len(of))
				}
			}
			return n
		}
		peak := uint64(0)
		for from := range groups {
			peak = max(peak, kept(from))
		}
		if s.Groups != kept(last) || s.GroupsPeak != peak || !s.Exact || s.GrowthPerHour != nil {
			t.Errorf("%+v: %d groups and %d at the peak, not %d and %d (exact %v)", c, s.Groups, s.GroupsPeak, kept(last), peak, s.Exact)
		}
		if want := float64(peak) * (64 + s.Model.KeyBytes + 2*16); math.Abs(float64(s.Bytes)-want) > 1 {
			t.Errorf("%+v: %d bytes, not %.0f", c, s.Bytes, want)
		}
	}
}

// TestStateOfWindowsIsSampled: more groups than are remembered are estimated, within a bound that is told.
func TestStateOfWindowsIsSampled(t *testing.T) {
	lines, _ := lateLines(120_000, func(i int) int { return i })
	cfg := lateConfig(t, lines)
	cfg.Partitions, cfg.Panes = 512, counting.Panes{Length: 600_000, Every: 60_000} // each record is in ten windows
	s := run(t, cfg).State
	const truth = 10 * 60_000 // ten windows, of up to 60,000 groups each
	if s.Exact || s.Interval == nil || s.Interval.Low > s.GroupsPeak || s.Interval.High < s.GroupsPeak {
		t.Fatalf("%+v", s)
	}
	if math.Abs(float64(s.GroupsPeak)-truth) > 0.15*truth {
		t.Errorf("%d groups, not about %d", s.GroupsPeak, truth)
	}
}

// TestGrowth: a new key comes every 100 ms, so 36,000 in an hour, whole and from parts.
func TestGrowth(t *testing.T) {
	lines, _ := lateLines(20_000, func(i int) int { return i / 10 })
	whole := run(t, lateConfig(t, lines))
	if g := whole.State.GrowthPerHour; g == nil || math.Abs(*g-36_000) > 0.03*36_000 {
		t.Errorf("%v groups an hour", g)
	}
	var parts []state.Part
	for _, half := range [][]string{lines[:7777], lines[7777:]} {
		cfg, saved := lateConfig(t, half), new(bytes.Buffer)
		cfg.State, cfg.Remedies = saved, &report.RemedyOptions{}
		run(t, cfg)
		parts = append(parts, state.Part{Name: "part", State: saved})
	}
	merged, err := Merge(parts, MergeConfig{Remedies: &report.RemedyOptions{}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole.State, merged.State); diff != "" {
		t.Error(diff)
	}
	if len(merged.Remedies) == 0 || merged.Remedies[0].MaxOverMean == 0 {
		t.Errorf("%+v", merged.Remedies)
	}
}

// TestStateOfASample: of one record in 20 and of the first records, an interval tells how many groups all have.
func TestStateOfASample(t *testing.T) {
	lines, _ := lateLines(40_000, func(i int) int { return i * 7919 % 3000 })
	var drawn []string
	random := rand.New(rand.NewPCG(3, 3))
	for _, line := range lines {
		if random.IntN(20) == 0 {
			drawn = append(drawn, line)
		}
	}
	sampled := lateConfig(t, drawn)
	sampled.Sample = report.Sample{Share: 0.05}
	first := lateConfig(t, lines)
	first.Limit = 1000
	for name, cfg := range map[string]Config{"drawn": sampled, "first": first} {
		s := run(t, cfg).State
		if s.Exact || s.Interval == nil || s.Interval.Low > 3000 || s.Interval.High < 3000 {
			t.Errorf("%s: %+v in %+v", name, s.GroupsPeak, s.Interval)
		}
	}
}

// TestStateOfJoinsAndRows: a join keeps the records of its time, OVER the last ones of each group.
func TestStateOfJoinsAndRows(t *testing.T) {
	lines, _ := lateLines(20_000, func(i int) int { return i % 100 })
	join := lateConfig(t, lines)
	join.Keeps = state.Keeps{Kind: state.KeepsRecords, Within: 10_000}
	if s := run(t, join).State; s.Records < 950 || s.Records > 1150 { // 100 a second
		t.Errorf("%d records of ten seconds", s.Records)
	}
	rows := lateConfig(t, lines)
	rows.Keeps = state.Keeps{Kind: state.KeepsRows, Rows: 5}
	if s := run(t, rows).State; s.Records != 500 || s.Bytes < 500*64 {
		t.Errorf("%d records in %d bytes", s.Records, s.Bytes)
	}
}
