package routing_test

import (
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/routing"
)

// TestTimes: what is slow is what the time went to, and there is no more time than the workers had.
func TestTimes(t *testing.T) {
	nap := func(int) error { time.Sleep(time.Millisecond); return nil }
	for name, c := range map[string]struct {
		source  fakeSource
		consume func(int, routing.Batch[item]) error
		slow    func(routing.Times) time.Duration
		waits   func(routing.Times) time.Duration // of the other worker
	}{
		"next":    {fakeSource{next: nap}, ignore, func(t routing.Times) time.Duration { return t.Next }, func(t routing.Times) time.Duration { return t.Starved }},
		"load":    {fakeSource{load: nap}, ignore, func(t routing.Times) time.Duration { return t.Load }, nil},
		"settle":  {fakeSource{settle: nap}, ignore, func(t routing.Times) time.Duration { return t.Load }, nil},
		"route":   {fakeSource{routing: nap}, ignore, func(t routing.Times) time.Duration { return t.Route }, nil},
		"consume": {fakeSource{}, func(p int, _ routing.Batch[item]) error { return nap(p) }, func(t routing.Times) time.Duration { return t.Consume }, func(t routing.Times) time.Duration { return t.Full }},
	} {
		s := c.source
		s.chunks, s.perChunk, s.route = 30, 10, func(uint64) int32 { return 1 }
		start := time.Now()
		metrics, err := routing.Run(t.Context(), routing.Config{Partitions: 4, Workers: 2}, &s, c.consume)
		took := time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		m := metrics.Times
		if slow := c.slow(m); slow < 30*time.Millisecond {
			t.Errorf("%s: %v in 30 naps of 1 ms: %+v", name, slow, m)
		}
		if c.waits != nil && c.waits(m) < 10*time.Millisecond {
			t.Errorf("%s: nobody waited for it: %+v", name, m)
		}
		if all := m.Next + m.Load + m.Route + m.Consume + m.Starved + m.Full; all > 2*took {
			t.Errorf("%s: %v of work in %v of two workers", name, all, took)
		}
	}
}
