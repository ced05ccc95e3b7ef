package replay

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/routing"
)

// TestStages: all the time is some stage's, and reading in Load counts as reading.
func TestStages(t *testing.T) {
	times := routing.Times{Next: 1 * time.Second, Load: 10 * time.Second, Route: 2 * time.Second, Consume: 3 * time.Second,
		Starved: 4 * time.Second, Full: 5 * time.Second}
	want := []report.StageBlock{{Stage: report.StageRead, BusySeconds: 5, BlockedSeconds: 4}, {Stage: report.StageParse, BusySeconds: 6, BlockedSeconds: 0}, {Stage: report.StageRoute, BusySeconds: 2, BlockedSeconds: 0}, {Stage: report.StagePartitions, BusySeconds: 3, BlockedSeconds: 5}}
	if diff := cmp.Diff(want, report.StagesOf(times, 4*time.Second)); diff != "" {
		t.Error(diff)
	}
}

// TestSlowInputIsNamed: where the input is slow, the time goes to reading.
func TestSlowInputIsNamed(t *testing.T) {
	cfg := roundRobin("-")
	cfg.Stdin, cfg.Workers = slowReader{strings.NewReader(strings.Repeat("{}\n", 20))}, 2
	r, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	stages := r.Throughput.Stages
	if len(stages) != 4 || stages[0].Stage != report.StageRead || stages[0].BusySeconds < 0.02 || stages[0].BlockedSeconds < 0.01 {
		t.Errorf("%+v", stages)
	}
	for _, s := range stages[1:] {
		if s.BusySeconds > stages[0].BusySeconds {
			t.Errorf("%s takes longer than reading: %+v", s.Stage, stages)
		}
	}
}

// slowReader takes a millisecond for each line.
type slowReader struct{ r io.Reader }

func (s slowReader) Read(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return s.r.Read(p[:min(3, len(p))])
}
