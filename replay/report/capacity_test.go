package report

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"testing"
)

// TestDrainOfASimulatedQueue: the time to work off a backlog is that of a queue whose records come by chance.
func TestDrainOfASimulatedQueue(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for _, c := range []struct {
		rate, perRecord float64
		backlog         uint64
		shares          []float64
	}{
		{200_000, 20e-6, 300_000, []float64{0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125}},
		{100_000, 20e-6, 200_000, []float64{0.4, 0.3, 0.2, 0.1, 0}},
		{1000, 1e-3, 5000, []float64{0.6, 0.4}},
		{0.001, 1e-5, 100_000, []float64{1}},
	} {
		b := &CapacityBlock{PerRecordSeconds: c.perRecord, Backlog: c.backlog}
		got := b.drain(c.rate, c.shares)
		want := 0.0
		for _, share := range c.shares {
			want = max(want, simulated(random, c.rate*share, c.perRecord, int(float64(c.backlog)*share)))
		}
		if got == nil || math.Abs(*got-want) > 0.1*want {
			t.Errorf("%+v: %v s, in a queue %.3f s", c, got, want)
		}
	}
	b := &CapacityBlock{PerRecordSeconds: 1e-3, Backlog: 10}
	if got := b.drain(2000, []float64{0.5, 0.5}); got != nil {
		t.Errorf("a partition that is always busy needs %v s", *got)
	}
}

// events are times.
type events []float64

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i] < e[j] }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(float64)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// simulated is when a queue of so many records is empty for the first time, to which others come by chance at a rate.
func simulated(random *rand.Rand, rate, perRecord float64, waiting int) float64 {
	if waiting == 0 {
		return 0
	}
	arrivals := &events{random.ExpFloat64() / rate}
	now := 0.0
	for waiting > 0 {
		now += perRecord // one record is done
		waiting--
		for (*arrivals)[0] <= now {
			heap.Push(arrivals, heap.Pop(arrivals).(float64)+random.ExpFloat64()/rate)
			waiting++
		}
	}
	return now
}
