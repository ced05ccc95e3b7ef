package counting

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestMeetSeesEveryKeyOnce: with the tables that hold it in order, whatever the sizes, samples and
// workers are.
func TestMeetSeesEveryKeyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := make([]*Table, rapid.IntRange(1, 9).Draw(t, "tables"))
		zeros := uint(0)
		for i := range tables {
			tables[i] = NewTable()
			for range rapid.IntRange(0, 2).Draw(t, "zeros") {
				tables[i].halve(func(*Slot) {})
			}
			zeros = max(zeros, tables[i].Zeros)
		}
		want := map[string]string{}
		for n := range rapid.SampledFrom([]uint64{0, 10, 3000, 40_000}).Draw(t, "keys") {
			hash, key := keyOf(n)
			where := ""
			for i, table := range tables {
				if (n>>i%3 == 0 || n%5 == uint64(i)) && table.Wanted(hash) {
					table.Upsert(hash, key).Count = n + 1
					where += fmt.Sprintf("%d:%d ", i, n+1)
				}
			}
			if where != "" && hash>>(64-zeros) == 0 {
				want[string(key)] = where
			}
		}
		var mu sync.Mutex
		got := map[string]string{}
		Meet(tables, rapid.IntRange(1, 4).Draw(t, "workers"), func() func(uint64, []byte, []Sighting) {
			return func(hash uint64, key []byte, seen []Sighting) {
				mu.Lock()
				defer mu.Unlock()
				where := got[string(key)]
				for _, s := range seen {
					if s.Slot.Hash != hash {
						t.Errorf("%q with the hash %x, not %x", key, hash, s.Slot.Hash)
					}
					where += fmt.Sprintf("%d:%d ", s.Table, s.Slot.Count)
				}
				got[string(key)] = where
			}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// BenchmarkMeet measures the comparison of eight partitions, a key.
func BenchmarkMeet(b *testing.B) {
	for _, w := range workloads() {
		tables := make([]*Table, 8)
		for i := range tables {
			tables[i] = NewTable()
		}
		for i, hash := range w.hashes {
			tables[hash%8].Upsert(hash, w.key(i)).Count++
		}
		b.Run(w.name, func(b *testing.B) {
			for b.Loop() {
				var keys []int
				Meet(tables, 1, func() func(uint64, []byte, []Sighting) {
					keys = append(keys, 0)
					mine := &keys[len(keys)-1]
					return func(_ uint64, _ []byte, seen []Sighting) { *mine += len(seen) }
				})
				if !slices.Equal(keys, []int{w.distinct}) {
					b.Fatal(keys)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*w.distinct), "ns/key")
		})
	}
}
