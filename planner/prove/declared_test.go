package prove

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Two topics with one key are partitioned alike, or the plan that keeps their partitions is false.
func TestDeclaredPairs(t *testing.T) {
	const text = "-- @source_key.a: k\n-- @source_partitions.a: 4\n-- @source_key.b: k\n-- @source_partitions.b: 4\nSELECT a.k, b.k FROM a JOIN b ON a.k = b.k"
	_, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource("job.sql", text)}, planner.Config{})
	s, err := NewStatement(jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	check := func(partitionOfB int, key scalar.Value) []Refuted {
		d := NewDeclared(s)
		d.Add("a", &Record{Table: s.Tables[0], Values: []scalar.Value{scalar.Int(7)}, Partition: 3})
		d.Add("b", &Record{Table: s.Tables[1], Values: []scalar.Value{key}, Partition: partitionOfB})
		return d.Refuted()
	}
	if got := check(3, scalar.Int(7)); len(got) > 0 {
		t.Errorf("alike: %v", got)
	}
	if got := check(1, scalar.Null()); len(got) > 0 {
		t.Errorf("a record without a key may be anywhere: %v", got)
	}
	if got := check(1, scalar.Int(7)); len(got) != 1 || got[0].Line != 3 || !strings.Contains(got[0].Because, "k 7 are in partition 3 of a, and with k 7 in partition 1 of b") {
		t.Errorf("not alike: %v", got)
	}
	if got := check(4, scalar.Int(8)); len(got) != 1 || got[0].Line != 4 || !strings.Contains(got[0].Fact, "topic b has 4 partitions") {
		t.Errorf("too many partitions: %v", got)
	}
}
