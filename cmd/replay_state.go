package cmd

import (
	"cmp"
	"time"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/state"
)

// keeps is what a job keeps, as a replay takes it; a window is kept for as long as the watermark is behind, too.
func keeps(s planner.State, at planner.EventTime) (state.Keeps, counting.Panes) {
	milliseconds := func(d time.Duration) int64 { return int64((d + time.Millisecond - 1) / time.Millisecond) }
	k := state.Keeps{Kind: cmp.Or(s.Kind, state.KeepsNothing), Aggregates: s.Aggregates, Within: milliseconds(s.Within), Rows: s.Rows}
	if s.Window == 0 {
		return k, counting.Panes{}
	}
	k.Grace = milliseconds(s.Grace)
	if at.Lag != nil {
		k.Grace += milliseconds(*at.Lag)
	}
	return k, counting.Panes{Length: milliseconds(s.Window), Every: max(milliseconds(s.Every), 1)}
}
