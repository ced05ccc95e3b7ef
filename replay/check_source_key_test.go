package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
		c := report.check(CheckSourceKeyHolds)
		if c.Result != Fails || number(t, c.Keys) != 3 || number(t, c.Violations) != 1 || number(t, c.NullKeys) != 2 || number(t, c.WithoutSource) != 1 || !report.Failed() {
			t.Errorf("%d partitions: %+v", partitions, c)
		}
		if diff := cmp.Diff([]Example{{Key: `"a"`, SourcePartitions: []int32{1, 2}}}, c.Examples); diff != "" {
			t.Error(diff)
		}
	}
	cfg.Inputs = []string{fileWith(t, lines[3:]...)}
	if c := run(t, cfg).check(CheckSourceKeyHolds); c.Result != Holds || number(t, c.Keys) != 2 {
		t.Errorf("%+v", c)
	}
	cfg.Inputs = []string{fileWith(t, lines[7:]...)}
	if c := run(t, cfg).check(CheckSourceKeyHolds); c.Result != NotChecked {
		t.Errorf("%+v", c)
	}
}

// TestViolationsSurviveSampling: what was seen to fail fails, whatever memory there is left, also
// when merged.
func TestViolationsSurviveSampling(t *testing.T) {
	part := func(first uint64) *sourceKeys {
		s := &sourceKeys{table: newTable(), budget: 10 * slotBytes}
		for n := range uint64(1000) {
			hash, key := keyOf(first + n)
			s.add(hash, key, 1)
			if n == 0 {
				s.add(hash, key, 2)
			}
		}
		if s.table.zeros == 0 || s.table.bytes() > s.budget || s.lost != 1 {
			t.Errorf("%d lost, %d keys", s.lost, s.table.keys)
		}
		return s
	}
	a, b := part(0), part(5000)
	b.table.halve(func(*slot) {})
	a.merge(b)
	if a.lost != 2 || a.table.bytes() > a.budget || a.table.zeros < b.table.zeros {
		t.Errorf("%d lost, %d keys", a.lost, a.table.keys)
	}
	// A violation in the sample of one part is lost when the other one's sample is smaller.
	whole := &sourceKeys{table: newTable(), budget: 100 * slotBytes}
	for n := range uint64(50) {
		hash, key := keyOf(n)
		whole.add(hash, key, 3)
		whole.add(hash, key, 4)
	}
	a.merge(whole)
	violations := a.lost
	for c := range a.table.all() {
		if pair(c.count).both() {
			violations++
		}
	}
	if violations != 2+50 || a.table.bytes() > a.budget {
		t.Errorf("%d violations, %d keys", violations, a.table.keys)
	}
}
