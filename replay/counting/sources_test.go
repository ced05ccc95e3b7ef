package counting

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestManySources: a field that is no source partition costs no more than so much memory.
func TestManySources(t *testing.T) {
	var whole, part SourceCounts
	for i := range int32(MaxSources + 100) {
		whole.Add(i*1000003&0x7fffffff, uint64(i), false)
		if i >= 1000 {
			part.Add(i*1000003&0x7fffffff, uint64(i-1000), false)
		}
	}
	if len(whole.List) != MaxSources || whole.Others != 100 || whole.Violations != 0 || part.Others != 0 {
		t.Fatalf("%d, %d others", len(whole.List), whole.Others)
	}
	var merged SourceCounts
	for i := range int32(1000) {
		merged.Add(i*1000003&0x7fffffff, uint64(i), false)
	}
	merged.merge(&part, 1000)
	if diff := cmp.Diff(whole, merged, cmp.AllowUnexported(SourceCounts{}, sourceCount{})); diff != "" {
		t.Error(diff)
	}
}
