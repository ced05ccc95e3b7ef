package replay

// sourceKeys notes in which source partitions each value of the declared source key occurs. Past
// its budget it does so for a sample of the values, as keyCounts does.
type sourceKeys struct {
	table  *table // counts hold pairs
	budget int64

	nulls    uint64 // records without a source key: some part of it is null or has no value
	unplaced uint64 // records with one, but without a source partition
	lost     uint64 // keys with two source partitions that the sample has lost
}

// pair is one source partition, or two different ones, in the order in which they came. The low half
// of the bits is the first one plus 1, the high half the second one plus 1, each 0 if there is none.
type pair uint64

// with returns the pair with another source partition, which is dropped if there are two already.
func (p pair) with(source int32) pair {
	n := pair(uint32(source)) + 1
	switch {
	case p == 0:
		return n
	case !p.both() && p != n:
		return p | n<<32
	}
	return p
}

// both reports whether there are two.
func (p pair) both() bool { return p>>32 != 0 }

// sources returns the source partitions of the pair.
func (p pair) sources() []int32 {
	if !p.both() {
		return []int32{int32(uint32(p) - 1)}
	}
	return []int32{int32(uint32(p) - 1), int32(p>>32) - 1}
}

// add notes a source partition of a key.
func (s *sourceKeys) add(hash uint64, key []byte, source int32) {
	if !s.table.wanted(hash) {
		return
	}
	c := s.table.upsert(hash, key)
	if c.count == 0 {
		c.count = uint64(pair(0).with(source))
		s.fit()
		return
	}
	c.count = uint64(pair(c.count).with(source))
}

// fit makes the sample smaller until it is within the budget.
func (s *sourceKeys) fit() {
	for s.table.bytes() > s.budget && s.table.zeros < maxZeros {
		s.halve()
	}
}

// halve makes the sample smaller once.
func (s *sourceKeys) halve() {
	s.table.halve(func(c *slot) {
		if pair(c.count).both() {
			s.lost++
		}
	})
}

// merge adds what a later part of the input has noted.
func (s *sourceKeys) merge(other *sourceKeys) {
	for s.table.zeros < other.table.zeros {
		s.halve()
	}
	for c := range other.table.all() {
		if !s.table.wanted(c.hash) {
			if pair(c.count).both() {
				s.lost++
			}
			continue
		}
		mine := s.table.upsert(c.hash, other.table.key(c))
		for _, source := range pair(c.count).sources() {
			mine.count = uint64(pair(mine.count).with(source))
		}
	}
	s.nulls += other.nulls
	s.unplaced += other.unplaced
	s.lost += other.lost
	s.fit()
}
