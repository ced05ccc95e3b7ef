package counting

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cespare/xxhash/v2"
	"pgregory.net/rapid"
)

// stream draws keys with very different frequencies, and the number of the key.
func stream(seed uint64, n int) []uint64 {
	rnd := rand.New(rand.NewPCG(seed, 7))
	zipf := rand.NewZipf(rnd, 1.2, 3, 100_000)
	keys := make([]uint64, n)
	for i := range keys {
		if keys[i] = zipf.Uint64(); i%3 == 0 {
			keys[i] = rnd.Uint64()
		}
	}
	return keys
}

func keyOf(n uint64) (uint64, []byte) {
	key := binary.BigEndian.AppendUint64([]byte("key "), n)
	return xxhash.Sum64(key), key
}

// checkHeavy compares the bounds with the true counts of all keys.
func checkHeavy(t rapid.TB, h *HeavyKeys, truth map[uint64]uint64, slack uint64) {
	t.Helper()
	for n, count := range truth {
		hash, _ := keyOf(n)
		got, over := h.get(hash)
		if got < count || got-over > count || over > slack {
			t.Fatalf("key %d came %d times, said to be %d less up to %d", n, count, got, over)
		}
	}
	for i, k := range h.Counters {
		if k.place != i || h.ByHash[k.Hash] != k || i > 0 && compareHeavy(h.Counters[(i-1)/2], k) > 0 {
			t.Fatalf("counter %d is out of place", i)
		}
	}
	if len(h.Counters) > HeavyCounters || len(h.ByHash) != len(h.Counters) {
		t.Fatalf("%d counters, %d by hash", len(h.Counters), len(h.ByHash))
	}
}

// TestHeavyKeysBound: the true count is always within the bounds, and these are as narrow as the
// algorithm promises, for one summary and for merged ones.
func TestHeavyKeysBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		truth := make(map[uint64]uint64)
		var whole HeavyKeys
		total := 0
		for part := range rapid.IntRange(1, 4).Draw(t, "parts") {
			var h HeavyKeys
			size := rapid.SampledFrom([]int{0, 10, 1000, 8000}).Draw(t, "size")
			total += size
			for _, n := range stream(uint64(part)+rapid.Uint64Range(0, 100).Draw(t, "seed"), size) {
				hash, key := keyOf(n)
				h.add(hash, key)
				truth[n]++
			}
			if part == 0 {
				whole = h
			} else {
				whole.merge(&h)
			}
		}
		checkHeavy(t, &whole, truth, uint64(total/HeavyCounters))
	})
}

// TestHeavyKeysOffered: exact counts that come late keep the bounds.
func TestHeavyKeysOffered(t *testing.T) {
	var h HeavyKeys
	truth := make(map[uint64]uint64)
	for n := range uint64(5000) {
		hash, key := keyOf(n)
		h.Offer(hash, key, n%1700, 0)
		truth[n] = n % 1700
	}
	checkHeavy(t, &h, truth, 1700)
	for _, n := range stream(1, 10_000) {
		hash, key := keyOf(n)
		h.add(hash, key)
		truth[n]++
	}
	checkHeavy(t, &h, truth, 3000)
	if top := h.sorted(); len(top) != HeavyCounters || top[0].Count < top[1].Count || top[HeavyCounters-1] != h.Counters[0] {
		t.Errorf("%+v", top[:3])
	}
}

// countBoth counts a stream in parts and as a whole.
func countBoth(budget int64, keys []uint64, cuts ...int) (whole, merged KeyCounts) {
	whole, merged = newKeyCounts(budget), newKeyCounts(budget)
	start := 0
	for _, end := range append(cuts, len(keys)) {
		part := newKeyCounts(budget)
		for _, n := range keys[start:end] {
			hash, key := keyOf(n)
			part.Add(hash, key, uint8(n%2))
			whole.Add(hash, key, uint8(n%2))
		}
		merged.merge(&part)
		start = end
	}
	return whole, merged
}

// TestCountsMerge: counts of parts, merged, are those of the whole: the same sample with the same
// counts, the same estimate of the distinct keys, bounds that hold for the others.
func TestCountsMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(0, 5000).Draw(t, "size")
		keys := stream(rapid.Uint64Range(0, 1000).Draw(t, "seed"), size)
		a := rapid.IntRange(0, size).Draw(t, "cut")
		b := rapid.IntRange(a, size).Draw(t, "cut")
		budget := rapid.SampledFrom([]int64{1, 100, 5000, 50_000, 1 << 30}).Draw(t, "budget")
		whole, merged := countBoth(budget, keys, a, b)
		truth := make(map[uint64]uint64)
		for _, n := range keys {
			truth[n]++
		}
		if fmt.Sprint(contents(t, whole.Table, 1)) != fmt.Sprint(contents(t, merged.Table, 2)) ||
			whole.Table.Zeros != merged.Table.Zeros || whole.Distinct() != merged.Distinct() || (whole.Sketch == nil) != (merged.Sketch == nil) {
			t.Fatalf("%d keys of %d in the sample, %d of %d when merged", whole.Table.Keys, whole.Distinct(), merged.Table.Keys, merged.Distinct())
		}
		if whole.Table.bytes() > budget && whole.Table.Zeros < MaxZeros {
			t.Fatalf("%d bytes of %d", whole.Table.bytes(), budget)
		}
		for n, count := range truth {
			hash, _ := keyOf(n)
			for _, k := range []*KeyCounts{&whole, &merged} {
				got, over := k.Get(hash)
				if got < count || got-over > count || over > 0 && k.Sketch == nil {
					t.Fatalf("key %d came %d times, said to be %d less up to %d", n, count, got, over)
				}
				if s := k.Table.find(hash); s != nil && s.Mark != uint8(n%2) {
					t.Fatalf("mark %d of key %d", s.Mark, n)
				}
			}
		}
		if n := float64(len(truth)); float64(whole.Distinct()) < n*0.95-2 || float64(whole.Distinct()) > n*1.05+2 {
			t.Fatalf("%d keys, estimated %d", len(truth), whole.Distinct())
		}
	})
}

// BenchmarkHeavyKeys measures an update once the budget is spent.
func BenchmarkHeavyKeys(b *testing.B) {
	for _, w := range workloads() {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k := newKeyCounts(slotBytes)
				for i, hash := range w.hashes {
					k.Add(hash, w.key(i), 0)
				}
				if n, truth := float64(k.Distinct()), float64(w.distinct); n < truth*0.96 || n > truth*1.04 {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(w.hashes)), "ns/update")
		})
	}
}
