package counting

import (
	"cmp"
	"container/heap"
	"slices"
)

const (
	// HeavyCounters is how many keys a HeavyKeys follows. A count is too high by at most one part in
	// that many of the records that were added.
	HeavyCounters = 1024
	// heavyText is how many bytes of a key a counter keeps: enough to show it.
	heavyText = 256
)

// HeavyKeys finds the most frequent of more keys than there is memory for: the algorithm
// SpaceSaving. A key that is not followed takes the place of the least frequent one and inherits
// its count as a possible error. (Metwally, Agrawal, El Abbadi: Efficient computation of frequent
// and top-k elements in data streams, ICDT 2005.) Keys are told apart by their hash alone.
type HeavyKeys struct {
	Counters []*HeavyKey // a heap, the least first
	ByHash   map[uint64]*HeavyKey
	Floor    uint64 // no key that is not followed has come more often
}

// HeavyKey is a key that is followed. It came between count - over and count times.
type HeavyKey struct {
	Hash        uint64
	Text        []byte // the first heavyText bytes of the key
	Count, Over uint64
	place       int // in the heap
}

// compareHeavy orders counters, the least first. Any order of equal counts will do, if it is one.
func compareHeavy(a, b *HeavyKey) int {
	return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Hash, b.Hash))
}

// add counts a key once.
func (h *HeavyKeys) add(hash uint64, key []byte) {
	k := h.ByHash[hash]
	if k == nil {
		h.Offer(hash, key, h.next()+1, h.next())
		return
	}
	k.Count++
	heap.Fix(h, k.place)
}

// next is the count that a new key inherits.
func (h *HeavyKeys) next() uint64 {
	if len(h.Counters) < HeavyCounters {
		return h.Floor
	}
	return max(h.Floor, h.Counters[0].Count)
}

// Offer follows a key that is not followed yet, unless others are more frequent.
func (h *HeavyKeys) Offer(hash uint64, key []byte, count, over uint64) {
	if len(h.Counters) < HeavyCounters {
		if h.ByHash == nil {
			h.ByHash = make(map[uint64]*HeavyKey)
		}
		k := &HeavyKey{Hash: hash, Text: slices.Clone(key[:min(len(key), heavyText)]), Count: count, Over: over}
		h.ByHash[hash] = k
		heap.Push(h, k)
		return
	}
	k := h.Counters[0]
	if count <= k.Count {
		h.Floor = max(h.Floor, count)
		return
	}
	h.Floor = max(h.Floor, k.Count)
	delete(h.ByHash, k.Hash)
	k.Hash, k.Count, k.Over = hash, count, over
	k.Text = append(k.Text[:0], key[:min(len(key), heavyText)]...)
	h.ByHash[hash] = k
	heap.Fix(h, 0)
}

// get returns the bounds of a key's count.
func (h *HeavyKeys) get(hash uint64) (count, over uint64) {
	if k := h.ByHash[hash]; k != nil {
		return k.Count, k.Over
	}
	return h.Floor, h.Floor
}

// sorted returns the counters, the most frequent key first.
func (h *HeavyKeys) sorted() []*HeavyKey {
	return slices.SortedFunc(slices.Values(h.Counters), func(a, b *HeavyKey) int { return compareHeavy(b, a) })
}

// merge adds the counts of another summary, whose keys it may keep. (Agarwal, Cormode, Huang,
// Phillips, Wei, Yi: Mergeable summaries, PODS 2012.)
func (h *HeavyKeys) merge(other *HeavyKeys) {
	all := h.sorted()
	for _, k := range all {
		count, over := other.get(k.Hash)
		k.Count += count
		k.Over += over
	}
	for _, k := range other.sorted() {
		if h.ByHash[k.Hash] == nil {
			k.Count += h.Floor
			k.Over += h.Floor
			all = append(all, k)
		}
	}
	merged := HeavyKeys{Floor: h.Floor + other.Floor}
	for _, k := range all {
		merged.Offer(k.Hash, k.Text, k.Count, k.Over)
	}
	*h = merged
}

// Len, Less, Swap, Push and Pop are those of heap.Interface.
func (h *HeavyKeys) Len() int           { return len(h.Counters) }
func (h *HeavyKeys) Less(i, j int) bool { return compareHeavy(h.Counters[i], h.Counters[j]) < 0 }

func (h *HeavyKeys) Swap(i, j int) {
	h.Counters[i], h.Counters[j] = h.Counters[j], h.Counters[i]
	h.Counters[i].place, h.Counters[j].place = i, j
}

func (h *HeavyKeys) Push(x any) {
	k := x.(*HeavyKey)
	k.place = len(h.Counters)
	h.Counters = append(h.Counters, k)
}

func (h *HeavyKeys) Pop() any {
	last := len(h.Counters) - 1
	k := h.Counters[last]
	h.Counters = h.Counters[:last]
	return k
}
