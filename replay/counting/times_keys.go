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
	slices.SortFunc(all[:n], compareHot)
	*h = sortedHotList(all[:n], h.Floor+other.Floor)
}

// sortedHotList keeps the first of some keys.
func sortedHotList(all []HotCount, floor uint64) HotList {
	h := HotList{Floor: floor}
	h.Len = copy(h.Keys[:], all)
	if len(all) > h.Len {
		h.Floor = max(h.Floor, all[h.Len].Records)
	}
	return h
}

// bucketKeys counts the keys of a bucket that is open: all of them, or where there are too many, the more frequent ones.
type bucketKeys struct {
	slots []keySlot // by hash
	room  int       // for other keys
	most  int       // slots
	floor uint32    // no key without a slot has come more often
}

// keySlot is a key and how often it came: between records - over and records times. It is free where records is 0.
type keySlot struct {
	hash          uint64
	records, over uint32
}

const (
	// firstBucketKeys is the number of slots at first.
	firstBucketKeys = 8
	// mostOpenRecords is how many records are counted in slots at most; one batch more fits into them.
	mostOpenRecords = 1 << 31
)

// add counts a key once.
func (b *bucketKeys) add(hash uint64) {
	for i := home(hash, len(b.slots)); len(b.slots) > 0; i++ {
		s := &b.slots[i&uint32(len(b.slots)-1)]
		if s.records > 0 {
			if s.hash == hash {
				s.records++
				return
			}
			continue
		}
		if b.room > 0 {
			b.room--
			*s = keySlot{hash, b.floor + 1, b.floor}
			return
		}
		break
	}
	b.grow()
	b.add(hash)
}

// grow makes room for another key: by more slots or, where there may be no more, by leaving out the rarer half of the keys.
func (b *bucketKeys) grow() {
	old, size := b.slots, max(firstBucketKeys, 2*len(b.slots))
	keep := uint32(0)
	if size > b.most {
		size = len(old)
		counts := make([]uint32, 0, size)
		for _, s := range old {
			if s.records > 0 {
				counts = append(counts, s.records)
			}
		}
		slices.Sort(counts)
		keep = counts[len(counts)/2]
		b.floor = max(b.floor, keep)
	}
	b.slots, b.room = make([]keySlot, size), size*3/4
	mask := uint32(size - 1)
	for _, s := range old {
		if s.records <= keep {
			continue
		}
		i := home(s.hash, size)
		for b.slots[i&mask].records > 0 {
			i++
		}
		b.slots[i&mask] = s
		b.room--
	}
}

// take returns the most frequent keys, and forgets all.
func (b *bucketKeys) take() HotList {
	var all [hotKeys + 1]HotCount // the most frequent so far
	n, enough := 0, uint32(0)     // so many records are too few
	for _, s := range b.slots {
		if s.records <= enough {
			continue
		}
		k := HotCount{s.hash, uint64(s.records), uint64(s.over)}
		if n < len(all) {
			n++
		}
		at := n - 1
		for ; at > 0 && compareHot(k, all[at-1]) < 0; at-- {
			all[at] = all[at-1]
		}
		all[at] = k
		if n == len(all) {
			enough = uint32(all[n-1].Records)
		}
	}
	h := sortedHotList(all[:n], uint64(b.floor))
	clear(b.slots)
	b.room, b.floor = len(b.slots)*3/4, 0
	return h
}
