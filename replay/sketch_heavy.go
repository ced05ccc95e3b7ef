package replay

import (
	"cmp"
	"container/heap"
	"slices"
)

const (
	// heavyCounters is how many keys a heavyKeys follows. A count is too high by at most one part in
	// that many of the records that were added.
	heavyCounters = 1024
	// heavyText is how many bytes of a key a counter keeps: enough to show it.
	heavyText = 256
)

// heavyKeys finds the most frequent of more keys than there is memory for: the algorithm
// SpaceSaving. A key that is not followed takes the place of the least frequent one and inherits
// its count as a possible error. (Metwally, Agrawal, El Abbadi: Efficient computation of frequent
// and top-k elements in data streams, ICDT 2005.) Keys are told apart by their hash alone.
type heavyKeys struct {
	counters []*heavyKey // a heap, the least first
	byHash   map[uint64]*heavyKey
	floor    uint64 // no key that is not followed has come more often
}

// heavyKey is a key that is followed. It came between count - over and count times.
type heavyKey struct {
	hash        uint64
	text        []byte // the first heavyText bytes of the key
	count, over uint64
	place       int // in the heap
}

// compareHeavy orders counters, the least first. Any order of equal counts will do, if it is one.
func compareHeavy(a, b *heavyKey) int {
	return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(a.hash, b.hash))
}

// add counts a key once.
func (h *heavyKeys) add(hash uint64, key []byte) {
	k := h.byHash[hash]
	if k == nil {
		h.offer(hash, key, h.next()+1, h.next())
		return
	}
	k.count++
	heap.Fix(h, k.place)
}

// next is the count that a new key inherits.
func (h *heavyKeys) next() uint64 {
	if len(h.counters) < heavyCounters {
		return h.floor
	}
	return max(h.floor, h.counters[0].count)
}

// offer follows a key that is not followed yet, unless others are more frequent.
func (h *heavyKeys) offer(hash uint64, key []byte, count, over uint64) {
	if len(h.counters) < heavyCounters {
		if h.byHash == nil {
			h.byHash = make(map[uint64]*heavyKey)
		}
		k := &heavyKey{hash: hash, text: slices.Clone(key[:min(len(key), heavyText)]), count: count, over: over}
		h.byHash[hash] = k
		heap.Push(h, k)
		return
	}
	k := h.counters[0]
	if count <= k.count {
		h.floor = max(h.floor, count)
		return
	}
	h.floor = max(h.floor, k.count)
	delete(h.byHash, k.hash)
	k.hash, k.count, k.over = hash, count, over
	k.text = append(k.text[:0], key[:min(len(key), heavyText)]...)
	h.byHash[hash] = k
	heap.Fix(h, 0)
}

// get returns the bounds of a key's count.
func (h *heavyKeys) get(hash uint64) (count, over uint64) {
	if k := h.byHash[hash]; k != nil {
		return k.count, k.over
	}
	return h.floor, h.floor
}

// sorted returns the counters, the most frequent key first.
func (h *heavyKeys) sorted() []*heavyKey {
	return slices.SortedFunc(slices.Values(h.counters), func(a, b *heavyKey) int { return compareHeavy(b, a) })
}

// merge adds the counts of another summary, whose keys it may keep. (Agarwal, Cormode, Huang,
// Phillips, Wei, Yi: Mergeable summaries, PODS 2012.)
func (h *heavyKeys) merge(other *heavyKeys) {
	all := h.sorted()
	for _, k := range all {
		count, over := other.get(k.hash)
		k.count += count
		k.over += over
	}
	for _, k := range other.sorted() {
		if h.byHash[k.hash] == nil {
			k.count += h.floor
			k.over += h.floor
			all = append(all, k)
		}
	}
	merged := heavyKeys{floor: h.floor + other.floor}
	for _, k := range all {
		merged.offer(k.hash, k.text, k.count, k.over)
	}
	*h = merged
}

// Len, Less, Swap, Push and Pop are those of heap.Interface.
func (h *heavyKeys) Len() int           { return len(h.counters) }
func (h *heavyKeys) Less(i, j int) bool { return compareHeavy(h.counters[i], h.counters[j]) < 0 }

func (h *heavyKeys) Swap(i, j int) {
	h.counters[i], h.counters[j] = h.counters[j], h.counters[i]
	h.counters[i].place, h.counters[j].place = i, j
}

func (h *heavyKeys) Push(x any) {
	k := x.(*heavyKey)
	k.place = len(h.counters)
	h.counters = append(h.counters, k)
}

func (h *heavyKeys) Pop() any {
	last := len(h.counters) - 1
	k := h.counters[last]
	h.counters = h.counters[:last]
	return k
}
