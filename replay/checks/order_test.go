package checks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/counting"
)

// TestFaultyRouterBreaksTheOrder: a partition that gets chunks in another order than that of the
// input says so.
func TestFaultyRouterBreaksTheOrder(t *testing.T) {
	ps := counting.NewPartitions(counting.Scope{}, 3)
	sources := &ps.List[2].Sources
	for _, base := range []uint64{0, 20, 10, 30} {
		for place, source := range []int32{7, int32(base), 7} {
			ps.List[2].Records++
			sources.Add(source, base+uint64(place), false)
		}
	}
	c := Order(ps)
	want := []Example{
		{Order: &OrderExample{Partition: 2, SourcePartition: 7, Record: 10, After: 22}},
		{Order: &OrderExample{Partition: 2, SourcePartition: 7, Record: 12, After: 22}},
	}
	if c.Result != Fails || *c.Violations != 2 {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff(want, c.Examples); diff != "" {
		t.Error(diff)
	}
}

// TestTooManySources: where not all source partitions are told apart, the check says so.
func TestTooManySources(t *testing.T) {
	ps := counting.NewPartitions(counting.Scope{}, 1)
	for i := range int32(counting.MaxSources + 100) {
		ps.List[0].Records++
		ps.List[0].Sources.Add(i, uint64(i), false)
	}
	if c := Order(ps); c.Result != Sampled || !strings.Contains(c.Because, "100 records") {
		t.Errorf("%+v", c)
	}
}
