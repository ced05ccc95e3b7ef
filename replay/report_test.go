package replay

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// TestReportJSON pins the names and the shape of the JSON form.
func TestReportJSON(t *testing.T) {
	input := `{"symbol":"A","_partition":0}
{"symbol":"B","_partition":1}

{"symbol":null}
oops
{"symbol":"A","_partition":2}
`
	report, err := Run(t.Context(), Config{
		Inputs: []string{"-"}, Stdin: strings.NewReader(input), Strategy: strategies.StickyPartition,
		Keys: []scalar.Expr{scalar.Field{Path: []string{"symbol"}}}, KeyNames: []string{"symbol"},
		Partitions: 2, Workers: 1, From: "jobs/a.sql", WhatIf: []int{3}, Thresholds: []Limit{{"max_skew", 1.4}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Throughput.Seconds <= 0 || report.Throughput.RecordsPerSecond <= 0 || report.Throughput.BytesPerSecond <= 0 {
		t.Errorf("%+v", report.Throughput)
	}
	report.Throughput = ThroughputBlock{Seconds: 2, RecordsPerSecond: 2, BytesPerSecond: 56, Workers: 1,
		Stages: []StageBlock{{StageRead, 0.5, 0.25}}, Strategies: []StrategyTime{}}
	got, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "format_version": "1.1",
 "complete": true,
 "plan": {
  "strategy": "sticky_partition",
  "keys": [],
  "groups": [
   "symbol"
  ],
  "partitions": 2,
  "hash": "xxhash64",
  "from": "jobs/a.sql"
 },
 "input": {
  "files": [
   "-"
  ],
  "envelopes": [
   "flat"
  ],
  "bytes": 112,
  "lines": 6,
  "records": 4,
  "blank": 1,
  "rejected": {
   "count": 1,
   "by_reason": {
    "invalid_json": 1
   },
   "first": [
    {
     "file": "-",
     "line": 5,
     "reason": "invalid_json"
    }
   ]
  },
  "topic": null
 },
 "throughput": {
  "seconds": 2,
  "records_per_second": 2,
  "bytes_per_second": 56,
  "workers": 1,
  "stages": [
   {
    "stage": "read",
    "busy_seconds": 0.5,
    "blocked_seconds": 0.25
   }
  ],
  "strategies": []
 },
 "partitions": [
  {
   "id": 0,
   "records": 3,
   "bytes": 73,
   "share": 0.75,
   "distinct_keys": 2,
   "top_key": {
    "key": "\"A\"",
    "records": 2
   }
  },
  {
   "id": 1,
   "records": 1,
   "bytes": 29,
   "share": 0.25,
   "distinct_keys": 1,
   "top_key": {
    "key": "\"B\"",
    "records": 1
   }
  }
 ],
 "skew": {
  "max_over_mean": 1.5,
  "max_over_median": 1.5,
  "cv": 0.5,
  "gini": 0.25,
  "effective_parallelism": 1.3333333333333333,
  "empty": 0,
  "noise_floor": 0,
  "cause": "source_skew"
 },
 "hot_keys": [
  {
   "key": "\"A\"",
   "records": 2,
   "share": 0.5,
   "error": 0
  },
  {
   "key": "null",
   "records": 1,
   "share": 0.25,
   "error": 0
  },
  {
   "key": "\"B\"",
   "records": 1,
   "share": 0.25,
   "error": 0
  }
 ],
 "moved": {
  "records": 0,
  "share": 0
 },
 "nulls": {
  "key_records": 1,
  "missing_partition": 1
 },
 "key_types": [],
 "exact": true,
 "sketched_from_chunk": null,
 "partial": null,
 "checks": [
  {
   "check": "groups_whole",
   "result": "holds",
   "groups": 3,
   "split": 0,
   "examples": []
  },
  {
   "check": "order_kept",
   "result": "holds",
   "violations": 0,
   "examples": []
  },
  {
   "check": "source_key_holds",
   "result": "not_checked",
   "because": "no source key is declared: give --source-key, or the key in the catalog",
   "examples": []
  }
 ],
 "thresholds": [
  {
   "name": "max_skew",
   "limit": 1.4,
   "value": 1.5,
   "ok": false
  }
 ],
 "what_if": [
  {
   "partitions": 3,
   "max_over_mean": 1.5,
   "cv": 0.3535533905932738,
   "effective_parallelism": 2,
   "empty": 0,
   "exact": true
  }
 ],
 "compare": []
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestEmptyReport: no list is null and no number is missing when there is nothing to report.
func TestEmptyReport(t *testing.T) {
	report, err := Run(t.Context(), Config{
		Inputs: []string{"-"}, Stdin: strings.NewReader(""), Strategy: strategies.RoundRobin, Partitions: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "null"); n != 7 || !strings.Contains(string(text), `"max_over_median":null`) || !strings.Contains(string(text), `"nulls":{`) {
		t.Errorf("%s", text)
	}
	if report.Skew.Empty != 2 || !report.Complete {
		t.Errorf("%+v", report)
	}
}

func TestSkewByHand(t *testing.T) {
	ratio := func(f float64) *float64 { return &f }
	for _, test := range []struct {
		records []uint64
		want    SkewBlock
	}{
		{[]uint64{5, 5, 5, 5}, SkewBlock{MaxOverMean: 1, MaxOverMedian: ratio(1), EffectiveParallelism: 4}},
		{[]uint64{0, 8, 0, 0}, SkewBlock{MaxOverMean: 4, CV: math.Sqrt(3), Gini: 0.75, EffectiveParallelism: 1, Empty: 3}},
		{[]uint64{7}, SkewBlock{MaxOverMean: 1, MaxOverMedian: ratio(1), EffectiveParallelism: 1}},
		{[]uint64{0, 0}, SkewBlock{Empty: 2}},
		{[]uint64{6, 1, 2}, SkewBlock{MaxOverMean: 2, MaxOverMedian: ratio(3), CV: math.Sqrt(14.0/3) / 3, Gini: 10.0 / 27, EffectiveParallelism: 1.5}},
	} {
		got := newSkew(test.records)
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
		if diff := cmp.Diff(test.want, got, near); diff != "" {
			t.Errorf("%v: %s", test.records, diff)
		}
	}
}

// TestSkewByDefinition compares the short formulas with their definitions over all pairs, and with
// what must hold for any counts.
func TestSkewByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.Uint64Range(0, 1000), 1, 40).Draw(t, "records")
		var total, pairs float64
		for _, x := range records {
			total += float64(x)
			for _, y := range records {
				pairs += math.Abs(float64(x) - float64(y))
			}
		}
		got := newSkew(records)
		if total == 0 {
			if got != (SkewBlock{Empty: len(records)}) {
				t.Fatalf("%+v", got)
			}
			return
		}
		n := float64(len(records))
		if gini := pairs / (2 * n * total); math.Abs(gini-got.Gini) > 1e-9 {
			t.Fatalf("gini %v, by definition %v", got.Gini, gini)
		}
		if math.Abs(got.EffectiveParallelism*got.MaxOverMean-n) > 1e-9 || got.MaxOverMean < 1-1e-9 || got.MaxOverMean > n+1e-9 {
			t.Fatalf("%+v", got)
		}
	})
}
