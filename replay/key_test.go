package replay

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func TestPartitionField(t *testing.T) {
	for _, test := range []struct {
		line, field string
		want        int32
		missing     uint64
	}{
		{`{"_partition":3}`, "", 3, 0},
		{`{"__partition__":3}`, "", 3, 0},
		{`{"__partition__":4,"_partition":3}`, "", 3, 0},
		{`{"__partition__":4,"_partition":"x"}`, "", 4, 0},
		{`{"_partition":3.0e0}`, "", 3, 0},
		{`{"_partition":3,"p":5}`, "p", 5, 0},
		{`{"_partition":3}`, "p", 0, 1},
		{`{}`, "", 0, 1},
		{`{"_partition":null}`, "", 0, 1},
		{`{"_partition":"3"}`, "", 0, 1},
		{`{"_partition":1.5}`, "", 0, 1},
		{`{"_partition":-1}`, "", 0, 1},
		{`{"_partition":2147483647}`, "", 2147483647, 0},
		{`{"_partition":2147483648}`, "", 0, 1},
		{`{"_partition":{"_partition":1}}`, "", 0, 1},
	} {
		var seen spy
		r, err := Run(t.Context(), Config{
			Inputs: []string{"-"}, Stdin: strings.NewReader(test.line), Strategy: seen.on(strategies.StickyPartition),
			Partitions: 7, PartitionField: test.field,
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := seen.seen[0].record.SourcePartition; got != test.want || r.Nulls.MissingPartition != test.missing {
			t.Errorf("%s by %q: source partition %d, missing %d; want %d, %d",
				test.line, test.field, got, r.Nulls.MissingPartition, test.want, test.missing)
		}
		if r.Partitions[test.want%7].Records != 1 || r.Moved.Records != 0 {
			t.Errorf("%s: %+v", test.line, r)
		}
	}
}

// TestKeyExpressions: keys may be expressions, paths and system columns.
func TestKeyExpressions(t *testing.T) {
	upper, ok := scalar.Lookup("UPPER", 1)
	if !ok {
		t.Fatal("no UPPER")
	}
	keys := []scalar.Expr{
		upper(scalar.Field{Path: []string{"meta", "venue"}}), scalar.System{Name: "_PARTITION"}, scalar.System{Name: "_OFFSET"},
	}
	input := `{"meta":{"venue":"x"},"_partition":2,"_offset":7}
{"__offset__":7.0,"meta":{"venue":"X"},"_partition":2.0}
{"meta":{"venue":"X"},"_offset":7}
{"meta":{"venue":5},"_offset":7}
{"meta":"X","_offset":7}
{"meta":{"venue":"X"},"_partition":2,"_offset":1e99999999999999999999}
`
	var seen spy
	r, err := Run(t.Context(), Config{
		Inputs: []string{"-"}, Stdin: strings.NewReader(input), Strategy: seen.on(strategies.AlwaysHash),
		Keys: keys, KeyNames: []string{"UPPER(meta.venue)", "_PARTITION", "_OFFSET"}, Partitions: 4,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := seen.inOrder()
	key := func(venue, partition, offset scalar.Value) uint64 {
		return hash.Default().Sum(strategies.AppendKeyBytes(nil, hash.Default(), []scalar.Value{venue, partition, offset}))
	}
	want := []uint64{
		key(scalar.String("X"), scalar.Int(2), scalar.Int(7)),
		key(scalar.String("X"), scalar.Int(2), scalar.Int(7)),
		key(scalar.String("X"), scalar.Int(0), scalar.Int(7)),
		key(scalar.Null(), scalar.Int(0), scalar.Int(7)),
	}
	for i, h := range want {
		if got[i].record.Hash != h {
			t.Errorf("record %d: hash %x, want %x", i, got[i].record.Hash, h)
		}
	}
	wantRejected := report.RejectedBlock{Count: 2, ByReason: map[string]uint64{"key_not_evaluable": 2}, First: []reading.RejectedLine{
		{File: "-", Line: 4, Reason: "key_not_evaluable"}, {File: "-", Line: 6, Reason: "key_not_evaluable"},
	}}
	if diff := cmp.Diff(wantRejected, r.Input.Rejected); diff != "" {
		t.Error(diff)
	}
	if r.Nulls != (report.NullsBlock{KeyRecords: 1, MissingPartition: 2}) {
		t.Errorf("%+v", r.Nulls)
	}
}
