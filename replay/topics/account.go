package topics

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

// Account is what a replay, or several parts of one, have read of a topic.
type Account struct {
	Name, Group string
	Partitions  []PartitionAccount // by number
}

// PartitionAccount is what was read of one partition.
type PartitionAccount struct {
	Bounds
	Records uint64
	Read    []OffsetRange // apart, in order
}

// NewAccount returns an account of a topic of which nothing was read yet; nil for a nil topic.
func NewAccount(t Topic) *Account {
	if t == nil {
		return nil
	}
	r := &Account{Name: t.Name(), Group: t.Group()}
	for _, b := range t.Bounds() {
		r.Partitions = append(r.Partitions, PartitionAccount{Bounds: b})
	}
	return r
}

// partition returns the account of a partition, a new one if there was none.
func (r *Account) partition(b Bounds) *PartitionAccount {
	i, found := slices.BinarySearchFunc(r.Partitions, b.Partition, func(p PartitionAccount, n int32) int { return cmp.Compare(p.Partition, n) })
	if !found {
		r.Partitions = slices.Insert(r.Partitions, i, PartitionAccount{Bounds: b})
	}
	return &r.Partitions[i]
}

// Take records a piece of which the first lines were counted.
func (r *Account) Take(piece *Piece, lines uint64) {
	to := piece.To
	if piece.Records != nil && lines < uint64(piece.Records.Len()) {
		to = piece.Records.At(int(lines)).Offset // the input was cut off here
	}
	p := r.partition(Bounds{piece.Partition, piece.From, NoEnd})
	p.Records += lines
	p.add(OffsetRange{piece.From, to})
}

// add notes that offsets were read, which were not read before.
func (p *PartitionAccount) add(o OffsetRange) {
	if o.From >= o.To {
		return
	}
	i, _ := slices.BinarySearchFunc(p.Read, o, compareRanges)
	p.Read = slices.Insert(p.Read, i, o)
	joined := p.Read[:1]
	for _, next := range p.Read[1:] {
		if last := &joined[len(joined)-1]; last.To == next.From {
			last.To = next.To
		} else {
			joined = append(joined, next)
		}
	}
	p.Read = joined
}

// compareRanges orders ranges that are apart.
func compareRanges(a, b OffsetRange) int { return cmp.Compare(a.From, b.From) }

// Clone returns a deep copy.
func (r *Account) Clone() *Account {
	c := &Account{Name: r.Name, Group: r.Group}
	for _, p := range r.Partitions {
		p.Read = slices.Clone(p.Read)
		c.Partitions = append(c.Partitions, p)
	}
	return c
}

// Overlap returns offsets of a partition that both accounts have; found is false if there are none.
func (r *Account) Overlap(other *Account) (partition int32, both OffsetRange, found bool) {
	for _, theirs := range other.Partitions {
		for _, mine := range r.partition(theirs.Bounds).Read {
			for _, o := range theirs.Read {
				if both := (OffsetRange{max(mine.From, o.From), min(mine.To, o.To)}); both.From < both.To {
					return theirs.Partition, both, true
				}
			}
		}
	}
	return 0, OffsetRange{}, false
}

// Widen extends the bounds to include those of another part.
func (r *Account) Widen(other *Account) {
	for _, theirs := range other.Partitions {
		mine := r.partition(theirs.Bounds)
		mine.Begin, mine.End = min(mine.Begin, theirs.Begin), max(mine.End, theirs.End)
	}
}

// Merge adds what another part has read, which does not overlap.
func (r *Account) Merge(other *Account) {
	r.Widen(other)
	for _, theirs := range other.Partitions {
		mine := r.partition(theirs.Bounds)
		mine.Records += theirs.Records
		for _, o := range theirs.Read {
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

// Ends returns, for each partition of which something was read, the offset after the last one.
func (r *Account) Ends() map[int32]int64 {
	ends := make(map[int32]int64)
	for _, p := range r.Partitions {
		if n := len(p.Read); n > 0 {
			ends[p.Partition] = p.Read[n-1].To
		}
	}
	return ends
}

// What returns what was replayed, in words.
func (r *Account) What() string {
	if r == nil {
		return "files"
	}
	return fmt.Sprintf("the topic %q", r.Name)
}
