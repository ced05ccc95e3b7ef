package decide

import (
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// timeOf returns the event time of a source's records: the time column of a window that is a column of the source, else its
// event.time.field.
func (c *Case) timeOf(s *logical.Scan) planner.EventTime {
	t := planner.EventTime{Format: s.Clock.Format, Lag: s.Clock.Lag}
	for _, w := range c.Tree.Windows {
		if t.Window == 0 && w.Size >= time.Millisecond {
			t.Window = w.Size
		}
		col := c.Tree.Columns.Get(w.Time)
		if w.Time == 0 || col == nil || col.Scan != s {
			continue
		}
		switch key := col.Key.(type) {
		case scalar.Field:
			t.Path, t.Name = key.Path, c.Tree.Columns.Name(w.Time)
			if !slices.Equal(key.Path, []string{s.Clock.Field}) {
				t.Format = "" // it is that of another field
			}
		case scalar.System:
			t.System, t.Name = key.Name, key.Name
		default:
			continue
		}
		if w.Size >= time.Millisecond {
			t.Window = w.Size
		}
		return t
	}
	if s.Clock.Field != "" {
		t.Path, t.Name = []string{s.Clock.Field}, s.Clock.Field
	}
	return t
}
