package kafka

import (
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// pool keeps the memory of fetched records for those that are fetched next. It is a kgo.PoolRecords.
type pool struct {
	mu   sync.Mutex
	free [][]kgo.Record // each of a batch
	room int            // of all of them, in records
}

// mostPooled is how many records a pool has room for at most: some 40 MiB, what a few fetches bring.
const mostPooled = 1 << 18

// GetRecords implements kgo.PoolRecords.
func (p *pool) GetRecords(n int) []kgo.Record {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.free) - 1; i >= 0; i-- {
		if records := p.free[i]; cap(records) >= n {
			last := len(p.free) - 1
			p.free[i], p.free[last] = p.free[last], nil
			p.free = p.free[:last]
			p.room -= cap(records)
			return records
		}
	}
	return make([]kgo.Record, 0, n)
}

// PutRecords implements kgo.PoolRecords.
func (p *pool) PutRecords(records []kgo.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.room+cap(records) <= mostPooled {
		p.free = append(p.free, records)
		p.room += cap(records)
	}
}
