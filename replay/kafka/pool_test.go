package kafka

import (
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestPoolIsBounded(t *testing.T) {
	var p pool
	small, large := make([]kgo.Record, 10), make([]kgo.Record, mostPooled-10)
	p.PutRecords(small)
	p.PutRecords(large)
	p.PutRecords(make([]kgo.Record, 1)) // no room
	if got := p.GetRecords(11); &got[:1][0] != &large[0] {
		t.Error("it is not the slice that is large enough")
	}
	if got := p.GetRecords(11); cap(got) != 11 {
		t.Errorf("room for %d records, of a pool that has none so large", cap(got))
	}
	if got := p.GetRecords(10); &got[:1][0] != &small[0] {
		t.Error("it is not the slice that is there")
	}
	if p.room != 0 || len(p.free) != 0 {
		t.Errorf("%d records in %d slices are left", p.room, len(p.free))
	}
}
