package routing_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/routing"
)

var errTest = errors.New("test error")

// runFake runs source over 4 partitions and returns what was consumed.
func runFake(t *testing.T, workers int, source *fakeSource, consume func(int, routing.Batch[item]) error) (routing.Metrics, error) {
	t.Helper()
	var metrics routing.Metrics
	var err error
	within(t, time.Minute, func() {
		cfg := routing.Config{Partitions: 4, Workers: workers, Chunks: 5}
		metrics, err = routing.Run(t.Context(), cfg, source, consume)
	})
	return metrics, err
}

func ignore(int, routing.Batch[item]) error { return nil }

func TestConsumerErrorStopsTheRun(t *testing.T) {
	noLeak(t)
	for _, workers := range []int{1, 2, 7} {
		source := &fakeSource{chunks: 1 << 30, perChunk: 10, route: spread(4)}
		var failed atomic.Int64
		metrics, err := runFake(t, workers, source, func(p int, b routing.Batch[item]) error {
			if p == 3 && b.At(0).ordinal >= 500 {
				failed.Add(1)
				return errTest
			}
			return nil
		})
		if !errors.Is(err, errTest) || !strings.Contains(err.Error(), "partition 3") {
			t.Fatalf("%d workers: %v", workers, err)
		}
		if failed.Load() != 1 {
			t.Errorf("%d workers: partition 3 was served %d times after its error", workers, failed.Load()-1)
		}
		if n := metrics.Records(); n < 100 || n > 1000 {
			t.Errorf("%d workers: %d records consumed", workers, n)
		}
	}
}

// TestSourceErrorEndsTheInput: all that lies before the chunk with the error arrives, nothing else.
func TestSourceErrorEndsTheInput(t *testing.T) {
	noLeak(t)
	at := func(chunk int, err error) func(int) error {
		return func(n int) error {
			if n == chunk {
				return err
			}
			return nil
		}
	}
	const bad = 37
	cut := fmt.Errorf("the connection was cut: %w", errors.Join(errTest, io.EOF)) // no end of the input
	slowBad := func(n int) error {                                                // the chunks after it are loaded first
		if n == bad {
			time.Sleep(20 * time.Millisecond)
			return errTest
		}
		return nil
	}
	slowLater := func(n int) error { // fails after, but lies behind, the one that counts
		switch n {
		case bad:
			time.Sleep(10 * time.Millisecond) // the next one is on its way by then
			return errTest
		case bad + 1:
			time.Sleep(30 * time.Millisecond)
			return errors.New("later error")
		}
		return nil
	}
	for name, source := range map[string]*fakeSource{
		"slow later load": {load: slowLater},
		"next":            {next: at(bad, errTest)}, "load": {load: at(bad, errTest)}, "slow load": {load: slowBad},
		"load before next": {load: slowBad, next: at(bad+2, errors.New("later error"))},
		"settle":           {settle: at(bad, errTest)},
		"cut in next":      {next: at(bad, cut)}, "cut in load": {load: at(bad, cut)},
	} {
		for _, workers := range []int{1, 2, 7} {
			s := *source
			s.chunks, s.perChunk, s.route = 1000, 10, spread(4)
			metrics, err := runFake(t, workers, &s, ignore)
			if !errors.Is(err, errTest) {
				t.Errorf("%s, %d workers: error %v", name, workers, err)
			}
			if metrics.Records() != bad*10 || metrics.Chunks != bad {
				t.Errorf("%s, %d workers: %d records in %d chunks, want %d in %d",
					name, workers, metrics.Records(), metrics.Chunks, bad*10, bad)
			}
		}
	}
}

func TestCancel(t *testing.T) {
	noLeak(t)
	for _, workers := range []int{1, 2, 7} {
		ctx, cancel := context.WithCancel(t.Context())
		source := &fakeSource{chunks: 1 << 30, perChunk: 10, route: spread(4)}
		var late, consumed atomic.Int64
		within(t, time.Minute, func() {
			metrics, err := routing.Run(ctx, routing.Config{Partitions: 4, Workers: workers}, source,
				func(_ int, b routing.Batch[item]) error {
					if consumed.Add(int64(b.Len())) > 1000 {
						cancel()
						time.Sleep(5 * time.Millisecond) // the watcher has seen it by now
						late.Add(1)
					}
					return nil
				})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%d workers: error %v", workers, err)
			}
			if metrics.Records() != uint64(consumed.Load()) {
				t.Errorf("%d workers: metrics say %d, consumed %d", workers, metrics.Records(), consumed.Load())
			}
		})
		if late.Load() > int64(workers) {
			t.Errorf("%d workers: %d batches after cancel", workers, late.Load())
		}
	}
}

// TestCancelWakesABlockedSource: a source that waits for input is told to give up.
func TestCancelWakesABlockedSource(t *testing.T) {
	noLeak(t)
	ctx, cancel := context.WithCancel(t.Context())
	source := routing.Records(func(ctx context.Context) ([]int, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(uint64, int) int { return 0 })
	within(t, time.Minute, func() {
		_, err := routing.Run(ctx, routing.Config{Partitions: 3, Workers: 4}, source,
			func(int, routing.Batch[int]) error { return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestCancelledBeforeTheStart(t *testing.T) {
	noLeak(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		metrics, err := routing.Run(ctx, routing.Config{Partitions: 2, Workers: 2},
			&fakeSource{chunks: 9, perChunk: 9, route: spread(2)}, ignore)
		if !errors.Is(err, context.Canceled) || metrics.Records() != 0 {
			t.Fatalf("%d records, error %v", metrics.Records(), err)
		}
	}
}

// TestPanics: a callback that panics or leaves its goroutine is reported, with the place.
func TestPanics(t *testing.T) {
	noLeak(t)
	boom := func(n int) error {
		if n == 7 {
			panic(fmt.Errorf("boom: %w", errTest))
		}
		return nil
	}
	leave := func(n int) error {
		if n == 7 {
			runtime.Goexit()
		}
		return nil
	}
	for name, source := range map[string]*fakeSource{
		"next": {next: boom}, "load": {load: boom}, "settle": {settle: boom}, "route": {routing: boom},
		"next leaves": {next: leave}, "load leaves": {load: leave}, "settle leaves": {settle: leave}, "route leaves": {routing: leave},
	} {
		for _, workers := range []int{1, 2, 7} {
			s := *source
			s.chunks, s.perChunk, s.route = 1<<30, 10, spread(4)
			_, err := runFake(t, workers, &s, ignore)
			checkPanic(t, fmt.Sprintf("%s, %d workers", name, workers), err, -1, "the source panicked: ")
		}
	}
	for name, f := range map[string]func(int) error{"panic": boom, "leave": leave} {
		for _, workers := range []int{1, 2, 7} {
			s := &fakeSource{chunks: 1 << 30, perChunk: 10, route: func(uint64) int32 { return 2 }}
			_, err := runFake(t, workers, s, func(_ int, b routing.Batch[item]) error { return f(int(b.At(0).ordinal / 10)) })
			checkPanic(t, fmt.Sprintf("consumer: %s, %d workers", name, workers), err, 2, "the consumer of partition 2 panicked: ")
		}
	}
}

func checkPanic(t *testing.T, name string, err error, partition int, text string) {
	t.Helper()
	var p *routing.PanicError
	if !errors.As(err, &p) || p.Partition != partition || !strings.Contains(err.Error(), text) {
		t.Errorf("%s: %v", name, err)
		return
	}
	if strings.Contains(name, "leave") {
		if !strings.Contains(err.Error(), "runtime.Goexit") {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	if !errors.Is(err, errTest) || !strings.Contains(string(p.Stack), "stop_test.go") {
		t.Errorf("%s: value %v, stack:\n%s", name, p.Value, p.Stack)
	}
}

func TestPartitionOutOfRange(t *testing.T) {
	noLeak(t)
	for _, p := range []int{-1, 4, 1 << 40, -1 << 40} {
		source := routing.Records(routing.Slices(make([]int, 10), 3), func(o uint64, _ int) int {
			if o == 7 {
				return p
			}
			return 0
		})
		_, err := routing.Run(t.Context(), routing.Config{Partitions: 4, Workers: 2}, source,
			func(int, routing.Batch[int]) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "record 1 of a chunk") || !strings.Contains(err.Error(), "the partitions are 0 to 3") {
			t.Errorf("partition %d: %v", p, err)
		}
	}
}

func TestSourceWithoutChunk(t *testing.T) {
	_, err := routing.Run(t.Context(), routing.Config{Partitions: 1}, nilSource{}, func(int, routing.Batch[int]) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "neither a chunk nor an error") {
		t.Error(err)
	}
}

type nilSource struct{}

func (nilSource) Next(context.Context, routing.Chunk[int]) (routing.Chunk[int], error) {
	return nil, nil
}
