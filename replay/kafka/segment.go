package kafka

import (
	"sync/atomic"
	"time"
)

// segment is how long the reader goes on before it says that its input is over for now.
type segment struct {
	until time.Time   // zero: as long as there is something
	hurry atomic.Bool // the group waits for it
}

// begin begins a segment that takes some time.
func (s *segment) begin(takes time.Duration) {
	s.until = time.Now().Add(takes)
	s.hurry.Store(false)
}

// over reports whether it is over.
func (s *segment) over() bool {
	return s.hurry.Load() || !s.until.IsZero() && !time.Now().Before(s.until)
}

// left is how long it still takes, 0 if that is not known.
func (s *segment) left() time.Duration {
	if s.until.IsZero() {
		return 0
	}
	return max(time.Until(s.until), time.Millisecond)
}
