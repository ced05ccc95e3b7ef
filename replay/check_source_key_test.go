package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestSourceKeyIsChecked: a declared source key that does not decide the source partition is found
// out, also where the records of a key are in several partitions; nulls and records without a
// source partition say nothing.
func TestSourceKeyIsChecked(t *testing.T) {
	lines := []string{
		`{"k":"a","_partition":1,"g":1}`, `{"k":"a","_partition":2,"g":2}`, `{"k":"a","_partition":2,"g":9}`,
		`{"k":"b","_partition":1,"g":3}`, `{"k":"b","_partition":1,"g":4}`, `{"k":"c","g":5}`, `{"k":"c","_partition":0,"g":5}`, `{"k":null,"_partition":0}`, `{"_partition":1}`,
	}
	cfg := Config{
		Inputs: []string{fileWith(t, lines...)}, Keys: fields("g"), KeyNames: []string{"g"}, SourceKey: fields("k"), SourceKeyNames: []string{"k"},
		Partitions: 16, Strategy: strategies.AlwaysHash,
	}
	for _, partitions := range []int{1, 16} {
		cfg.Partitions = partitions
		report := run(t, cfg)
		c := check(report, checks.SourceKeyHolds)
		if c.Result != checks.Fails || number(t, c.Keys) != 3 || number(t, c.Violations) != 1 || number(t, c.NullKeys) != 2 || number(t, c.WithoutSource) != 1 || !report.Failed() {
			t.Errorf("%d partitions: %+v", partitions, c)
		}
		if diff := cmp.Diff([]checks.Example{{Key: `"a"`, SourcePartitions: []int32{1, 2}}}, c.Examples); diff != "" {
			t.Error(diff)
		}
	}
	cfg.Inputs = []string{fileWith(t, lines[3:]...)}
	if c := check(run(t, cfg), checks.SourceKeyHolds); c.Result != checks.Holds || number(t, c.Keys) != 2 {
		t.Errorf("%+v", c)
	}
	cfg.Inputs = []string{fileWith(t, lines[7:]...)}
	if c := check(run(t, cfg), checks.SourceKeyHolds); c.Result != checks.NotChecked {
		t.Errorf("%+v", c)
	}
}
