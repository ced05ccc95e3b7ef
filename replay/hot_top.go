package replay

import (
	"bytes"
	"cmp"
	"slices"
)

// counted is a key and how often it came.
type counted struct {
	hash    uint64
	key     []byte
	records uint64
	over    uint64 // by how much that may be too high
}

// compareCounted orders keys, the most frequent first, equally frequent ones by their bytes, so
// that a list does not depend on how the keys were met.
func compareCounted(a, b *counted) int {
	if a.records != b.records {
		return cmp.Compare(b.records, a.records)
	}
	return bytes.Compare(a.key, b.key)
}

// topKeys collects the first of some keys by compareCounted.
type topKeys struct {
	limit int
	list  []counted // sorted
}

// add considers a key, whose bytes it copies if it keeps it. Each key is to be added once.
func (t *topKeys) add(c counted) {
	full := len(t.list) == t.limit
	if full && compareCounted(&c, &t.list[len(t.list)-1]) >= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(t.list, c, func(a, b counted) int { return compareCounted(&a, &b) })
	if full {
		t.list = t.list[:len(t.list)-1]
	}
	c.key = bytes.Clone(c.key)
	t.list = slices.Insert(t.list, at, c)
}

// merge considers all keys of another list.
func (t *topKeys) merge(other *topKeys) {
	for _, c := range other.list {
		t.add(c)
	}
}

// top returns the most frequent keys.
func (k *keyCounts) top(limit int) *topKeys {
	top := &topKeys{limit: limit}
	for s := range k.table.all() {
		top.add(counted{hash: s.hash, key: k.table.key(s), records: s.count})
	}
	if k.sketch != nil {
		for _, c := range k.sketch.heavy.counters {
			top.add(counted{hash: c.hash, key: c.text, records: c.count, over: c.over})
		}
	}
	return top
}
