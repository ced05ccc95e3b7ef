package render_test

import (
	"fmt"
	"math"
	"time"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// pointer returns a pointer to a number.
func pointer[T any](n T) *T { return &n }

// complete is a replay over n partitions whose report has every block, with partitions that are
// neither even nor in order of size.
func complete(n int) *report.Report {
	r := replayed(n)
	r.Exact = true
	r.Plan.Groups = []string{"symbol"}
	r.Input.Envelopes = []string{"flat", "kcat"}
	r.Partitions = nil
	most, squares := uint64(0), 0.0
	var total uint64
	for i := range n {
		records := uint64(1000 + 700*((i*i+3*i)%11))
		switch {
		case i%64 == 5:
			records *= 3
		case i%64 == 6:
			records = 0
		}
		most = max(most, records)
		total += records
		r.Partitions = append(r.Partitions, report.PartitionBlock{ID: i, Records: records, Bytes: records * 179, DistinctKeys: records / 90,
			TopKey: &report.TopKey{Key: fmt.Sprintf("%q", fmt.Sprintf("SYM%d", i)), Records: records / 3}})
	}
	if n > 4 {
		r.Partitions[3].TopKey.Key = `"Llanfairpwllgwyngyll", "LSE", 7`
		r.Partitions[4].TopKey.Key = `"東京証券取引所の銘柄"`
	}
	mean := float64(total) / float64(n)
	r.Skew.Empty = 0
	for i := range r.Partitions {
		p := &r.Partitions[i]
		p.Share = float64(p.Records) / float64(total)
		squares += (float64(p.Records) - mean) * (float64(p.Records) - mean)
		if p.Records == 0 {
			p.TopKey = nil
			r.Skew.Empty++
		}
	}
	r.Input.Records, r.Input.Blank, r.Input.Lines = total, 1, total+7
	r.Skew.MaxOverMean, r.Skew.CV = float64(most)/mean, math.Sqrt(squares/float64(n))/mean
	r.Skew.EffectiveParallelism, r.Skew.NoiseFloor, r.Skew.Cause = float64(total)/float64(most), 0.31, report.CauseFewKeys
	addAnswers(r, total)
	addTimes(r)
	addRemedies(r)
	addOthers(r)
	return r
}

// addAnswers fills in the hot keys, the checks and the thresholds.
func addAnswers(r *report.Report, total uint64) {
	for i := range 10 {
		records := total / uint64(7+3*i*i)
		r.HotKeys = append(r.HotKeys, report.HotKey{Key: fmt.Sprintf("%q", fmt.Sprintf("SYM%d", 5+i)), Records: records, Share: float64(records) / float64(total)})
	}
	r.Checks = []checks.Check{
		{Check: checks.GroupsWhole, Result: checks.Fails, Groups: pointer(uint64(5000)), Split: pointer(uint64(2)), Examples: []checks.Example{
			{Key: `"SYM7", "X"`, Records: 41, Partitions: []checks.PartitionRecords{{Partition: 0, Records: 40}, {Partition: 2, Records: 1}}},
			{Key: `"a|b"`, Records: 9, Partitions: []checks.PartitionRecords{{Partition: 1, Records: 1}, {Partition: 3, Records: 1}}}}},
		{Check: checks.OrderKept, Result: checks.Fails, Violations: pointer(uint64(1234)), Examples: []checks.Example{
			{Order: &checks.OrderExample{Partition: 1, SourcePartition: 2, Record: 3333, After: 4444}},
			{Order: &checks.OrderExample{Partition: 1, SourcePartition: 2, Record: 3334, After: 4444}},
			{Order: &checks.OrderExample{Partition: 2, SourcePartition: 9, Record: 5, After: 6}},
			{Order: &checks.OrderExample{Partition: 2, SourcePartition: 9, Record: 7, After: 8}}}},
		{Check: checks.SourceKeyHolds, Result: checks.Sampled, Because: "there are more source keys than --memory holds",
			Keys: pointer(uint64(70000)), Violations: pointer(uint64(0)), NullKeys: pointer(uint64(12)), WithoutSource: pointer(uint64(1)), Examples: []checks.Example{}},
	}
	r.Thresholds = []report.Threshold{
		{Name: "max_skew", Limit: 1.5, Value: r.Skew.MaxOverMean}, {Name: "max_moved", Limit: 0.9, Value: 0.875, OK: true},
		{Name: "max_hot_key", Limit: 0.125, Value: 0.12500001}, {Name: "max_empty", Limit: 1, Value: 1, OK: true}}
}

// addTimes fills in the skew by time: an hour of minutes, the first of which has few records.
func addTimes(r *report.Report) {
	start := time.Date(2024, 5, 13, 9, 30, 0, 0, time.UTC)
	o := &report.OverTime{Field: "event_time", BucketSeconds: 120, AskedSeconds: 60, Buckets: 90,
		OutOfOrder: report.TimeRecords{Records: 1234, Share: 0.031}, Unread: 17, Written: map[string]uint64{"epoch_seconds": 9, "text": 40000},
		Late: &report.LateRecords{TimeRecords: report.TimeRecords{Records: 12, Share: 0.0003}, WatermarkSeconds: 5}}
	for i := range o.Buckets {
		b := report.BucketSkew{Start: start.Add(time.Duration(i) * 2 * time.Minute), Records: uint64(3 + 500*min(i, 1)), MaxOverMean: 1.5 + float64(i%30)/10}
		o.Series = append(o.Series, b)
	}
	worst := o.Series[59]
	o.Worst = []report.BucketBlock{{BucketSkew: worst, AtWork: 1.8, Fullest: 2, HotKeys: []report.HotKey{
		{Key: `"東京証券取引所の銘柄"`, Records: 400, Share: 0.8}, {Key: `"a|b", 7`, Records: 20, Share: 0.04, Error: 3}}}}
	o.MaxOverMean = report.TimeSkew{Mean: 2.95, Worst: worst.MaxOverMean, WorstAt: &worst.Start}
	o.AtWork = report.TimeAtWork{Mean: 2.7, Worst: 1.8}
	r.SkewOverTime = o
}

// addOthers fills in what other partitions and strategies would give, and where the time went.
func addOthers(r *report.Report) {
	for i, n := range []int{4, 16, 32, 64} {
		r.WhatIf = append(r.WhatIf, report.WhatIf{Partitions: n, MaxOverMean: 1.2 + 0.9*float64(i*i), CV: 0.1 + 0.4*float64(i),
			EffectiveParallelism: float64(n) / (1.2 + 0.9*float64(i*i)), Empty: i, Exact: i < 3})
	}
	r.WhatIf[1].Moved = &report.Rescale{Keys: pointer(0.501), Records: 0.47, Breaks: []string{report.BreaksOrder, report.BreaksGroups}, By: []report.MovedBy{
		{Method: report.MoveModulo, Keys: pointer(0.501), Records: 0.47}, {Method: report.MoveTopic, Keys: pointer(0.499), Records: 0.52},
		{Method: report.MoveJump, Keys: pointer(0.5), Records: 0.49}, {Method: report.MoveKeyGroups, Keys: pointer(0.93), Records: 0.95}}}
	r.Compare = []report.CompareBlock{
		{Strategy: "round_robin", Skew: report.SkewBlock{MaxOverMean: 1, EffectiveParallelism: 8, Cause: report.CauseBalanced}, Moved: report.MovedBlock{Share: 0.875},
			Checks: []checks.Check{{Check: checks.GroupsWhole, Result: checks.Fails}, {Check: checks.OrderKept, Result: checks.Holds}}},
		{Strategy: "sticky_partition", Skew: report.SkewBlock{MaxOverMean: 1.31, EffectiveParallelism: 6.1, Cause: report.CauseSource},
			Checks: []checks.Check{{Check: checks.GroupsWhole, Result: checks.Fails}, {Check: checks.OrderKept, Result: checks.Holds}}},
		{Strategy: "fan_in", Skew: report.SkewBlock{MaxOverMean: 8, EffectiveParallelism: 1, Cause: report.CauseFewKeys}, Moved: report.MovedBlock{Share: 0.871},
			Checks: []checks.Check{{Check: checks.GroupsWhole, Result: checks.Sampled}, {Check: checks.OrderKept, Result: checks.NotChecked}}},
	}
	r.Throughput.Stages = []report.StageBlock{
		{Stage: report.StageRead, BusySeconds: 0.18, BlockedSeconds: 0.026}, {Stage: report.StageParse, BusySeconds: 0.55, BlockedSeconds: 0.002},
		{Stage: report.StageRoute, BusySeconds: 0.041}, {Stage: report.StagePartitions, BusySeconds: 0.2, BlockedSeconds: 0.001}}
	r.Throughput.Strategies = []report.StrategyTime{
		{Strategy: "always_hash", Seconds: 0.511, Overhead: 0.082, OverheadLow: 0.061, OverheadHigh: 0.104}, {Strategy: "round_robin", Seconds: 0.472}, {Strategy: "fan_in", Seconds: 0.48, Overhead: 0.017, OverheadLow: -0.004, OverheadHigh: 0.031}}
}
