package render_test

import (
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
)

// replayed is a replay over n partitions, partition i holding i*1000 records.
func replayed(n int) *report.Report {
	median := 1.7
	r := &report.Report{
		FormatVersion: report.FormatVersion, Complete: true, Exact: true,
		Plan: report.PlanBlock{Strategy: "always_hash", Keys: []string{"symbol"}, Partitions: n, Hash: "xxhash64", From: "jobs/price_stats.sql"},
		Input: report.InputBlock{Files: []string{"trades.ndjson", "more|trades.ndjson"}, Bytes: 123456789, Lines: 1234567, Records: 1234560, Blank: 1,
			Rejected: report.RejectedBlock{Count: 6, ByReason: map[string]uint64{"invalid_json": 2, "too_deep": 2, "line_too_long": 1, "not_an_object": 1},
				First: []reading.RejectedLine{{File: "trades.ndjson", Line: 17, Reason: "invalid_json"}, {File: "trades.ndjson", Line: 1000000, Reason: "too_deep"}}}},
		Throughput: report.ThroughputBlock{Seconds: 0.51, RecordsPerSecond: 2420705.9, BytesPerSecond: 242072135, Workers: 2},
		Skew:       report.SkewBlock{MaxOverMean: 1.75, MaxOverMedian: &median, CV: 0.5, Gini: 0.25, EffectiveParallelism: 4.5, Empty: 1},
		Moved:      report.MovedBlock{Records: 1080240, Share: 0.875},
		Nulls:      report.NullsBlock{KeyRecords: 12, MissingPartition: 3},
	}
	for i := range n {
		r.Partitions = append(r.Partitions, report.PartitionBlock{ID: i, Records: uint64(i) * 1000, Bytes: uint64(i) * 178900, Share: float64(i) / float64(n)})
	}
	return r
}

func TestReplay(t *testing.T) {
	notes := []render.Note{{Kind: "warning", Text: "The plan calls this strategy wrong: one symbol | would be in all partitions."}}
	golden(t, "replay_table.txt", render.ReplayTable(replayed(8), notes, render.Options{}))
	golden(t, "replay_table_color.txt", render.ReplayTable(replayed(8), notes, render.Options{Color: true}))
	golden(t, "replay_markdown.md", render.ReplayMarkdown(replayed(3), notes))
	golden(t, "replay_html.html", unstyled(render.ReplayHTML(replayed(3), notes)))
	full := complete(8)
	golden(t, "replay_full.txt", render.ReplayTable(full, notes, render.Options{}))
	golden(t, "replay_full_110.txt", render.ReplayTable(full, notes, render.Options{Width: 200}))
	golden(t, "replay_full_color.txt", render.ReplayTable(full, notes, render.Options{Color: true}))
	golden(t, "replay_full.md", render.ReplayMarkdown(full, notes))
	golden(t, "replay_full.html", render.ReplayHTML(full, notes))
}

// early is a replay over more partitions than are listed that was interrupted, with more keys than
// memory holds.
func early() *report.Report {
	r := replayed(70)
	r.Complete, r.Exact, r.Skew.MaxOverMedian = false, false, nil
	r.Partial, r.SketchedFromChunk = &report.PartialBlock{Because: state.Interrupted}, pointer(uint64(17))
	r.Plan.Groups = []string{"symbol", "venue"}
	r.HotKeys = []report.HotKey{{Key: `"A", "X"`, Records: 1000, Share: 0.01, Error: 120}, {Key: `"B", "X"`, Records: 900, Share: 0.009}}
	r.Skew.NoiseFloor, r.Skew.Cause = 0.4, report.CauseHotKey
	r.Input.Rejected = report.RejectedBlock{}
	r.Nulls = report.NullsBlock{MissingPartition: r.Input.Records}
	return r
}

func TestReplayPartial(t *testing.T) {
	golden(t, "replay_partial.txt", render.ReplayTable(early(), nil, render.Options{}))
	golden(t, "replay_partial.md", render.ReplayMarkdown(early(), nil))
	golden(t, "replay_partial.html", unstyled(render.ReplayHTML(early(), nil)))
}

// Every line of the table fits the page, but for names that are longer.
func TestReplayFits(t *testing.T) {
	for _, width := range []int{60, 80, 100} {
		for _, r := range []*report.Report{replayed(8), complete(8), complete(70), early(), ofTopic(12), share(), merged(), followed()} {
			_, table, _ := strings.Cut(render.ReplayTable(r, nil, render.Options{Width: width}), "\n") // the verdict is one line
			for line := range strings.Lines(table) {
				line = strings.TrimRight(line, "\n")
				if n := displaywidth.String(line); n > width {
					t.Errorf("%d columns, not %d: %s", n, width, line)
				}
				if strings.TrimRight(line, " ") != line {
					t.Errorf("blanks at the end of %q", line)
				}
			}
		}
	}
}

// An example names the record that came late, the one before it and their source partition.
func TestReplayOrderExample(t *testing.T) {
	r := replayed(3)
	r.Checks = []checks.Check{{Check: checks.OrderKept, Result: checks.Fails, Violations: pointer(uint64(1)),
		Examples: []checks.Example{{Order: &checks.OrderExample{Partition: 1, SourcePartition: 22, Record: 333, After: 4444}}}}}
	want := "partition 1 got record 333 after record 4,444, both of source partition 22"
	for name, got := range map[string]string{"table": render.ReplayTable(r, nil, render.Options{Width: 110}),
		"markdown": render.ReplayMarkdown(r, nil), "html": render.ReplayHTML(r, nil)} {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %q", name, want)
		}
	}
}

// Each cause is explained by its own words, whatever is known.
func TestReplayCauses(t *testing.T) {
	for want, change := range map[string]func(*report.Report){
		"no partition has more than the mean":           func(r *report.Report) { r.Skew.Cause, r.Skew.MaxOverMean = report.CauseBalanced, 1 },
		"the fullest partition is 4.0 % over the mean":  func(r *report.Report) { r.Skew.Cause, r.Skew.MaxOverMean = report.CauseBalanced, 1.04 },
		"so few records cannot be spread more evenly":   func(r *report.Report) { r.Skew.Cause, r.Skew.MaxOverMean = report.CauseBalanced, 2 },
		"source skew: the partitions are those of the":  func(r *report.Report) { r.Skew.Cause = report.CauseSource },
		"hash defect: xxhash64 spreads the keys less":   func(r *report.Report) { r.Skew.Cause = report.CauseHashDefect },
		`hot key: "SYM5" alone has 14.3 % of the`:       func(r *report.Report) { r.Skew.Cause = report.CauseHotKey },
		"hot key: one key alone has more records":       func(r *report.Report) { r.Skew.Cause, r.Plan.Groups = report.CauseHotKey, []string{"venue"} },
		"NULL keys: 1 record (":                         func(r *report.Report) { r.Skew.Cause, r.Nulls.KeyRecords = report.CauseNullKeys, 1 },
		"few keys: they count as about 73 equal keys":   func(*report.Report) {},
		"few keys: they count as about 1 equal key,":    func(r *report.Report) { r.Skew.NoiseFloor = 2.6 },
		"few keys: one partition gets every record, as": func(r *report.Report) { r.Plan.Strategy = "fan_in" },
	} {
		r := complete(8)
		change(r)
		if got := render.ReplayTable(r, nil, render.Options{Width: 110}); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestStrategies(t *testing.T) {
	list := []strategies.Strategy{
		{Name: "always_hash", Annotation: "hash", NeedsKeys: true, Spellings: []string{"always_hash", "hash"}, Doc: strategies.Doc{Title: "Always hash",
			Summary: "Hashes the key.", Delivers: "Equal keys meet.", When: "Groups must meet, and " + strings.Repeat("more words ", 12), Cost: "A hash.", Engine: "The same."}},
		{Name: "fan_in", Annotation: "fanin", Spellings: []string{"fan_in"}, Doc: strategies.Doc{Title: "Fan in", Delivers: "All meet.", When: "a | b"}},
	}
	golden(t, "strategies_table.txt", render.StrategiesTable(list, render.Options{}))
	golden(t, "strategies_one.txt", render.StrategiesTable(list[:1], render.Options{}))
	golden(t, "strategies_markdown.md", render.StrategiesMarkdown(list))
	out, err := render.StrategiesJSON(list)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "strategies.json", out)
}
