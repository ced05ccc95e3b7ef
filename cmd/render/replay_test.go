package render_test

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/strategies"
)

// report is a replay over n partitions, partition i holding i*1000 records.
func report(n int) *replay.Report {
	median := 1.7
	r := &replay.Report{
		FormatVersion: replay.FormatVersion, Complete: true,
		Plan: replay.PlanBlock{Strategy: "always_hash", Keys: []string{"symbol"}, Partitions: n, Hash: "xxhash64", From: "jobs/price_stats.sql"},
		Input: replay.InputBlock{Files: []string{"trades.ndjson", "more|trades.ndjson"}, Bytes: 123456789, Lines: 1234567, Records: 1234560, Blank: 1,
			Rejected: replay.RejectedBlock{Count: 6, ByReason: map[string]uint64{"invalid_json": 2, "too_deep": 2, "line_too_long": 1, "not_an_object": 1},
				First: []replay.RejectedLine{{File: "trades.ndjson", Line: 17, Reason: "invalid_json"}, {File: "trades.ndjson", Line: 1000000, Reason: "too_deep"}}}},
		Throughput: replay.ThroughputBlock{Seconds: 0.51, RecordsPerSecond: 2420705.9, BytesPerSecond: 242072135, Workers: 2},
		Skew:       replay.SkewBlock{MaxOverMean: 1.75, MaxOverMedian: &median, CV: 0.5, Gini: 0.25, EffectiveParallelism: 4.5, Empty: 1},
		Moved:      replay.MovedBlock{Records: 1080240, Share: 0.875},
		Nulls:      replay.NullsBlock{KeyRecords: 12, MissingPartition: 3},
	}
	for i := range n {
		r.Partitions = append(r.Partitions, replay.PartitionBlock{ID: i, Records: uint64(i) * 1000, Bytes: uint64(i) * 178900, Share: float64(i) / float64(n)})
	}
	return r
}

func TestReplay(t *testing.T) {
	notes := []render.Note{{Kind: "warning", Text: "The plan calls this strategy wrong: one symbol | would be in all partitions."}}
	golden(t, "replay_table.txt", render.ReplayTable(report(8), notes, render.Options{}))
	golden(t, "replay_table_color.txt", render.ReplayTable(report(8), notes, render.Options{Color: true}))
	golden(t, "replay_markdown.md", render.ReplayMarkdown(report(3), notes))
	early := report(70)
	early.Complete, early.Skew.MaxOverMedian = false, nil
	early.Input.Rejected = replay.RejectedBlock{}
	golden(t, "replay_partial.txt", render.ReplayTable(early, nil, render.Options{}))
	if md := render.ReplayMarkdown(early, nil); !strings.Contains(md, "ended early") {
		t.Error("Markdown does not say that the report is partial")
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
