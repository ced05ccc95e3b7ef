package replay

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/strategies"
)

// cancelReader cancels a context when it has been read to a place, and then blocks.
type cancelReader struct {
	data   []byte
	cancel context.CancelFunc
	wait   chan struct{}
}

func (r *cancelReader) Read(buf []byte) (int, error) {
	if len(r.data) == 0 {
		r.cancel()
		<-r.wait
		return 0, errors.New("never looked at")
	}
	n := copy(buf, r.data)
	r.data = r.data[n:]
	return n, nil
}

// TestCancelGivesAPartialReport: also while the input is waited for. What was read until there is
// counted in full.
func TestCancelGivesAPartialReport(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := &cancelReader{data: []byte("{\"k\":1}\n{\"k\":2}\nbad\n{\"k\":3"), cancel: cancel, wait: make(chan struct{})}
	defer close(r.wait)
	report, err := Run(ctx, Config{
		Inputs: []string{"-"}, Stdin: r, Strategy: strategies.RoundRobin, Partitions: 2, Workers: 3,
	})
	if !errors.Is(err, context.Canceled) || report == nil {
		t.Fatalf("error %v, report %v", err, report)
	}
	if report.Complete || report.Input.Lines != 3 || report.Input.Records != 2 || report.Input.Rejected.Count != 1 ||
		report.Partitions[0].Records != 1 || report.Partitions[1].Records != 1 {
		t.Errorf("%+v", report)
	}
}

// TestFailureEndsTheWaitForInput: when the routing fails, nobody waits for the rest of the input.
func TestFailureEndsTheWaitForInput(t *testing.T) {
	waiting := make(chan struct{})
	strategy := strategies.RoundRobin
	strategy.Bind = func(strategies.RoutingContext) (strategies.Partitioner, error) { return outside(waiting), nil }
	r := &cancelReader{data: []byte("{}\n"), cancel: func() { close(waiting) }, wait: make(chan struct{})}
	defer close(r.wait)
	report, err := Run(t.Context(), Config{Inputs: []string{"-"}, Stdin: r, Strategy: strategy, Partitions: 2, Workers: 2})
	if err == nil || !strings.Contains(err.Error(), "partition 5") || report == nil || report.Complete {
		t.Errorf("error %v, report %+v", err, report)
	}
}

// outside is a partitioner that breaks its contract, once the channel is closed.
type outside chan struct{}

func (o outside) Partition(strategies.Record) int {
	<-o
	return 5
}

// TestCancelLosesNothing: what was under way when the replay was stopped is counted as well.
func TestCancelLosesNothing(t *testing.T) {
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		r := &cancelReader{data: bytes.Repeat([]byte("{\"k\":1}\n"), 50_000), cancel: cancel, wait: make(chan struct{})}
		cfg := Config{Inputs: []string{"-"}, Stdin: r, Strategy: strategies.RoundRobin, Partitions: 9, Workers: 3, blockBytes: 1000}
		report, err := Run(ctx, cfg)
		close(r.wait)
		if !errors.Is(err, context.Canceled) || report == nil {
			t.Fatalf("error %v, report %v", err, report)
		}
		checkConservation(t, report)
		if report.Complete || report.Input.Records != 50_000 {
			t.Fatalf("%+v", report.Input)
		}
	}
}
