package replay

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
		tables := make([]*table, rapid.IntRange(1, 9).Draw(t, "tables"))
		zeros := uint(0)
		for i := range tables {
			tables[i] = newTable()
			for range rapid.IntRange(0, 2).Draw(t, "zeros") {
				tables[i].halve(func(*slot) {})
			}
			zeros = max(zeros, tables[i].zeros)
		}
		want := map[string]string{}
		for n := range rapid.SampledFrom([]uint64{0, 10, 3000, 40_000}).Draw(t, "keys") {
			hash, key := keyOf(n)
			where := ""
			for i, table := range tables {
				if (n>>i%3 == 0 || n%5 == uint64(i)) && table.wanted(hash) {
					table.upsert(hash, key).count = n + 1
					where += fmt.Sprintf("%d:%d ", i, n+1)
				}
			}
			if where != "" && hash>>(64-zeros) == 0 {
				want[string(key)] = where
			}
		}
		var mu sync.Mutex
		got := map[string]string{}
		meet(tables, rapid.IntRange(1, 4).Draw(t, "workers"), func() func(uint64, []byte, []sighting) {
			return func(hash uint64, key []byte, seen []sighting) {
				mu.Lock()
				defer mu.Unlock()
				where := got[string(key)]
				for _, s := range seen {
					if s.slot.hash != hash {
						t.Errorf("%q with the hash %x, not %x", key, hash, s.slot.hash)
					}
					where += fmt.Sprintf("%d:%d ", s.table, s.slot.count)
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
		tables := make([]*table, 8)
		for i := range tables {
			tables[i] = newTable()
		}
		for i, hash := range w.hashes {
			tables[hash%8].upsert(hash, w.key(i)).count++
		}
		b.Run(w.name, func(b *testing.B) {
			for b.Loop() {
				var keys []int
				meet(tables, 1, func() func(uint64, []byte, []sighting) {
					keys = append(keys, 0)
					mine := &keys[len(keys)-1]
					return func(_ uint64, _ []byte, seen []sighting) { *mine += len(seen) }
				})
				if !slices.Equal(keys, []int{w.distinct}) {
					b.Fatal(keys)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*w.distinct), "ns/key")
		})
	}
}
