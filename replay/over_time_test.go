package replay

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/replay/generate"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// timedLine is a line with a time, or with something else in its place.
type timedLine struct {
	key, source int
	time        int64
	unread      string
}

func (l timedLine) String() string {
	at := fmt.Sprint(l.time)
	switch {
	case l.unread != "":
		at = l.unread
	case l.time%3 == 0:
		at = `"` + time.UnixMilli(l.time).UTC().Format("2006-01-02T15:04:05.000Z") + `"`
	}
	return fmt.Sprintf(`{"k":"key %d","_partition":%d,"ts":%s}`+"\n", l.key, l.source, at)
}

// timedLines draws lines whose times rise with some disorder, each source partition at its own pace.
func timedLines(t *rapid.T) []timedLine {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	keys := rapid.IntRange(1, 50).Draw(t, "keys")
	disorder := rapid.Int64Range(1, 60_000).Draw(t, "disorder")
	lines := make([]timedLine, rapid.IntRange(0, 400).Draw(t, "lines"))
	for i := range lines {
		l := timedLine{key: random.IntN(keys), source: random.IntN(4)}
		l.time = 1_715_592_600_000 + int64(i*(1000+100*l.source)) - random.Int64N(disorder)
		switch random.IntN(30) {
		case 0:
			l.unread = "null"
		case 1:
			l.unread = `"noon"`
		case 2:
			l.time -= 40_000_000
		}
		lines[i] = l
	}
	return lines
}

// checkOverTime compares a report with what a simple program makes of the lines.
func checkOverTime(t *rapid.T, cfg Config, lines []timedLine, o *report.OverTime) {
	latest := make(map[int]int64)
	buckets := make(map[int64]map[int]uint64)
	hot := make(map[int64]map[string]uint64)
	var timed, unordered, late, unread uint64
	for _, l := range lines {
		if l.unread != "" {
			unread++
			continue
		}
		timed++
		if most, ok := latest[l.source]; ok && l.time < most {
			unordered++
			if l.time < most-cfg.Time.Lag.Milliseconds() {
				late++
			}
		} else {
			latest[l.source] = l.time
		}
		start := l.time - l.time%cfg.Time.Bucket.Milliseconds()
		if buckets[start] == nil {
			buckets[start], hot[start] = make(map[int]uint64), make(map[string]uint64)
		}
		key := fmt.Sprintf("key %d", l.key)
		buckets[start][simplePartition(cfg, map[string]any{"k": key}, 0)]++
		hot[start][`"`+key+`"`]++
	}
	if o.Unread != unread || o.OutOfOrder.Records != unordered || o.Late.Records != late || o.AtLeast || o.Buckets != len(buckets) || len(o.Series) != len(buckets) {
		t.Fatalf("%+v, want %d unread, %d out of order, %d late, %d buckets", o, unread, unordered, late, len(buckets))
	}
	n, largest, worst := float64(cfg.Partitions), uint64(0), 0.0
	for i, b := range o.Series {
		at := b.Start.UnixMilli()
		var all, most uint64
		for _, records := range buckets[at] {
			all += records
			most = max(most, records)
		}
		largest += most
		if 10*float64(all)*float64(len(buckets)) >= float64(timed) {
			worst = max(worst, n*float64(most)/float64(all))
		}
		if b.Records != all || math.Abs(b.MaxOverMean-n*float64(most)/float64(all)) > 1e-9 || i > 0 && !b.Start.After(o.Series[i-1].Start) {
			t.Fatalf("bucket %v, want %d records, %d in the largest partition", b, all, most)
		}
	}
	if timed > 0 && (math.Abs(o.MaxOverMean.Mean-n*float64(largest)/float64(timed)) > 1e-9 || math.Abs(o.MaxOverMean.Worst-worst) > 1e-9 ||
		math.Abs(o.AtWork.Mean*o.MaxOverMean.Mean-n) > 1e-9 || o.Worst[0].Start != *o.MaxOverMean.WorstAt) {
		t.Fatalf("%+v %+v, want a mean of %v and a worst of %v", o.MaxOverMean, o.AtWork, n*float64(largest)/float64(timed), worst)
	}
	for _, b := range o.Worst {
		for _, k := range b.HotKeys {
			if n := hot[b.Start.UnixMilli()][k.Key]; n > k.Records || n < k.Records-k.Error {
				t.Fatalf("bucket %v: %s came %d times, and there are %+v", b.Start, k.Key, n, k)
			}
		}
	}
}

// TestOverTimeIsThatOfASimpleProgram: so is it with any number of workers, any cut into chunks and any cut into parts that are merged.
func TestOverTimeIsThatOfASimpleProgram(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		lines := timedLines(t)
		lag := time.Duration(rapid.Int64Range(0, 30_000).Draw(t, "lag")) * time.Millisecond
		cfg := Config{Hash: hash.Default(), Keys: fields("k"), KeyNames: []string{"k"}, Partitions: rapid.IntRange(1, 9).Draw(t, "partitions"), Strategy: strategies.AlwaysHash,
			Workers: rapid.IntRange(1, 4).Draw(t, "workers"), blockBytes: rapid.IntRange(64, 4096).Draw(t, "block"),
			Time: &reading.Time{Name: "ts", Path: []string{"ts"}, Bucket: time.Duration(rapid.IntRange(1, 100).Draw(t, "bucket")) * time.Second, Lag: &lag}}
		var parts []state.Part
		var files []string
		for rest := lines; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "part")
			var text strings.Builder
			for _, l := range rest[:n] {
				text.WriteString(l.String())
			}
			path := filepath.Join(dir, fmt.Sprint(len(files)))
			if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			var saved bytes.Buffer
			part := cfg
			part.Inputs, part.State = []string{path}, &saved
			run(t, part)
			parts = append(parts, state.Part{Name: path, State: &saved})
			files, rest = append(files, path), rest[n:]
		}
		if len(files) == 0 {
			return
		}
		cfg.Inputs = files
		whole := run(t, cfg)
		checkOverTime(t, cfg, lines, whole.SkewOverTime)
		merged, err := Merge(parts, MergeConfig{})
		if err != nil {
			t.Fatal(err)
		}
		checkOverTime(t, cfg, lines, merged.SkewOverTime)
		for _, r := range []*report.Report{whole, merged} {
			r.State = nil // tests of its own are about it
			for i := range r.SkewOverTime.Worst {
				r.SkewOverTime.Worst[i].HotKeys = nil // they were checked, and are as exact as they say
			}
		}
		if diff := cmp.Diff(reportJSON(t, whole), reportJSON(t, merged)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestDrift: where each minute has another hot key the whole is nearly even, and each minute is not. All of it is the same of
// merged parts, the hot keys included.
func TestDrift(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "drift")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	err = generate.Run(t.Context(), generate.Config{Records: 100_000, Keys: 5000, Skew: 1.1, SourcePartitions: 12, KeyedBy: generate.KeyedByTrader, Seed: 1, Layouts: 1,
		Envelope: generate.EnvelopeFlat, Drift: true}, file)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: []string{path}, Keys: fields("symbol"), KeyNames: []string{"symbol"}, Partitions: 8, Strategy: strategies.AlwaysHash,
		Time: &reading.Time{Name: "event_time", Path: []string{"event_time"}, Bucket: time.Minute}}
	whole := run(t, cfg)
	o := whole.SkewOverTime
	if got := fmt.Sprintf("%.1f %.1f %.1f, in all %.2f", o.MaxOverMean.Mean, o.MaxOverMean.Worst, o.AtWork.Mean, whole.Skew.MaxOverMean); got != "6.6 6.8 1.2, in all 1.34" {
		t.Error(got)
	}
	for _, b := range o.Worst {
		if k := b.HotKeys[0]; math.Abs(k.Share-0.8) > 0.01 || k.Error > 0 {
			t.Errorf("%v: %+v", b.Start, k)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	middle := len(content) / 2
	middle += bytes.IndexByte(content[middle:], '\n') + 1
	var parts []state.Part
	cfg.Inputs = nil
	for i, part := range [][]byte{content[:middle], content[middle:]} {
		var saved bytes.Buffer
		cfg.Inputs, cfg.State = []string{filepath.Join(dir, fmt.Sprint(i))}, &saved
		if err := os.WriteFile(cfg.Inputs[0], part, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, cfg)
		parts = append(parts, state.Part{Name: cfg.Inputs[0], State: &saved})
	}
	merged, err := Merge(parts, MergeConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o, merged.SkewOverTime); diff != "" {
		t.Error(diff)
	}
}
