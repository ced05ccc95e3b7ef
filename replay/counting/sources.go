package counting

import "iter"

const (
	// MaxSources is how many source partitions one partition tells apart, the first ones it sees; a
	// file may call any field a partition.
	MaxSources = 1 << 16
	// MaxLate is how many records that came late are kept as examples.
	MaxLate = 10
)

// SourceCounts is what a partition received from each source partition, and whether it came in
// order.
type SourceCounts struct {
	List  []sourceCount // in the order of their first records
	index []uint32      // places in list plus one, by home of the source partition; 0: free

	Unnamed    uint64 // records that name no source partition; they are among those of 0
	Others     uint64 // records of the source partitions beyond MaxSources
	Violations uint64
	Examples   []Late // the first ones
}

// Late is a record that came after a later one of its source partition.
type Late struct {
	Source        int32
	Record, After uint64 // places among the records of the input: its own, and the later one's
}

// sourceCount is about one source partition.
type sourceCount struct {
	Partition int32
	Records   uint64
	Next      uint64 // the lowest ordinal in the input that may come
}

// Add counts a record by its ordinal in the input.
func (s *SourceCounts) Add(partition int32, ordinal uint64, unnamed bool) {
	if unnamed {
		s.Unnamed++
	}
	c := s.Get(partition)
	if c == nil {
		s.Others++
		return
	}
	c.Records++
	if ordinal < c.Next {
		s.Violations++
		if len(s.Examples) < MaxLate {
			s.Examples = append(s.Examples, Late{partition, ordinal, c.Next - 1})
		}
		return
	}
	c.Next = ordinal + 1
}

// All yields the source partitions that are told apart.
func (s *SourceCounts) All() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i := range s.List {
			if !yield(s.List[i].Partition) {
				return
			}
		}
	}
}

// Get returns the count of a source partition, nil if there are too many.
func (s *SourceCounts) Get(partition int32) *sourceCount {
	if 2*len(s.List) >= len(s.index) {
		s.rehash()
	}
	mask := uint32(len(s.index) - 1)
	i := home(uint64(partition), len(s.index))
	for ; s.index[i] != 0; i = (i + 1) & mask {
		if c := &s.List[s.index[i]-1]; c.Partition == partition {
			return c
		}
	}
	if len(s.List) == MaxSources {
		return nil
	}
	s.List = append(s.List, sourceCount{Partition: partition})
	s.index[i] = uint32(len(s.List))
	return &s.List[len(s.List)-1]
}

// rehash doubles the index.
func (s *SourceCounts) rehash() {
	s.index = make([]uint32, max(8, 2*len(s.index)))
	mask := uint32(len(s.index) - 1)
	for place := range s.List {
		i := home(uint64(s.List[place].Partition), len(s.index))
		for s.index[i] != 0 {
			i = (i + 1) & mask
		}
		s.index[i] = uint32(place + 1)
	}
}

// Moved returns how many records are not in the partition that has the number of their source
// partition modulo n, in partition number p, and how many name a source partition at all. Those
// beyond MaxSources are in neither.
func (s *SourceCounts) Moved(p, n int) (moved, named uint64) {
	for _, c := range s.List {
		records := c.Records
		if c.Partition == 0 {
			records -= s.Unnamed
		}
		named += records
		if int(c.Partition)%n != p {
			moved += records
		}
	}
	return moved, named
}

// merge adds the counts of a later part of the input, before which there were that many records.
func (s *SourceCounts) merge(other *SourceCounts, before uint64) {
	for _, c := range other.List {
		mine := s.Get(c.Partition)
		if mine == nil {
			s.Others += c.Records
			continue
		}
		mine.Records += c.Records
		mine.Next = before + c.Next
	}
	s.Unnamed += other.Unnamed
	s.Others += other.Others
	s.Violations += other.Violations
	for _, e := range other.Examples[:min(len(other.Examples), MaxLate-len(s.Examples))] {
		e.Record += before
		e.After += before
		s.Examples = append(s.Examples, e)
	}
}
