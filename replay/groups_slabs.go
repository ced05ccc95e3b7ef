package replay

import (
	"sync"
	"unsafe"
)

// slabBytes is how much memory is asked for at a time: many huge pages.
const slabBytes = 32 << 20

// slabs gives tables the memory of their segments, cut from large pieces that the system is asked to
// map by huge pages. Page by page, the first touch of the memory takes longer than all else that is
// done with a group that is new; and searches in millions of groups miss the processor's cache of
// mappings less often. Tables of many partitions share it, as each may be small.
type slabs struct {
	mu   sync.Mutex
	rest []slot   // of the last slab
	free [][]slot // segments that were given back
}

// take returns n free slots. Only those of whole segments come from a slab. It works for nil too.
func (s *slabs) take(n int) []slot {
	if s == nil || n != segmentSlots {
		return make([]slot, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.free) - 1; last >= 0 {
		slots := s.free[last]
		s.free = s.free[:last]
		clear(slots)
		return slots
	}
	if len(s.rest) < n {
		s.rest = make([]slot, slabBytes/slotBytes)
		adviseHugePages(unsafe.Slice((*byte)(unsafe.Pointer(&s.rest[0])), slabBytes))
	}
	slots := s.rest[:n:n]
	s.rest = s.rest[n:]
	return slots
}

// give takes slots back that nobody uses any more.
func (s *slabs) give(slots []slot) {
	if s == nil || len(slots) != segmentSlots {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, slots)
}
