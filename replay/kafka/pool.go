package kafka

import (
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// pool keeps the memory of fetched records for those that are fetched next. It is a kgo.PoolRecords.
type pool struct {
	mu   sync.Mutex
	free [][]kgo.Record
}

// most slices that a pool keeps; a slice has the records of one batch.
const pooled = 1024

// GetRecords implements kgo.PoolRecords.
func (p *pool) GetRecords(n int) []kgo.Record {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.free) - 1; i >= 0; i-- {
		if records := p.free[i]; cap(records) >= n {
			p.free[i] = p.free[len(p.free)-1]
			p.free = p.free[:len(p.free)-1]
			return records
		}
	}
	return make([]kgo.Record, 0, n)
}

// PutRecords implements kgo.PoolRecords.
func (p *pool) PutRecords(records []kgo.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) < pooled {
		p.free = append(p.free, records)
	}
}
