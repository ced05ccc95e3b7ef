package replay

const (
	// maxSources is how many source partitions one partition tells apart, the first ones it sees; a
	// file may call any field a partition.
	maxSources = 1 << 16
	// maxLate is how many records that came late are kept as examples.
	maxLate = 10
)

// sourceCounts is what a partition received from each source partition, and whether it came in
// order.
type sourceCounts struct {
	list  []sourceCount // in the order of their first records
	index []uint32      // places in list plus one, by home of the source partition; 0: free

	unnamed    uint64 // records that name no source partition; they are among those of 0
	others     uint64 // records of the source partitions beyond maxSources
	violations uint64
	examples   []late // the first ones
}

// late is a record that came after a later one of its source partition.
type late struct {
	source        int32
	record, after uint64 // places among the records of the input: its own, and the later one's
}

// sourceCount is about one source partition.
type sourceCount struct {
	partition int32
	records   uint64
	next      uint64 // the lowest ordinal in the input that may come
}

// add counts a record by its ordinal in the input.
func (s *sourceCounts) add(partition int32, ordinal uint64, unnamed bool) {
	if unnamed {
		s.unnamed++
	}
	c := s.get(partition)
	if c == nil {
		s.others++
		return
	}
	c.records++
	if ordinal < c.next {
		s.violations++
		if len(s.examples) < maxLate {
			s.examples = append(s.examples, late{partition, ordinal, c.next - 1})
		}
		return
	}
	c.next = ordinal + 1
}

// get returns the count of a source partition, nil if there are too many.
func (s *sourceCounts) get(partition int32) *sourceCount {
	if 2*len(s.list) >= len(s.index) {
		s.rehash()
	}
	mask := uint32(len(s.index) - 1)
	i := home(uint64(partition), len(s.index))
	for ; s.index[i] != 0; i = (i + 1) & mask {
		if c := &s.list[s.index[i]-1]; c.partition == partition {
			return c
		}
	}
	if len(s.list) == maxSources {
		return nil
	}
	s.list = append(s.list, sourceCount{partition: partition})
	s.index[i] = uint32(len(s.list))
	return &s.list[len(s.list)-1]
}

// rehash doubles the index.
func (s *sourceCounts) rehash() {
	s.index = make([]uint32, max(8, 2*len(s.index)))
	mask := uint32(len(s.index) - 1)
	for place := range s.list {
		i := home(uint64(s.list[place].partition), len(s.index))
		for s.index[i] != 0 {
			i = (i + 1) & mask
		}
		s.index[i] = uint32(place + 1)
	}
}

// moved returns how many records are not in the partition that has the number of their source
// partition modulo n, in partition number p, and how many name a source partition at all. Those
// beyond maxSources are in neither.
func (s *sourceCounts) moved(p, n int) (moved, named uint64) {
	for _, c := range s.list {
		records := c.records
		if c.partition == 0 {
			records -= s.unnamed
		}
		named += records
		if int(c.partition)%n != p {
			moved += records
		}
	}
	return moved, named
}

// merge adds the counts of a later part of the input, before which there were that many records.
func (s *sourceCounts) merge(other *sourceCounts, before uint64) {
	for _, c := range other.list {
		mine := s.get(c.partition)
		if mine == nil {
			s.others += c.records
			continue
		}
		mine.records += c.records
		mine.next = before + c.next
	}
	s.unnamed += other.unnamed
	s.others += other.others
	s.violations += other.violations
	for _, e := range other.examples[:min(len(other.examples), maxLate-len(s.examples))] {
		e.record += before
		e.after += before
		s.examples = append(s.examples, e)
	}
}
