package counting

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// contents returns what a table counts, by key, and fails if it holds a key twice or yields
// another part than it should.
func contents(t rapid.TB, table *Table, bits uint) map[string]uint64 {
	t.Helper()
	got := make(map[string]uint64)
	for part := range uint64(1) << bits {
		for s := range table.part(bits, part) {
			key := string(table.Key(s))
			if _, twice := got[key]; twice {
				t.Fatalf("%q is there twice", key)
			}
			got[key] = s.Count
		}
	}
	if len(got) != table.Keys {
		t.Fatalf("%d keys, the table says %d", len(got), table.Keys)
	}
	return got
}

// testHashes are hashes of which some parts say nothing.
var testHashes = []func([]byte) uint64{
	xxhash.Sum64,
	func(key []byte) uint64 { return xxhash.Sum64(key) &^ 0xffff },                        // one of 65,536 partitions
	func(key []byte) uint64 { return uint64(len(key)) * 0x9E3779B97F4A7C15 },              // many collisions
	func(key []byte) uint64 { return xxhash.Sum64(key) >> 40 },                            // 40 leading zeros
	func(key []byte) uint64 { return xxhash.Sum64(key) & 0xffff0000ffffffff },             // nothing between
	func(key []byte) uint64 { return 1<<63 | uint64(binary.LittleEndian.Uint16(key))<<3 }, // few
}

// TestTableLikeAMap: whatever keys come, however their hashes collide, the table counts like a map,
// also when it is cut down to a sample on the way.
func TestTableLikeAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := NewTable()
		model := make(map[string]uint64)
		hashes := make(map[string]uint64)
		hashOf := rapid.SampledFrom(testHashes).Draw(t, "hash")
		keys := rapid.IntRange(1, 3000).Draw(t, "keys")
		long := rapid.SampledFrom([]int{0, 5, 14, 15, 100, 2000}).Draw(t, "length")
		seed := rapid.Uint64().Draw(t, "seed")
		rnd := rand.New(rand.NewPCG(seed, 1))
		for range rapid.IntRange(0, 4000).Draw(t, "updates") {
			n := rnd.IntN(keys)
			key := fmt.Appendf(nil, "%d%s", n, strings.Repeat("x", n%(long+1)))
			if len(key) == 1 {
				key = append(key, 0)
			}
			hash := hashOf(key)
			hashes[string(key)] = hash
			if table.Wanted(hash) {
				table.Upsert(hash, key).Count++
				model[string(key)]++
			}
			if rnd.IntN(1500) == 0 {
				dropped := 0
				table.halve(func(s *Slot) {
					if model[string(table.Key(s))] != s.Count {
						t.Fatalf("%q was dropped with %d", table.Key(s), s.Count)
					}
					delete(model, string(table.Key(s)))
					dropped++
				})
			}
		}
		if diff := cmp.Diff(model, contents(t, table, uint(rapid.IntRange(0, 8).Draw(t, "bits")))); diff != "" {
			t.Fatal(diff)
		}
		var bytes int64
		for key, hash := range hashes {
			if s := table.find(hash); (s != nil) != table.Wanted(hash) || s != nil && s.Hash != hash {
				t.Fatalf("%q: found %v", key, s)
			}
			if table.Wanted(hash) {
				bytes += slotBytes
				if len(key) > inlineKey {
					bytes += int64(len(key))
				}
			}
		}
		if bytes != table.bytes() {
			t.Fatalf("%d bytes, the table says %d", bytes, table.bytes())
		}
	})
}

// TestSampleIsAFunctionOfTheKeys: the keys that are left do not depend on the order in which they
// came and were let go.
func TestSampleIsAFunctionOfTheKeys(t *testing.T) {
	var want map[string]uint64
	for seed := range uint64(5) {
		table := NewTable()
		for _, n := range rand.New(rand.NewPCG(seed, 0)).Perm(20000) {
			key := fmt.Appendf(nil, "a rather long key %d", n)
			if hash := xxhash.Sum64(key); table.Wanted(hash) {
				table.Upsert(hash, key).Count++
			}
			for table.bytes() > 50_000 {
				table.halve(func(*Slot) {})
			}
		}
		got := contents(t, table, 3)
		if want == nil {
			want = got
		}
		if len(want) < 100 || !cmp.Equal(want, got) {
			t.Fatalf("%d keys, then %d", len(want), len(got))
		}
	}
}

// TestUpdateAllocatesNothing: counting a key that is there costs no memory.
func TestUpdateAllocatesNothing(t *testing.T) {
	table := NewTable()
	key := []byte("a key")
	hash := xxhash.Sum64(key)
	if n := testing.AllocsPerRun(100, func() { table.Upsert(hash, key).Count++ }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// workload is the keys of some records, one after the other, as a partition finds them in a chunk.
type workload struct {
	name     string
	keys     []byte // keyBytes each
	hashes   []uint64
	distinct int
}

// keyBytes is the length of each key of a workload.
const keyBytes = 13

// key returns the key of record i.
func (w *workload) key(i int) []byte { return w.keys[i*keyBytes:][:keyBytes] }

// workloads are the three kinds of keys that decide how fast groups are counted.
func workloads() []workload {
	const records = 1 << 21
	rnd := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rnd, 1.1, 10, 4999)
	list := []workload{{name: "zipf=5000"}, {name: "uniform=200000"}, {name: "distinct=2000000"}}
	for i := range list {
		w := &list[i]
		seen := make(map[uint64]bool)
		for r := range uint64(records) {
			n := []uint64{zipf.Uint64(), rnd.Uint64N(200_000), r}[i]
			seen[n] = true
			w.keys = fmt.Appendf(w.keys, "\x04\x0bSYM%08d", n)
			w.hashes = append(w.hashes, xxhash.Sum64(w.key(int(r))))
		}
		w.distinct = len(seen)
	}
	return list
}

// BenchmarkTable measures an update, against a map of Go.
func BenchmarkTable(b *testing.B) {
	for _, w := range workloads() {
		run := func(name string, count func() int) {
			b.Run(w.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if n := count(); n != w.distinct {
						b.Fatal(n)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(w.hashes)), "ns/update")
			})
		}
		run("table", func() int {
			t := NewTable()
			touched := uint64(0)
			for start := 0; start < len(w.hashes); start += ahead {
				if t.Keys > cachedKeys {
					for _, hash := range w.hashes[start : start+ahead] {
						touched += t.touch(hash)
					}
				}
				for i := start; i < start+ahead; i++ {
					t.Upsert(w.hashes[i], w.key(i)).Count++
				}
			}
			if touched == 1 {
				b.Log("the sum of so many hashes is used")
			}
			return t.Keys
		})
		run("map", func() int {
			m := make(map[string]*uint64)
			for i := range w.hashes {
				if n := m[string(w.key(i))]; n != nil {
					*n++
				} else {
					m[string(w.key(i))] = new(uint64(1))
				}
			}
			return len(m)
		})
	}
}
