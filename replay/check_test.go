package replay

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
	"pgregory.net/rapid"
)

// fileWith writes lines to a file and returns its path.
func fileWith(t testing.TB, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "records.ndjson")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fields(names ...string) []scalar.Expr {
	exprs := make([]scalar.Expr, len(names))
	for i, name := range names {
		exprs[i] = scalar.Field{Path: []string{name}}
	}
	return exprs
}

// check returns the check of that name.
func check(r *report.Report, name string) checks.Check {
	return r.Checks[slices.IndexFunc(r.Checks, func(c checks.Check) bool { return c.Check == name })]
}

// number returns the value of a count, which there must be.
func number(t testing.TB, n *uint64) uint64 {
	t.Helper()
	if n == nil {
		t.Fatal("there is no such count")
	}
	return *n
}

// partitionerFunc is a partitioner for tests.
type partitionerFunc func(strategies.Record) int

func (f partitionerFunc) Partition(r strategies.Record) int { return f(r) }

// faulty is always_hash with another partitioner.
func faulty(f partitionerFunc) strategies.Strategy {
	strategy := strategies.AlwaysHash
	strategy.Bind = func(strategies.RoutingContext) (strategies.Partitioner, error) { return f, nil }
	return strategy
}

func run(t rapid.TB, cfg Config) *report.Report {
	t.Helper()
	r, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestFaultyStrategySplitsGroups: a strategy that breaks its promise is found out, with examples.
func TestFaultyStrategySplitsGroups(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf(`{"k":"key %d"}`, i%20))
	}
	lines = append(lines, `{"k":"alone\u0007"}`, `{"k":"key 3"}`)
	cfg := Config{
		Inputs: []string{fileWith(t, lines...)}, Keys: fields("k"), KeyNames: []string{"k"}, Partitions: 4, Workers: 2, blockBytes: 100,
		Strategy: faulty(func(r strategies.Record) int { return int(r.Ordinal / 20 % 4) }),
	}
	got := run(t, cfg)
	c := check(got, checks.GroupsWhole)
	if c.Result != checks.Fails || number(t, c.Groups) != 21 || number(t, c.Split) != 20 || len(c.Examples) != checks.MaxExamples || !got.Failed() {
		t.Fatalf("%+v", c)
	}
	want := checks.Example{Key: `"key 3"`, Records: 16, Partitions: []checks.PartitionRecords{{Partition: 0, Records: 4}, {Partition: 1, Records: 4}, {Partition: 2, Records: 4}, {Partition: 3, Records: 4}}}
	if diff := cmp.Diff(want, c.Examples[0]); diff != "" {
		t.Error(diff)
	}
	if e := c.Examples[1]; e.Key != `"key 0"` || e.Records != 15 {
		t.Errorf("%+v", e)
	}
	if o := check(got, checks.OrderKept); o.Result != checks.Holds {
		t.Errorf("%+v", o)
	}
	cfg.Strategy = strategies.AlwaysHash
	got = run(t, cfg)
	if c := check(got, checks.GroupsWhole); c.Result != checks.Holds || number(t, c.Split) != 0 || number(t, c.Groups) != 21 || got.Failed() {
		t.Errorf("%+v", c)
	}
}

// TestGroupsOfTheQuery: groups are by the grouping columns, not by the routing keys, and without
// the records that the WHERE drops.
func TestGroupsOfTheQuery(t *testing.T) {
	lines := []string{`{"k":1,"g":"a","keep":true}`, `{"k":2,"g":"a","keep":false}`, `{"k":1,"g":"b","keep":true}`, `{"k":4,"g":"c"}`}
	cfg := Config{
		Inputs: []string{fileWith(t, lines...)}, Keys: fields("k"), KeyNames: []string{"k"}, Groups: fields("g"), GroupNames: []string{"g"},
		Partitions: 64, Strategy: strategies.AlwaysHash, Filter: fields("keep")[0],
	}
	r := run(t, cfg)
	if c := check(r, checks.GroupsWhole); c.Result != checks.Holds || number(t, c.Groups) != 2 {
		t.Errorf("with the WHERE: %+v", c)
	}
	if h := r.HotKeys; len(h) != 3 || h[0] != (report.HotKey{Key: `"a"`, Records: 2, Share: 0.5}) {
		t.Errorf("%+v", h)
	}
	cfg.Filter = nil
	c := check(run(t, cfg), checks.GroupsWhole)
	if c.Result != checks.Fails || number(t, c.Groups) != 3 || number(t, c.Split) != 1 || c.Examples[0].Key != `"a"` {
		t.Errorf("without it: %+v", c)
	}
	cfg.Unchecked = "the WHERE has a subquery"
	if c := check(run(t, cfg), checks.GroupsWhole); c.Result != checks.NotChecked || c.Because != cfg.Unchecked {
		t.Errorf("%+v", c)
	}
}

// TestUnknownGroups: where the WHERE has no value for a record, nobody is alarmed.
func TestUnknownGroups(t *testing.T) {
	lines := []string{`{"k":1,"x":"text"}`, `{"k":2,"x":1}`}
	build, _ := scalar.Lookup("ABS", 1)
	cfg := Config{
		Inputs: []string{fileWith(t, lines...)}, Keys: fields("k"), KeyNames: []string{"k"},
		Partitions: 2, Strategy: strategies.AlwaysHash, Filter: build(fields("x")...),
	}
	if c := check(run(t, cfg), checks.GroupsWhole); c.Result != checks.NotChecked || !strings.Contains(c.Because, "for 1 record,") {
		t.Errorf("%+v", c)
	}
}

func TestThresholds(t *testing.T) {
	cfg := Config{
		Inputs: []string{fileWith(t, `{"k":1}`, `{"k":1}`, `{"k":2}`, `oops`, `{"k":null,"_partition":1}`)},
		Keys:   fields("k"), KeyNames: []string{"k"}, Partitions: 1, Strategy: strategies.AlwaysHash,
	}
	for _, name := range report.ThresholdNames() {
		if name == "min_alignment" {
			continue // it needs a source key
		}
		if name == "max_skew_in_time" {
			continue // it needs an event time
		}
		cfg.Thresholds = append(cfg.Thresholds, report.Limit{Name: name, Limit: 0.5})
	}
	want := []report.Threshold{
		{Name: "max_skew", Limit: 0.5, Value: 1, OK: false}, {Name: "max_cv", Limit: 0.5, Value: 0, OK: true}, {Name: "max_gini", Limit: 0.5, Value: 0, OK: true}, {Name: "max_empty", Limit: 0.5, Value: 0, OK: true},
		{Name: "max_hot_key", Limit: 0.5, Value: 0.5, OK: true}, {Name: "max_moved", Limit: 0.5, Value: 0, OK: true}, {Name: "max_rejected", Limit: 0.5, Value: 0.2, OK: true}, {Name: "max_null_keys", Limit: 0.5, Value: 0.25, OK: true},
	}
	r := run(t, cfg)
	if diff := cmp.Diff(want, r.Thresholds); diff != "" || !r.Failed() {
		t.Error(diff)
	}
	for _, limit := range []report.Limit{{Name: "max_spew", Limit: 1}, {Name: "max_skew", Limit: -1}} {
		cfg.Thresholds = []report.Limit{limit}
		if _, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), limit.Name) {
			t.Errorf("%v: %v", limit, err)
		}
	}
}
