package routing_test

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/routing"
)

// item is a record that knows its place in the input and its partition.
type item struct {
	ordinal   uint64
	partition int32
}

// fakeSource yields chunks of items and can be told to misbehave.
type fakeSource struct {
	chunks, perChunk int
	route            func(ordinal uint64) int32

	next, load, settle, routing func(chunk int) error // called at that point; nil: nothing

	claimed, settled, made int
}

func (s *fakeSource) Next(_ context.Context, old routing.Chunk[item]) (routing.Chunk[item], error) {
	if s.claimed == s.chunks {
		return nil, io.EOF
	}
	if err := hook(s.next, s.claimed); err != nil {
		return nil, err
	}
	c, ok := old.(*fakeChunk)
	if !ok {
		s.made++
		c = &fakeChunk{source: s}
	}
	c.number = s.claimed
	s.claimed++
	return c, nil
}

// fakeChunk checks the order of the calls as it goes.
type fakeChunk struct {
	source  *fakeSource
	number  int
	records []item
	loaded  bool
}

func (c *fakeChunk) Load(context.Context) error {
	c.loaded = true
	return hook(c.source.load, c.number)
}

func (c *fakeChunk) Settle() {
	if !c.loaded || c.source.settled != c.number {
		panic("settled out of order")
	}
	c.source.settled++
	if err := hook(c.source.settle, c.number); err != nil {
		panic(err)
	}
	c.loaded = false
	c.records = c.records[:0]
	for i := range c.source.perChunk {
		o := uint64(c.number*c.source.perChunk + i)
		c.records = append(c.records, item{ordinal: o, partition: c.source.route(o)})
	}
}

func (c *fakeChunk) Records() []item { return c.records }

func (c *fakeChunk) Route(partitions []int32) {
	if err := hook(c.source.routing, c.number); err != nil {
		panic(err)
	}
	for i, r := range c.records {
		partitions[i] = r.partition
	}
}

func hook(f func(int) error, chunk int) error {
	if f == nil {
		return nil
	}
	return f(chunk)
}

// spread routes like a hash would.
func spread(partitions int) func(uint64) int32 {
	return func(o uint64) int32 {
		o *= 0x9e3779b97f4a7c15
		return int32((o >> 32) % uint64(partitions))
	}
}

// noLeak fails the test if goroutines outlive it.
func noLeak(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		deadline := time.Now().Add(5 * time.Second)
		for runtime.NumGoroutine() > before {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<16)
				t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(),
					stacks[:runtime.Stack(stacks, true)])
			}
			time.Sleep(time.Millisecond)
		}
	})
}

// within fails the test if f takes too long, which is how a deadlock shows.
func within(t *testing.T, limit time.Duration, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(limit):
		stacks := make([]byte, 1<<16)
		t.Fatalf("still running after %v:\n%s", limit, stacks[:runtime.Stack(stacks, true)])
	}
}
