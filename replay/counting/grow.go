package counting

// full reports whether a segment takes no more keys: 13/16 of its slots are used. With more of
// them in use, the search for a free one gets long.
func (s *segment) full() bool { return s.used >= len(s.slots)*13/16 }

// grow makes room in a full segment.
func (t *Table) grow(s *segment) {
	switch {
	case len(s.slots) < segmentSlots || s.depth+t.Zeros >= maxDepth:
		old := s.slots
		s.slots, s.used = t.memory.take(2*len(old)), 0
		for i := range old {
			if old[i].form != 0 {
				s.put(&old[i])
			}
		}
	default:
		t.split(s)
	}
}

// put copies a used slot into a segment that has room and does not hold its key.
func (s *segment) put(c *Slot) {
	mask := uint32(len(s.slots) - 1)
	i := home(c.Hash, len(s.slots)) & mask
	for s.slots[i].form != 0 {
		i = (i + 1) & mask
	}
	s.slots[i] = *c
	s.used++
}

// take empties a segment and returns what it held, appended to buffer.
func (s *segment) take(buffer []Slot) []Slot {
	old := append(buffer, s.slots...)
	clear(s.slots)
	s.used = 0
	return old
}

// split moves the keys of a segment with the next bit set into a new one.
func (t *Table) split(s *segment) {
	if s.depth == t.depth {
		doubled := make([]*segment, 2*len(t.directory))
		for i, d := range t.directory {
			doubled[2*i], doubled[2*i+1] = d, d
		}
		t.directory = doubled
		t.depth++
	}
	var buffer [segmentSlots]Slot // on the stack: a table for each partition is many
	old := s.take(buffer[:0])
	s.depth++
	next := &segment{slots: t.memory.take(len(s.slots)), depth: s.depth}
	bit := uint64(1) << (64 - t.Zeros - s.depth)
	var prefix uint64
	for i := range old {
		if old[i].form == 0 {
			continue
		}
		prefix = old[i].Hash
		if old[i].Hash&bit != 0 {
			next.put(&old[i])
		} else {
			s.put(&old[i])
		}
	}
	span := uint64(1) << (t.depth - s.depth) // elements of the directory that are the new segment's
	first := prefix << t.Zeros >> (64 - t.depth) &^ (2*span - 1)
	for i := first + span; i < first+2*span; i++ {
		t.directory[i] = next
	}
}

// halve drops the keys whose hash does not begin with one more zero, about half of them. drop is
// called for each and must not keep the slot.
func (t *Table) halve(drop func(*Slot)) {
	bit := uint64(1) << (63 - t.Zeros)
	if only := t.directory[0]; only.depth == 0 {
		t.directory, t.depth = []*segment{only}, 0
		for _, c := range only.take(nil) {
			switch {
			case c.form == 0:
			case c.Hash&bit == 0:
				only.put(&c)
			default:
				drop(&c)
			}
		}
	} else {
		half := uint64(len(t.directory) / 2)
		for s := range t.segments(half, 2*half) {
			for i := range s.slots {
				if s.slots[i].form != 0 {
					drop(&s.slots[i])
				}
			}
			t.memory.give(s.slots)
		}
		for s := range t.segments(0, half) {
			s.depth-- // the iterator has read it already
		}
		t.directory = append([]*segment(nil), t.directory[:half]...)
		t.depth--
	}
	t.Zeros++
	t.recount()
}

// recount finds the size of the table anew and frees the bytes of keys that it no longer holds.
func (t *Table) recount() {
	old := t.arena
	t.arena, t.long, t.Keys = arena{}, 0, 0
	for c := range t.All() {
		t.Keys++
		if c.form == formLong {
			t.setKey(c, old.get(c.place()))
		}
	}
}

// clear removes all keys but keeps the memory of the segments.
func (t *Table) clear() {
	for s := range t.segments(0, uint64(len(t.directory))) {
		clear(s.slots)
		s.used = 0
	}
	t.Keys, t.long, t.arena = 0, 0, arena{}
}
