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
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
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
func (r *Report) check(name string) Check {
	return r.Checks[slices.IndexFunc(r.Checks, func(c Check) bool { return c.Check == name })]
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

func run(t rapid.TB, cfg Config) *Report {
	t.Helper()
	report, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return report
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
	report := run(t, cfg)
	c := report.check(CheckGroupsWhole)
	if c.Result != Fails || number(t, c.Groups) != 21 || number(t, c.Split) != 20 || len(c.Examples) != maxExamples || !report.Failed() {
		t.Fatalf("%+v", c)
	}
	want := Example{Key: `"key 3"`, Records: 16, Partitions: []PartitionRecords{{0, 4}, {1, 4}, {2, 4}, {3, 4}}}
	if diff := cmp.Diff(want, c.Examples[0]); diff != "" {
		t.Error(diff)
	}
	if e := c.Examples[1]; e.Key != `"key 0"` || e.Records != 15 {
		t.Errorf("%+v", e)
	}
	if o := report.check(CheckOrderKept); o.Result != Holds {
		t.Errorf("%+v", o)
	}
	cfg.Strategy = strategies.AlwaysHash
	report = run(t, cfg)
	if c := report.check(CheckGroupsWhole); c.Result != Holds || number(t, c.Split) != 0 || number(t, c.Groups) != 21 || report.Failed() {
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
	report := run(t, cfg)
	if c := report.check(CheckGroupsWhole); c.Result != Holds || number(t, c.Groups) != 2 {
		t.Errorf("with the WHERE: %+v", c)
	}
	if h := report.HotKeys; len(h) != 3 || h[0] != (HotKey{Key: `"a"`, Records: 2, Share: 0.5}) {
		t.Errorf("%+v", h)
	}
	cfg.Filter = nil
	c := run(t, cfg).check(CheckGroupsWhole)
	if c.Result != Fails || number(t, c.Groups) != 3 || number(t, c.Split) != 1 || c.Examples[0].Key != `"a"` {
		t.Errorf("without it: %+v", c)
	}
	cfg.Unchecked = "the WHERE has a subquery"
	if c := run(t, cfg).check(CheckGroupsWhole); c.Result != NotChecked || c.Because != cfg.Unchecked {
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
	if c := run(t, cfg).check(CheckGroupsWhole); c.Result != NotChecked || !strings.Contains(c.Because, "for 1 record,") {
		t.Errorf("%+v", c)
	}
}

func TestThresholds(t *testing.T) {
	cfg := Config{
		Inputs: []string{fileWith(t, `{"k":1}`, `{"k":1}`, `{"k":2}`, `oops`, `{"k":null,"_partition":1}`)},
		Keys:   fields("k"), KeyNames: []string{"k"}, Partitions: 1, Strategy: strategies.AlwaysHash,
	}
	for _, name := range ThresholdNames() {
		cfg.Thresholds = append(cfg.Thresholds, Limit{name, 0.5})
	}
	want := []Threshold{
		{"max_skew", 0.5, 1, false}, {"max_cv", 0.5, 0, true}, {"max_gini", 0.5, 0, true}, {"max_empty", 0.5, 0, true},
		{"max_hot_key", 0.5, 0.5, true}, {"max_moved", 0.5, 0, true}, {"max_rejected", 0.5, 0.2, true}, {"max_null_keys", 0.5, 0.25, true},
	}
	report := run(t, cfg)
	if diff := cmp.Diff(want, report.Thresholds); diff != "" || !report.Failed() {
		t.Error(diff)
	}
	for _, limit := range []Limit{{"max_spew", 1}, {"max_skew", -1}} {
		cfg.Thresholds = []Limit{limit}
		if _, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), limit.Name) {
			t.Errorf("%v: %v", limit, err)
		}
	}
}
