package counting

import (
	"cmp"
	"slices"
)

// HotCount is a key in a bucket of time and how often it came there: between Records - Over and Records times. Keys are told
// apart by the hash of their group alone.
type HotCount struct {
	Hash          uint64
	Records, Over uint64
}

// compareHot orders counts, the most frequent key first.
func compareHot(a, b HotCount) int {
	return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Hash, b.Hash))
}

// hotKeys is how many keys of a bucket are known in each partition.
const hotKeys = 4

// HotList is the most frequent keys of a bucket in one partition.
type HotList struct {
	Keys  [hotKeys]HotCount // the first Len of them, by compareHot
	Len   int
	Floor uint64 // no other key has come more often
}

// add counts a key once, as SpaceSaving does.
func (h *HotList) add(hash uint64) {
	list := h.Keys[:h.Len]
	at := slices.IndexFunc(list, func(k HotCount) bool { return k.Hash == hash })
	switch {
	case at >= 0:
		list[at].Records++
	case h.Len < hotKeys:
		at = h.Len
		h.Keys[at] = HotCount{hash, h.Floor + 1, h.Floor}
		h.Len++
		list = h.Keys[:h.Len]
	default:
		at = h.Len - 1
		h.Floor = max(h.Floor, list[at].Records)
		list[at] = HotCount{hash, h.Floor + 1, h.Floor}
	}
	for ; at > 0 && compareHot(list[at], list[at-1]) < 0; at-- {
		list[at], list[at-1] = list[at-1], list[at]
	}
}

// get returns the count of a key, which may be what a key can have that is not in the list.
func (h *HotList) get(hash uint64) HotCount {
	for _, k := range h.Keys[:h.Len] {
		if k.Hash == hash {
			return k
		}
	}
	return HotCount{hash, h.Floor, h.Floor}
}

// Merge adds the counts of another list (Agarwal, Cormode, Huang, Phillips, Wei, Yi: Mergeable summaries, PODS 2012).
func (h *HotList) Merge(other *HotList) {
	if other.Len == 0 && other.Floor == 0 {
		return
	}
	if h.Len == 0 && h.Floor == 0 {
		*h = *other
		return
	}
	var all [2 * hotKeys]HotCount
	n := 0
	for _, k := range h.Keys[:h.Len] {
		o := other.get(k.Hash)
		all[n] = HotCount{k.Hash, k.Records + o.Records, k.Over + o.Over}
		n++
	}
	for _, k := range other.Keys[:other.Len] {
		if !slices.ContainsFunc(h.Keys[:h.Len], func(mine HotCount) bool { return mine.Hash == k.Hash }) {
			all[n] = HotCount{k.Hash, k.Records + h.Floor, k.Over + h.Floor}
			n++
		}
	}
	*h = newHotList(all[:n], h.Floor+other.Floor)
}

// newHotList keeps the most frequent of some keys, which it sorts.
func newHotList(all []HotCount, floor uint64) HotList {
	slices.SortFunc(all, compareHot)
	h := HotList{Floor: floor}
	h.Len = copy(h.Keys[:], all)
	if len(all) > h.Len {
		h.Floor = max(h.Floor, all[h.Len].Records)
	}
	return h
}

// bucketKeys counts the keys of a bucket that is open: all of them, or where there are too many, the more frequent ones.
type bucketKeys struct {
	slots []HotCount // by hash; free where Records is 0
	used  int
	most  int    // slots
	floor uint64 // no key without a slot has come more often
}

// firstBucketKeys is the number of slots at first.
const firstBucketKeys = 8

// add counts a key once.
func (b *bucketKeys) add(hash uint64) {
	if 4*b.used >= 3*len(b.slots) {
		b.grow()
	}
	mask := uint32(len(b.slots) - 1)
	i := home(hash, len(b.slots))
	for {
		s := &b.slots[i&mask]
		switch {
		case s.Records == 0:
			*s = HotCount{hash, b.floor + 1, b.floor}
			b.used++
			return
		case s.Hash == hash:
			s.Records++
			return
		}
		i++
	}
}

// grow makes room for another key: by more slots or, where there may be no more, by leaving out the rarer half of the keys.
func (b *bucketKeys) grow() {
	old, size := b.slots, max(firstBucketKeys, 2*len(b.slots))
	keep := uint64(0)
	if size > b.most {
		size = len(old)
		counts := make([]uint64, 0, b.used)
		for _, s := range old {
			if s.Records > 0 {
				counts = append(counts, s.Records)
			}
		}
		slices.Sort(counts)
		keep = counts[len(counts)/2]
		b.floor = max(b.floor, keep)
	}
	b.slots, b.used = make([]HotCount, size), 0
	mask := uint32(size - 1)
	for _, s := range old {
		if s.Records <= keep {
			continue
		}
		i := home(s.Hash, size)
		for b.slots[i&mask].Records > 0 {
			i++
		}
		b.slots[i&mask] = s
		b.used++
	}
}

// take returns the most frequent keys, and forgets all.
func (b *bucketKeys) take() HotList {
	h := HotList{}
	var all [hotKeys + 1]HotCount // the most frequent so far
	n := 0
	for _, s := range b.slots {
		if s.Records == 0 || n == len(all) && compareHot(s, all[n-1]) >= 0 {
			continue
		}
		if n < len(all) {
			n++
		}
		at := n - 1
		for ; at > 0 && compareHot(s, all[at-1]) < 0; at-- {
			all[at] = all[at-1]
		}
		all[at] = s
	}
	h = newHotList(all[:n], b.floor)
	clear(b.slots)
	b.used, b.floor = 0, 0
	return h
}
