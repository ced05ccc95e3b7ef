package counting

import (
	"bytes"
	"cmp"
	"slices"
)

// Counted is a key and how often it came.
type Counted struct {
	Hash    uint64
	Key     []byte
	Records uint64
	Over    uint64 // by how much that may be too high
}

// CompareCounted orders keys, the most frequent first, equally frequent ones by their bytes, so
// that a list does not depend on how the keys were met.
func CompareCounted(a, b *Counted) int {
	if a.Records != b.Records {
		return cmp.Compare(b.Records, a.Records)
	}
	return bytes.Compare(a.Key, b.Key)
}

// TopKeys collects the first of some keys by CompareCounted.
type TopKeys struct {
	Limit int
	List  []Counted // sorted
}

// Add considers a key, whose bytes it copies if it keeps it. Each key is to be added once.
func (t *TopKeys) Add(c Counted) {
	full := len(t.List) == t.Limit
	if full && CompareCounted(&c, &t.List[len(t.List)-1]) >= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(t.List, c, func(a, b Counted) int { return CompareCounted(&a, &b) })
	if full {
		t.List = t.List[:len(t.List)-1]
	}
	c.Key = bytes.Clone(c.Key)
	t.List = slices.Insert(t.List, at, c)
}

// Merge considers all keys of another list.
func (t *TopKeys) Merge(other *TopKeys) {
	for _, c := range other.List {
		t.Add(c)
	}
}

// Top returns the most frequent keys.
func (k *KeyCounts) Top(limit int) *TopKeys {
	top := &TopKeys{Limit: limit}
	for s := range k.Table.All() {
		top.Add(Counted{Hash: s.Hash, Key: k.Table.Key(s), Records: s.Count})
	}
	if k.Sketch != nil {
		for _, c := range k.Sketch.Heavy.Counters {
			top.Add(Counted{Hash: c.Hash, Key: c.Text, Records: c.Count, Over: c.Over})
		}
	}
	return top
}
