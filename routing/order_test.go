package routing_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/routing"
)

// TestOrderAndConservation: each record arrives once, at its partition, in input order, and no
// partition is served by two workers at a time.
func TestOrderAndConservation(t *testing.T) {
	noLeak(t)
	rapid.Check(t, func(t *rapid.T) {
		cfg := routing.Config{
			Partitions: rapid.IntRange(1, 257).Draw(t, "partitions"),
			Workers:    rapid.IntRange(1, 8).Draw(t, "workers"),
			Chunks:     rapid.IntRange(0, 9).Draw(t, "chunks"),
		}
		total := rapid.IntRange(0, 5000).Draw(t, "records")
		size := rapid.IntRange(1, 700).Draw(t, "chunk size")
		hot := rapid.IntRange(0, 100).Draw(t, "percent to partition 0")
		hash := spread(cfg.Partitions)
		route := func(o uint64) int32 {
			if int(o*31%100) < hot {
				return 0
			}
			return hash(o)
		}
		records := make([]int, total)
		for i := range records {
			records[i] = i
		}
		source := routing.Records(routing.Slices(records, size), func(ordinal uint64, r int) int {
			if ordinal != uint64(r) {
				t.Errorf("record %d has ordinal %d", r, ordinal)
			}
			return int(route(ordinal))
		})
		got := make([][]int, cfg.Partitions)
		busy := make([]atomic.Bool, cfg.Partitions)
		batches := make([]uint64, cfg.Partitions)
		metrics, err := routing.Run(context.Background(), cfg, source, func(p int, b routing.Batch[int]) error {
			if !busy[p].CompareAndSwap(false, true) {
				t.Errorf("partition %d served twice at a time", p)
			}
			if b.Len() == 0 {
				t.Errorf("empty batch")
			}
			batches[p]++
			i := 0
			for r := range b.All() {
				if r != b.At(i) {
					t.Errorf("All and At differ")
				}
				i++
				got[p] = append(got[p], r)
			}
			busy[p].Store(false)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := make([][]int, cfg.Partitions)
		for r := range records {
			want[route(uint64(r))] = append(want[route(uint64(r))], r)
		}
		for p := range want {
			if len(want[p]) != len(got[p]) {
				t.Fatalf("partition %d: %d records, want %d", p, len(got[p]), len(want[p]))
			}
			for i := range want[p] {
				if want[p][i] != got[p][i] {
					t.Fatalf("partition %d: record %d is %d, want %d", p, i, got[p][i], want[p][i])
				}
			}
			m := metrics.Partitions[p]
			if m.Records != uint64(len(got[p])) || m.Batches != batches[p] {
				t.Fatalf("partition %d: metrics %+v, got %d records in %d batches", p, m, len(got[p]), batches[p])
			}
		}
		if chunks := (total + size - 1) / size; metrics.Records() != uint64(total) || metrics.Chunks != uint64(chunks) {
			t.Fatalf("metrics: %d records in %d chunks, want %d in %d", metrics.Records(), metrics.Chunks, total, chunks)
		}
	})
}

// TestSkewStaysBounded: 64 partitions, nearly everything goes to one whose consumer is slow. The
// run ends, never has more chunks in hand than allowed, and says who held it up.
func TestSkewStaysBounded(t *testing.T) {
	noLeak(t)
	const partitions, hot, chunks = 64, 17, 6
	for _, workers := range []int{1, 2, 8} {
		hash := spread(partitions)
		source := &fakeSource{chunks: 200, perChunk: 100, route: func(o uint64) int32 {
			if o%10 != 0 {
				return hot
			}
			return hash(o)
		}}
		var hotChunks, ahead atomic.Int64
		source.next = func(chunk int) error {
			if n := int64(chunk) - hotChunks.Load(); n > ahead.Load() {
				ahead.Store(n)
			}
			return nil
		}
		var metrics routing.Metrics
		var err error
		within(t, time.Minute, func() {
			cfg := routing.Config{Partitions: partitions, Workers: workers, Chunks: chunks}
			metrics, err = routing.Run(t.Context(), cfg, source, func(p int, _ routing.Batch[item]) error {
				if p == hot {
					time.Sleep(200 * time.Microsecond)
					hotChunks.Add(1)
				}
				return nil
			})
		})
		if err != nil || metrics.Records() != 20000 {
			t.Fatalf("%d workers: %d records, %v", workers, metrics.Records(), err)
		}
		if source.made > chunks || ahead.Load() > chunks {
			t.Errorf("%d workers: %d chunks made, %d claimed ahead of the hot partition, at most %d allowed",
				workers, source.made, ahead.Load(), chunks)
		}
		var blocked time.Duration
		for p, m := range metrics.Partitions {
			if m.MaxDepth > chunks || m.MaxDepth < 1 {
				t.Errorf("%d workers: partition %d: depth %d, want 1 to %d", workers, p, m.MaxDepth, chunks)
			}
			blocked += m.Blocked
		}
		if workers > 1 && metrics.Partitions[hot].Blocked < blocked/2 {
			t.Errorf("%d workers: the hot partition blocked %v of %v", workers, metrics.Partitions[hot].Blocked, blocked)
		}
		if workers > 1 && blocked == 0 {
			t.Errorf("%d workers: never blocked", workers)
		}
	}
}

// TestSlowPartitionLetsOthersRun: while one partition's consumer stands still, the others go on
// as far as the bound lets them.
func TestSlowPartitionLetsOthersRun(t *testing.T) {
	noLeak(t)
	source := &fakeSource{chunks: 50, perChunk: 20, route: spread(4)}
	var others atomic.Int64
	release := make(chan struct{})
	within(t, time.Minute, func() {
		_, err := routing.Run(t.Context(), routing.Config{Partitions: 4, Workers: 3, Chunks: 5}, source,
			func(p int, b routing.Batch[item]) error {
				if p == 2 {
					<-release
					return nil
				}
				for r := range b.All() {
					if r.ordinal/20 == 4 && others.Add(1) == 1 { // the fifth chunk, the last in the ring
						close(release)
					}
				}
				return nil
			})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	for want, cfg := range map[string]routing.Config{
		"0 partitions: give 1 to 65536":     {},
		"65537 partitions: give 1 to 65536": {Partitions: routing.MaxPartitions + 1},
		"-1 workers: give 1 to 1024":        {Partitions: 1, Workers: -1},
		"1025 workers: give 1 to 1024":      {Partitions: 1, Workers: routing.MaxWorkers + 1},
		"-1 chunks: give at least 1":        {Partitions: 1, Chunks: -1},
	} {
		_, err := routing.Run(t.Context(), cfg, &fakeSource{}, func(int, routing.Batch[item]) error { return nil })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", cfg, err, want)
		}
	}
}
