package state

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// alive writes the groups of each window, in an order that depends on nothing else.
func (s *stateWriter) alive(a *counting.Alive) {
	s.uint(uint64(a.Zeros))
	s.signed(a.Latest)
	s.uint(uint64(len(a.First)))
	for _, g := range slices.SortedFunc(maps.Keys(a.First), func(a, b counting.AliveGroup) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Window, b.Window))
	}) {
		s.uint(g.Group)
		s.signed(g.Window)
		s.signed(a.First[g])
	}
}

// alive reads what one of n partitions has counted, of windows or not.
func (s *stateReader) alive(n int, windows bool) *counting.Alive {
	a := counting.NewAlive(n)
	a.Zeros, a.Latest = uint(s.upTo(counting.MaxZeros)), s.signed()
	if a.Latest != math.MinInt64 && !isInstant(a.Latest) {
		s.damaged()
	}
	for range s.upTo(uint64(a.Limit)) {
		if s.err != nil {
			break
		}
		g := counting.AliveGroup{Group: s.uint(), Window: s.signed()}
		first := s.signed()
		_, twice := a.First[g]
		if twice || g.Group > math.MaxUint64>>a.Zeros || !isInstant(first) || windows && !isInstant(g.Window) || !windows && g.Window != counting.NoWindow {
			s.damaged()
		}
		a.First[g] = first
	}
	return a
}

// isInstant reports whether a number may be a time in milliseconds, or the number of a window.
func isInstant(n int64) bool { return -maxInstant <= n && n <= maxInstant }
