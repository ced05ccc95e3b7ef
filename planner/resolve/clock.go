package resolve

import (
	"cmp"
	"time"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

const (
	// defaultLag is how far a bounded watermark is behind where watermark.max_out_of_orderness does not say it, and
	// ascendingLag how far one of ascending times is (engine: sql/execution/watermarks.rs).
	defaultLag   = 5 * time.Second
	ascendingLag = time.Millisecond
)

// clocks notes what the properties say of the event time of each source: those with its name before those of all.
func (r *resolver) clocks() {
	for _, s := range r.tree.Scans {
		property := func(name string) string { return cmp.Or(r.stmt.Property(s.Name+"."+name), r.stmt.Property(name)) }
		s.Clock = logical.Clock{Field: property("event.time.field"), Format: property("event.time.format")}
		bound, bounded := syntax.ParseLength(property("watermark.max_out_of_orderness"))
		bounded = bounded && bound >= 0
		lag := defaultLag
		if bounded {
			lag = bound
		}
		switch strategy := property("watermark.strategy"); {
		case strategy == "ascending" || strategy == "ascending_timestamps":
			lag = ascendingLag
		case strategy == "bounded_out_of_orderness" || strategy == "" && bounded:
		default:
			continue // custom, or one that the engine takes for none
		}
		s.Clock.Lag = &lag
	}
}
