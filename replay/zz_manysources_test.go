package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestManySources: a field that is no source partition costs no more than so much memory.
func TestManySources(t *testing.T) {
	var whole, part sourceCounts
	for i := range int32(maxSources + 100) {
		whole.add(i*1000003&0x7fffffff, uint64(i), false)
		if i >= 1000 {
			part.add(i*1000003&0x7fffffff, uint64(i-1000), false)
		}
	}
	if len(whole.list) != maxSources || whole.others != 100 || whole.violations != 0 || part.others != 0 {
		t.Fatalf("%d, %d others", len(whole.list), whole.others)
	}
	var merged sourceCounts
	for i := range int32(1000) {
		merged.add(i*1000003&0x7fffffff, uint64(i), false)
	}
	merged.merge(&part, 1000)
	if diff := cmp.Diff(whole, merged, cmp.AllowUnexported(sourceCounts{}, sourceCount{})); diff != "" {
		t.Error(diff)
	}
}
