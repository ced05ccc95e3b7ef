package replay

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/report"
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
	r, err := Run(t.Context(), Config{
		Inputs: []string{"-"}, Stdin: strings.NewReader(input), Strategy: strategies.StickyPartition,
		Keys: []scalar.Expr{scalar.Field{Path: []string{"symbol"}}}, KeyNames: []string{"symbol"},
		Partitions: 2, Workers: 1, From: "jobs/a.sql", WhatIf: []int{3}, Thresholds: []report.Limit{{Name: "max_skew", Limit: 1.4}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Throughput.Seconds <= 0 || r.Throughput.RecordsPerSecond <= 0 || r.Throughput.BytesPerSecond <= 0 {
		t.Errorf("%+v", r.Throughput)
	}
	r.Throughput = report.ThroughputBlock{Seconds: 2, RecordsPerSecond: 2, BytesPerSecond: 56, Workers: 1,
		Stages: []report.StageBlock{{Stage: report.StageRead, BusySeconds: 0.5, BlockedSeconds: 0.25}}, Strategies: []report.StrategyTime{}}
	got, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "format_version": "1.3",
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
  "formats": [
   "ndjson"
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
     "reason": "invalid_json",
     "column": 1,
     "expected": "a value, found 'o'",
     "excerpt": "oops"
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
 "skew_over_time": null,
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
   "error": 0,
   "null": true
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
  "missing_key": 0,
  "missing_partition": 1
 },
 "absent_fields": [],
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
   "exact": true,
   "moved": {
    "keys": null,
    "records": 0.25,
    "state_bytes": 62,
    "breaks": [
     "order_of_source",
     "groups_split"
    ],
    "by": [
     {
      "method": "modulo",
      "keys": null,
      "records": 0.25
     }
    ]
   }
  }
 ],
 "compare": [],
 "state": {
  "kind": "groups",
  "groups": 3,
  "groups_peak": 3,
  "bytes": 247,
  "per_partition": [
   {
    "groups": 2,
    "groups_peak": 2,
    "bytes": 165
   },
   {
    "groups": 1,
    "groups_peak": 1,
    "bytes": 82
   }
  ],
  "growth_per_hour": null,
  "exact": true,
  "interval": null,
  "model": {
   "entry_bytes": 64,
   "value_bytes": 16,
   "aggregates": 1,
   "key_bytes": 2.3333333333333335,
   "record_bytes": 25.5,
   "window_seconds": 0,
   "every_seconds": 0,
   "grace_seconds": 0,
   "within_seconds": 0,
   "rows": 0
  }
 },
 "capacity": null,
 "remedies": []
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestEmptyReport: no list is null and no number is missing when there is nothing to report.
func TestEmptyReport(t *testing.T) {
	r, err := Run(t.Context(), Config{
		Inputs: []string{"-"}, Stdin: strings.NewReader(""), Strategy: strategies.RoundRobin, Partitions: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "null"); n != 10 || !strings.Contains(string(text), `"max_over_median":null`) || !strings.Contains(string(text), `"nulls":{`) {
		t.Errorf("%s", text)
	}
	if r.Skew.Empty != 2 || !r.Complete {
		t.Errorf("%+v", r)
	}
}
