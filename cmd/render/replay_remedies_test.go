package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// addRemedies fills in what would mend the skew, what is kept, and how busy the partitions are.
func addRemedies(r *report.Report) {
	r.Remedies = []remedy.Remedy{
		{Name: remedy.SplitHot, Applies: true, Engine: remedy.Today, Because: "a salt behind the key divides 2 keys into 9 parts", MaxOverMean: 1.04,
			MaxOverMeanInTime: pointer(1.05), StateFactor: 1.01, ExtraTraffic: 1.02, Moved: remedy.Moved{Records: 35000, Share: 0.87}, Exact: true,
			Keys: []string{`"SYM5"`, `"a|b"`}, SQL: []string{"CREATE STREAM salted AS\nSELECT * FROM `t` WHERE a <> '<b>';", "SELECT\x1b[31m 1;"}},
		{Name: remedy.WChoices, Applies: true, Engine: remedy.NeedsHelp, Because: "as pkg, but any partition will do for 3 keys", MaxOverMean: 1.0004, StateFactor: 1.9},
		{Name: remedy.SpreadNull, Because: "no key is NULL", Engine: remedy.Today, Exact: true},
	}
	r.State = &report.StateBlock{Kind: state.KeepsGroups, Groups: 4000, GroupsPeak: 5000, Bytes: 750_000, Interval: &report.Interval{Low: 4800, High: 5321},
		PerPartition: []report.StatePartition{{Bytes: 90_000}, {Bytes: 120_000}}, GrowthPerHour: pointer(1234.4), Model: report.StateModel{WindowSeconds: 90}}
	r.Capacity = &report.CapacityBlock{Rate: 200_000, RateFrom: "timestamps", PerRecordSeconds: 20e-6, Load: make([]float64, len(r.Partitions)), Hottest: 0.91, MaxLoad: 0.7,
		PartitionsNeeded: pointer(12), Backlog: 5_000_000, DrainSeconds: pointer(4000.4),
		Worst: &report.WorstCapacity{At: time.Date(2024, 5, 13, 10, 12, 0, 0, time.UTC), Rate: 250_000, Hottest: 1.3}}
}

// TestRemedyText: the best remedy is named, or that there is none, and why.
func TestRemedyText(t *testing.T) {
	for want, change := range map[string]func(*report.Report){
		"split_hot_keys is the best: max/mean 1.05 instead of 3.12": func(*report.Report) {},
		"There is nothing to mend: max/mean is 1.02.": func(r *report.Report) {
			r.Skew.MaxOverMean, r.SkewOverTime = 1.02, nil
		},
		"None helps: the hottest key alone is 33.0 %.": func(r *report.Report) {
			r.Remedies, r.Plan.Keys = r.Remedies[2:], r.Plan.Groups
			r.HotKeys[0].Share = 0.33
		},
		"None helps.": func(r *report.Report) {
			r.Remedies[0].MaxOverMean, r.Remedies[0].MaxOverMeanInTime, r.Skew.MaxOverMean, r.HotKeys = 1.7, nil, 1.71, nil
			r.SkewOverTime = nil
		},
	} {
		r := complete(8)
		change(r)
		if got := render.ReplayMarkdown(r, nil); !strings.Contains(strings.ReplaceAll(got, `\`, ""), want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}
