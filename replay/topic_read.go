package replay

import (
	"cmp"
	"fmt"
	"slices"
)

// OffsetRange is the offsets of a partition from From on and before To.
type OffsetRange struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// topicRead is what a replay, or several parts of one, have read of a topic.
type topicRead struct {
	name, group string
	partitions  []partitionRead // by number
}

// partitionRead is what was read of one partition.
type partitionRead struct {
	Bounds
	records uint64
	read    []OffsetRange // apart, in order
}

// newTopicRead returns an account in which nothing was read yet; nil if the topic is.
func newTopicRead(t Topic) *topicRead {
	if t == nil {
		return nil
	}
	r := &topicRead{name: t.Name(), group: t.Group()}
	for _, b := range t.Bounds() {
		r.partitions = append(r.partitions, partitionRead{Bounds: b})
	}
	return r
}

// partition returns the account of a partition, a new one if there was none.
func (r *topicRead) partition(b Bounds) *partitionRead {
	i, found := slices.BinarySearchFunc(r.partitions, b.Partition, func(p partitionRead, n int32) int { return cmp.Compare(p.Partition, n) })
	if !found {
		r.partitions = slices.Insert(r.partitions, i, partitionRead{Bounds: b})
	}
	return &r.partitions[i]
}

// take notes a piece of which the first lines were counted.
func (r *topicRead) take(piece *Piece, lines uint64) {
	to := piece.To
	if piece.Records != nil && lines < uint64(piece.Records.Len()) {
		to = piece.Records.At(int(lines)).Offset // the input was cut off here
	}
	p := r.partition(Bounds{piece.Partition, piece.From, NoEnd})
	p.records += lines
	p.add(OffsetRange{piece.From, to})
}

// add notes that offsets were read, which were not read before.
func (p *partitionRead) add(o OffsetRange) {
	if o.From >= o.To {
		return
	}
	i, _ := slices.BinarySearchFunc(p.read, o, compareRanges)
	p.read = slices.Insert(p.read, i, o)
	joined := p.read[:1]
	for _, next := range p.read[1:] {
		if last := &joined[len(joined)-1]; last.To == next.From {
			last.To = next.To
		} else {
			joined = append(joined, next)
		}
	}
	p.read = joined
}

// compareRanges orders ranges that are apart.
func compareRanges(a, b OffsetRange) int { return cmp.Compare(a.From, b.From) }

// clone returns a copy that shares nothing.
func (r *topicRead) clone() *topicRead {
	c := &topicRead{name: r.name, group: r.group}
	for _, p := range r.partitions {
		p.read = slices.Clone(p.read)
		c.partitions = append(c.partitions, p)
	}
	return c
}

// overlap returns offsets of a partition that both have read.
func (r *topicRead) overlap(other *topicRead) (partition int32, both OffsetRange, found bool) {
	for _, theirs := range other.partitions {
		for _, mine := range r.partition(theirs.Bounds).read {
			for _, o := range theirs.read {
				if both := (OffsetRange{max(mine.From, o.From), min(mine.To, o.To)}); both.From < both.To {
					return theirs.Partition, both, true
				}
			}
		}
	}
	return 0, OffsetRange{}, false
}

// widen makes what there was to read of another part something that there was to read.
func (r *topicRead) widen(other *topicRead) {
	for _, theirs := range other.partitions {
		mine := r.partition(theirs.Bounds)
		mine.Begin, mine.End = min(mine.Begin, theirs.Begin), max(mine.End, theirs.End)
	}
}

// merge adds what another part has read, which does not overlap.
func (r *topicRead) merge(other *topicRead) {
	r.widen(other)
	for _, theirs := range other.partitions {
		mine := r.partition(theirs.Bounds)
		mine.records += theirs.records
		for _, o := range theirs.read {
			mine.add(o)
		}
	}
}

// String says which offsets they are.
func (o OffsetRange) String() string {
	if o.To == o.From+1 {
		return fmt.Sprintf("offset %d", o.From)
	}
	return fmt.Sprintf("offsets %d to %d", o.From, o.To-1)
}

// ends returns the offsets behind what was read, by partition, of those of which something was.
func (r *topicRead) ends() map[int32]int64 {
	ends := make(map[int32]int64)
	for _, p := range r.partitions {
		if n := len(p.read); n > 0 {
			ends[p.Partition] = p.read[n-1].To
		}
	}
	return ends
}

// what says what was replayed.
func (r *topicRead) what() string {
	if r == nil {
		return "files"
	}
	return fmt.Sprintf("the topic %q", r.name)
}
