package counting

import (
	"errors"
	"sync"
	"unsafe"
)

// slabBytes is how much memory is asked for at a time: many huge pages.
const slabBytes = 32 << 20

// slabs gives tables the memory of their segments, cut from large pieces that the system maps by
// huge pages if it can. Page by page, the first touch of the memory takes longer than all else that
// is done with a group that is new; and searches in millions of groups miss the processor's cache of
// mappings less often. Tables of many partitions share it, as each may be small.
//
// The garbage collector knows nothing of this memory: it is there until free is called.
type slabs struct {
	mu       sync.Mutex
	mappings [][]byte
	rest     []Slot   // of the last one
	unused   [][]Slot // segments that were given back
}

// take returns n free slots. Only those of whole segments come from a slab. It works for nil too.
func (s *slabs) take(n int) []Slot {
	if s == nil || n != segmentSlots {
		return make([]Slot, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.unused) - 1; last >= 0 {
		slots := s.unused[last]
		s.unused = s.unused[:last]
		clear(slots)
		return slots
	}
	if len(s.rest) < n && !s.grow() {
		return make([]Slot, n)
	}
	slots := s.rest[:n:n]
	s.rest = s.rest[n:]
	return slots
}

// grow maps another slab, and reports whether the system lets it.
func (s *slabs) grow() bool {
	mapping, aligned := mapSlab()
	if mapping == nil {
		return false
	}
	s.mappings = append(s.mappings, mapping)
	s.rest = unsafe.Slice((*Slot)(unsafe.Pointer(&aligned[0])), len(aligned)/slotBytes)
	return true
}

// give takes slots back that are no longer used.
func (s *slabs) give(slots []Slot) {
	if s == nil || len(slots) != segmentSlots {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unused = append(s.unused, slots)
}

// free frees all memory. Nothing that was taken may be used any more.
func (s *slabs) free() error {
	var err error
	for _, mapping := range s.mappings {
		err = errors.Join(err, unmapSlab(mapping))
	}
	s.mappings, s.rest, s.unused = nil, nil, nil
	return err
}
