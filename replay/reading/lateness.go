package reading

import (
	"math"
	"slices"
	"time"
)

const (
	// maxTimedSources is how many source partitions are told apart by their times.
	maxTimedSources = 1 << 16
	// lowestSources is of how many of them the lowest times are kept.
	lowestSources = 1 << 10
	// LowestTimes is how many of these a list has at most.
	LowestTimes = 256
	// maxDense bounds the numbers of the source partitions that are looked up without a map.
	maxDense = 1 << 12
)

// Lateness counts the records that come after later ones of their source partition, and those that come behind its
// watermark: the latest time of the source partition so far less the lag. It is what an engine sees that reads each source
// partition in its order. A part of an input does not know what came before it; so that parts can be merged it keeps the lowest
// times of each source partition, which are those that a later time before would have made late.
type Lateness struct {
	Lag        int64  // in milliseconds; negative: no watermark is declared
	OutOfOrder uint64 // records
	Late       uint64 // records behind the watermark
	AtLeast    bool   // some more may be: parts overlap by more than is kept
	Sources    []SourceTime
	dense      []int32         // places in Sources plus one, by source partition, of the low ones
	index      map[int32]int32 // of the others
}

// SourceTime is what is known of the times of a source partition.
type SourceTime struct {
	Partition int32
	Latest    int64  // milliseconds since 1970
	Rising    Lowest // the times of the records that are in order
	InTime    Lowest // the times of the records that are not late; empty without a watermark
}

// NewLateness returns counts of nothing; lag is nil if no watermark is declared.
func NewLateness(lag *time.Duration) *Lateness {
	l := &Lateness{Lag: -1}
	if lag != nil {
		l.Lag = lag.Milliseconds()
	}
	return l
}

// add counts the records of the next chunk.
func (l *Lateness) add(c *Chunk) {
	for i, t := range c.times {
		if t == NoTime {
			continue
		}
		var s *SourceTime
		if at := l.place(c.records[i].Source); at > 0 {
			s = &l.Sources[at-1]
		} else if s = l.begin(c.records[i].Source); s == nil {
			l.AtLeast = true
			continue
		} else {
			s.Latest = t
		}
		if t >= s.Latest {
			s.Latest = t
			if t < s.Rising.Cut {
				s.Rising.add(t, 1)
			}
		} else {
			l.OutOfOrder++
			if l.Lag >= 0 && t < s.Latest-l.Lag {
				l.Late++
				continue
			}
		}
		if l.Lag >= 0 && t < s.InTime.Cut {
			s.InTime.add(t, 1)
		}
	}
}

// place returns where the place in Sources plus one of a source partition is noted.
func (l *Lateness) place(partition int32) int32 {
	if int(partition) < len(l.dense) {
		return l.dense[partition]
	}
	return l.index[partition]
}

// begin returns a source partition that is not there yet; nil if there are too many.
func (l *Lateness) begin(partition int32) *SourceTime {
	if len(l.Sources) == maxTimedSources {
		return nil
	}
	added := SourceTime{Partition: partition, Rising: Lowest{Cut: math.MaxInt64}, InTime: Lowest{Cut: math.MaxInt64}}
	if len(l.Sources) >= lowestSources {
		added.Rising.Cut, added.InTime.Cut = math.MinInt64, math.MinInt64
	}
	l.Append(added)
	return &l.Sources[len(l.Sources)-1]
}

// Append adds a source partition, and reports whether it is a new one.
func (l *Lateness) Append(s SourceTime) bool {
	if l.place(s.Partition) > 0 {
		return false
	}
	l.Sources = append(l.Sources, s)
	place := int32(len(l.Sources))
	switch {
	case s.Partition < maxDense:
		if int(s.Partition) >= len(l.dense) {
			l.dense = append(l.dense, make([]int32, int(s.Partition)+1-len(l.dense))...)
		}
		l.dense[s.Partition] = place
	default:
		if l.index == nil {
			l.index = make(map[int32]int32)
		}
		l.index[s.Partition] = place
	}
	return true
}

// Merge adds the counts of the next part.
func (l *Lateness) Merge(next *Lateness) {
	l.OutOfOrder += next.OutOfOrder
	l.Late += next.Late
	l.AtLeast = l.AtLeast || next.AtLeast
	for i := range next.Sources {
		other := &next.Sources[i]
		at := l.place(other.Partition)
		if at == 0 {
			if s := l.begin(other.Partition); s == nil {
				l.AtLeast = true
			} else {
				*s = *other
			}
			continue
		}
		s := &l.Sources[at-1]
		l.OutOfOrder += l.drop(&other.Rising, s.Latest)
		s.Rising.merge(&other.Rising)
		if l.Lag >= 0 {
			l.Late += l.drop(&other.InTime, s.Latest-l.Lag)
			s.InTime.merge(&other.InTime)
		}
		s.Latest = max(s.Latest, other.Latest)
	}
}

// drop takes the times out of a list that lie below another, and returns the number of their records.
func (l *Lateness) drop(list *Lowest, below int64) (records uint64) {
	if below > list.Cut {
		l.AtLeast = true
	}
	at, _ := slices.BinarySearch(list.Times, below)
	for _, n := range list.Records[:at] {
		records += n
	}
	list.Times, list.Records = list.Times[at:], list.Records[at:]
	return records
}

// Lowest is the lowest of some times, and how many records have each.
type Lowest struct {
	Times   []int64 // in ascending order
	Records []uint64
	Cut     int64 // times from here on are left out; math.MaxInt64: none is
}

// add adds records with a time.
func (l *Lowest) add(t int64, records uint64) {
	if t >= l.Cut {
		return
	}
	n := len(l.Times)
	at := n
	if n > 0 && t <= l.Times[n-1] {
		var found bool
		if at, found = slices.BinarySearch(l.Times, t); found {
			l.Records[at] += records
			return
		}
	}
	if n == LowestTimes {
		if at == n {
			l.Cut = t
			return
		}
		l.Cut = l.Times[n-1]
		l.Times, l.Records = l.Times[:n-1], l.Records[:n-1]
	}
	l.Times, l.Records = slices.Insert(l.Times, at, t), slices.Insert(l.Records, at, records)
}

// merge adds the times of another list.
func (l *Lowest) merge(other *Lowest) {
	for i, t := range other.Times {
		l.add(t, other.Records[i])
	}
	if other.Cut < l.Cut {
		l.Cut = other.Cut
		at, _ := slices.BinarySearch(l.Times, l.Cut)
		l.Times, l.Records = l.Times[:at], l.Records[:at]
	}
}
