package counting

// SourceKeys notes in which source partitions each value of the declared source key occurs. Past
// its budget it does so for a sample of the values, as KeyCounts does.
type SourceKeys struct {
	Table  *Table // counts hold pairs
	Budget int64

	Nulls    uint64 // records without a source key: some part of it is null or has no value
	Unplaced uint64 // records with one, but without a source partition
	Lost     uint64 // keys with two source partitions that the sample has lost
}

// Pair is one source partition, or two different ones, in the order in which they came. The low half
// of the bits is the first one plus 1, the high half the second one plus 1, each 0 if there is none.
type Pair uint64

// With returns the pair with another source partition, which is dropped if there are two already.
func (p Pair) With(source int32) Pair {
	n := Pair(uint32(source)) + 1
	switch {
	case p == 0:
		return n
	case !p.Both() && p != n:
		return p | n<<32
	}
	return p
}

// Both reports whether there are two.
func (p Pair) Both() bool { return p>>32 != 0 }

// Sources returns the source partitions of the pair.
func (p Pair) Sources() []int32 {
	if !p.Both() {
		return []int32{int32(uint32(p) - 1)}
	}
	return []int32{int32(uint32(p) - 1), int32(p>>32) - 1}
}

// add notes a source partition of a key.
func (s *SourceKeys) add(hash uint64, key []byte, source int32) {
	if !s.Table.Wanted(hash) {
		return
	}
	c := s.Table.Upsert(hash, key)
	if c.Count == 0 {
		c.Count = uint64(Pair(0).With(source))
		s.fit()
		return
	}
	c.Count = uint64(Pair(c.Count).With(source))
}

// fit makes the sample smaller until it is within the budget.
func (s *SourceKeys) fit() {
	for s.Table.bytes() > s.Budget && s.Table.Zeros < MaxZeros {
		s.halve()
	}
}

// halve makes the sample smaller once.
func (s *SourceKeys) halve() {
	s.Table.halve(func(c *Slot) {
		if Pair(c.Count).Both() {
			s.Lost++
		}
	})
}

// merge adds what a later part of the input has noted.
func (s *SourceKeys) merge(other *SourceKeys) {
	for s.Table.Zeros < other.Table.Zeros {
		s.halve()
	}
	for c := range other.Table.All() {
		if !s.Table.Wanted(c.Hash) {
			if Pair(c.Count).Both() {
				s.Lost++
			}
			continue
		}
		mine := s.Table.Upsert(c.Hash, other.Table.Key(c))
		for _, source := range Pair(c.Count).Sources() {
			mine.Count = uint64(Pair(mine.Count).With(source))
		}
	}
	s.Nulls += other.Nulls
	s.Unplaced += other.Unplaced
	s.Lost += other.Lost
	s.fit()
}
