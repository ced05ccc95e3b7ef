package replay

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestStateThatCannotBeWritten is an error, besides the report.
func TestStateThatCannotBeWritten(t *testing.T) {
	cfg := Config{Inputs: []string{fileWith(t, `{"a":1}`)}, Strategy: strategies.RoundRobin, Partitions: 2}
	for room := range 200 {
		cfg.State = &narrowWriter{room: room}
		r, err := Run(t.Context(), cfg)
		if r == nil || r.Input.Records != 1 {
			t.Fatal(err)
		}
		if err == nil && room < len(state.Magic) || err != nil && !errors.Is(err, errFailing) {
			t.Fatalf("room for %d bytes: %v", room, err)
		}
	}
}

// TestPartialParts: the report of parts that ended early says so.
func TestPartialParts(t *testing.T) {
	strategy := faulty(func(r strategies.Record) int { return int(r.Ordinal / 100 * 9) })
	var saved bytes.Buffer
	cfg := Config{
		Inputs: []string{fileWith(t, strings.Split(text(flatLines(1, 200, 100)), "\n")...)}, Keys: fields("sym"), KeyNames: []string{"sym"},
		Partitions: 4, Strategy: strategy, State: &saved, blockBytes: 1000,
	}
	got, err := Run(t.Context(), cfg)
	if err == nil || got == nil || got.Partial == nil || got.Partial.Because != err.Error() {
		t.Fatalf("%v, %+v", err, got)
	}
	merged, err := Merge([]state.Part{{Name: "a.state", State: &saved}}, MergeConfig{})
	if err != nil || merged.Complete || merged.Partial == nil || merged.Partial.Because != "a.state: "+got.Partial.Because {
		t.Errorf("%v, %+v", err, merged)
	}
}
