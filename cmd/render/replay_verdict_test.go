package render_test

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
)

func TestVerdict(t *testing.T) {
	check := func(name, result string) checks.Check { return checks.Check{Check: name, Result: result} }
	for want, change := range map[string]func(*report.Report){
		"PASS groups_whole; order_kept": func(r *report.Report) {},
		"FAIL groups_whole":             func(r *report.Report) { r.Checks[0].Result = checks.Fails },
		"FAIL source_key_holds; max_skew 3.2 > 1.5": func(r *report.Report) {
			r.Checks = append(r.Checks, check(checks.SourceKeyHolds, checks.Fails))
			r.Thresholds = []report.Threshold{{Name: "max_skew", Limit: 1.5, Value: 3.2}, {Name: "max_moved", Limit: 0.9, Value: 0.875, OK: true}}
		},
		"PASS groups_whole; order_kept; max_moved 87.5 % <= 90 %": func(r *report.Report) {
			r.Thresholds = []report.Threshold{{Name: "max_moved", Limit: 0.9, Value: 0.875, OK: true}}
		},
		// A lower bound says how far a claim may fail.
		"FAIL min_alignment 93 % < 95 %": func(r *report.Report) {
			r.Checks = append(r.Checks, check(checks.SourceKeyHolds, checks.Fails))
			r.Thresholds = []report.Threshold{{Name: "min_alignment", Limit: 0.95, Value: 0.93}}
		},
		"PASS groups_whole; order_kept; min_alignment 97 % >= 95 %": func(r *report.Report) {
			r.Checks = append(r.Checks, check(checks.SourceKeyHolds, checks.Fails))
			r.Thresholds = []report.Threshold{{Name: "min_alignment", Limit: 0.95, Value: 0.97, OK: true}}
		},
		"FAIL max_hot_key not checked": func(r *report.Report) {
			r.Thresholds = []report.Threshold{{Name: "max_hot_key", Limit: 0.5, Because: "the records are not grouped"}}
		},
		"PASS groups_whole (of a sample); order_kept": func(r *report.Report) { r.Checks[0].Result = checks.Sampled },
		"PASS groups_whole; order_kept (partial)":     func(r *report.Report) { r.Complete = false },
		"NOT CHECKED no record was read":              func(r *report.Report) { r.Input.Records = 0 },
		"NOT CHECKED no claim could be checked":       func(r *report.Report) { r.Checks = nil },
		"FAIL not one line is a record": func(r *report.Report) {
			r.Input.Records, r.Input.Rejected.Count, r.Checks = 0, 3, nil
		},
		"FAIL no record has orgin": func(r *report.Report) {
			r.AbsentFields = []report.AbsentField{{Field: "orgin", UsedBy: []string{reading.UsedByKey}}, {Field: "at", UsedBy: []string{reading.UsedByFilter}}}
		},
	} {
		r := &report.Report{Complete: true, Input: report.InputBlock{Records: 9},
			Checks: []checks.Check{check(checks.GroupsWhole, checks.Holds), check(checks.OrderKept, checks.Holds)}}
		change(r)
		got := render.VerdictText(r, nil, render.Options{})
		if got != want+"\n" {
			t.Errorf("got %q, want %q", got, want)
		}
		if failed := want[:4] == "FAIL"; failed != r.Failed() {
			t.Errorf("%s: the exit code says otherwise", want)
		}
	}
	notes := []render.Note{{Kind: "error", Text: "it is wrong", Fails: "VP101"}, {Kind: "note", Text: "well"}}
	if got := render.VerdictText(&report.Report{Complete: true}, notes, render.Options{Color: true}); got != "\x1b[1;31mFAIL\x1b[0m VP101\n" {
		t.Errorf("got %q", got)
	}
}

func TestAnalysis(t *testing.T) {
	a := analysis(grouped())
	a.Input = &a.Plans[0].Inputs[0]
	golden(t, "analysis.txt", render.AnalysisTable(a, render.Options{}))
	golden(t, "analysis.md", render.AnalysisMarkdown(a))
}

// What a plan expects of the partitions depends on where it sends records.
func TestAnalysisRoutes(t *testing.T) {
	for _, c := range []struct {
		in    planner.Input
		moves string
		work  string
	}{
		{planner.Input{Route: "hash", Exchange: true}, "about 87.5 %", "8 of 8 at work, if no key is hot"},
		{planner.Input{Route: "any", Exchange: true}, "about 87.5 %", "8 of 8 at work"},
		{planner.Input{Route: "single", Exchange: true}, "about 87.5 %", "1 of 8 at work"},
		{planner.Input{Route: "keep", SourcePartitions: 4}, "none", "4 of 8 at work, as even as the source"},
		{planner.Input{Route: "keep"}, "none", "as even as the source"},
	} {
		a := analysis(grouped())
		a.Input = &c.in
		got := render.AnalysisMarkdown(a)
		for _, want := range []string{"| `moved` | " + c.moves + " |", "| `partitions` | " + c.work + " |"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s", c.in.Route, want)
			}
		}
	}
}
