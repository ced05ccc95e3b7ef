package counting

import "encoding/binary"

// SourceKeys notes in which source partitions each value of the declared source key occurs. Past
// its budget it does so for a sample of the values, as KeyCounts does.
type SourceKeys struct {
	Table  *Table // by key; counts hold pairs
	Places *Table // by key and source partition, as PlaceKey has them: records. Its sample is that of the same keys.
	Budget int64  // of both tables

	buffer []byte // of one key of Places

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
	known := c.Count > 0
	c.Count = uint64(Pair(c.Count).With(source))
	s.buffer = AppendPlaceKey(s.buffer[:0], key, source)
	p := s.Places.Upsert(PlaceHash(hash, source), s.buffer)
	p.Count++
	if !known || p.Count == 1 {
		s.fit()
	}
}

// placeBytes is how many bytes of a key of SourceKeys.Places are the source partition.
const placeBytes = 4

// AppendPlaceKey appends the key of SourceKeys.Places for a source key in a source partition.
func AppendPlaceKey(dst, key []byte, source int32) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, key...), uint32(source))
}

// SplitPlaceKey takes a key of SourceKeys.Places apart; ok is false if it is none.
func SplitPlaceKey(place []byte) (key []byte, source int32, ok bool) {
	n := len(place) - placeBytes
	if n < 0 {
		return nil, 0, false
	}
	source = int32(binary.LittleEndian.Uint32(place[n:]))
	return place[:n], source, source >= 0
}

// PlaceHash returns the hash of a key of SourceKeys.Places, given that of the source key. It begins alike, so that both
// are in the samples of the same keys, and ends differently for each source partition.
func PlaceHash(hash uint64, source int32) uint64 {
	return hash ^ uint64(uint32(source)*0x9E3779B1)
}

// Records returns how many records of a source key were in a source partition; 0 if the key is not in the sample.
func (s *SourceKeys) Records(hash uint64, key []byte, source int32) uint64 {
	if !s.Table.Wanted(hash) {
		return 0
	}
	if c := s.Places.get(PlaceHash(hash, source), AppendPlaceKey(nil, key, source)); c != nil {
		return c.Count
	}
	return 0
}

// fit makes the sample smaller until it is within the budget.
func (s *SourceKeys) fit() {
	for s.Table.bytes()+s.Places.bytes() > s.Budget && s.Table.Zeros < MaxZeros {
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
	s.Places.halve(func(*Slot) {})
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
	for c := range other.Places.All() {
		if s.Places.Wanted(c.Hash) {
			s.Places.Upsert(c.Hash, other.Places.Key(c)).Count += c.Count
		}
	}
	s.Nulls += other.Nulls
	s.Unplaced += other.Unplaced
	s.Lost += other.Lost
	s.fit()
}
