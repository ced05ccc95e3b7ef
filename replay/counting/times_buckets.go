package counting

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// TimeBuckets are the counts of all partitions by buckets of event time.
type TimeBuckets struct {
	Width int64        // milliseconds
	List  []TimeBucket // those with records, by time
}

// TimeBucket is one of them.
type TimeBucket struct {
	Start      int64 // milliseconds since 1970
	Records    uint64
	Partitions []uint64 // records, by partition
}

// Buckets puts the counts of the partitions together; nil if no time was counted. They must be closed, and their buckets may
// become longer.
func (ps *Partitions) Buckets() *TimeBuckets {
	if ps.Scope.Bucket == 0 {
		return nil
	}
	width := ps.Scope.Bucket
	for _, p := range ps.List {
		width = max(width, p.Times.Width)
	}
	for ; ; width *= 2 {
		numbers := make(map[int64]bool)
		for _, p := range ps.List {
			p.Times.Coarsen(width)
			for i := range p.Times.Cells {
				numbers[p.Times.Cells[i].Bucket] = true
			}
		}
		if len(numbers) <= ps.List[0].Times.Limit {
			break
		}
	}
	all := &TimeBuckets{Width: width}
	at := make(map[int64]int)
	for partition, p := range ps.List {
		for i := range p.Times.Cells {
			c := &p.Times.Cells[i]
			place, found := at[c.Bucket]
			if !found {
				place = len(all.List)
				at[c.Bucket] = place
				all.List = append(all.List, TimeBucket{Start: c.Bucket * width, Partitions: make([]uint64, len(ps.List))})
			}
			all.List[place].Records += c.Records
			all.List[place].Partitions[partition] = c.Records
		}
	}
	slices.SortFunc(all.List, func(a, b TimeBucket) int { return cmp.Compare(a.Start, b.Start) })
	return all
}

// HotAt returns the most frequent keys of the bucket of that start, hotKeys at most, after Buckets.
func (ps *Partitions) HotAt(start int64) []HotCount {
	sums := make(map[uint64]HotCount)
	floors := uint64(0) // what a key may have had in all partitions whose lists it is not in
	for _, p := range ps.List {
		at, found := p.Times.index.get(bucketOf(start, p.Times.Width))
		if !found {
			continue
		}
		hot := &p.Times.Cells[at].Hot
		floor := hot.Floor
		if ps.Scope.whole() {
			floor = 0
		}
		floors += floor
		for _, k := range hot.Keys[:hot.Len] {
			sum := sums[k.Hash]
			// Those of this list are added now, those of all others, which it may be in, with floors. What wraps around here
			// does so back again.
			sums[k.Hash] = HotCount{k.Hash, sum.Records + k.Records - floor, sum.Over + k.Over - floor}
		}
	}
	all := make([]HotCount, 0, len(sums))
	for _, k := range sums {
		k.Records += floors
		k.Over += floors
		if k.Records > k.Over {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, compareHot)
	return all[:min(len(all), hotKeys)]
}

// whole reports whether all records of a group are in one partition, as far as the strategy promises it.
func (c Scope) whole() bool {
	return c.Delivers == dist.KindSingle || c.Delivers == dist.KindBy && !c.Routes
}

// KeyOf returns the bytes of the group key that has a hash, nil if it is not known: of sketched groups not all are.
func (ps *Partitions) KeyOf(hash uint64) []byte {
	for _, p := range ps.List {
		if s := p.Groups.Table.find(hash); s != nil {
			return p.Groups.Table.Key(s)
		}
		if p.Groups.Sketch != nil {
			if k := p.Groups.Sketch.Heavy.ByHash[hash]; k != nil {
				return k.Text
			}
		}
	}
	return nil
}
