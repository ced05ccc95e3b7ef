package counting

// KeyCounts counts by key: exactly until the budget is spent, then exactly for a sample of the keys
// and by sketches for the others.
//
// The sample is the keys whose hash begins with so many zero bits that they just fit. Which keys
// that are follows from the set of all keys, not from their order: counts of parts merge into those
// of the whole, and nothing depends on when the budget ran out.
type KeyCounts struct {
	Table  *Table
	Budget int64      // of table.bytes()
	Sketch *KeySketch // nil: all is exact
}

// KeySketch is what is known of the keys outside the sample.
type KeySketch struct {
	Distinct HyperLogLog // of all keys
	Heavy    HeavyKeys   // of those outside the sample
}

// newKeyCounts returns empty counts.
func newKeyCounts(budget int64) KeyCounts { return KeyCounts{Table: NewTable(), Budget: budget} }

// Add counts a key once and sets the marks of one in the sample. It reports whether the key is new, which is known while
// there is no sketch.
func (k *KeyCounts) Add(hash uint64, key []byte, mark uint8) (fresh bool) {
	if k.Sketch != nil {
		k.Sketch.Distinct.add(hash)
		if !k.Table.Wanted(hash) {
			k.Sketch.Heavy.add(hash, key)
			return false
		}
	}
	s := k.Table.Upsert(hash, key)
	s.Count++
	s.Mark |= mark
	if fresh = s.Count == 1; fresh {
		k.fit()
	}
	return fresh && k.Sketch == nil
}

// fit makes the table smaller until it is within the budget.
func (k *KeyCounts) fit() {
	for k.Table.bytes() > k.Budget && k.Table.Zeros < MaxZeros {
		k.cut(k.Table.Zeros + 1)
	}
}

// cut shrinks the sample to the hashes with the given number of leading zeros, no fewer than now.
func (k *KeyCounts) cut(zeros uint) {
	if k.Sketch == nil {
		k.Sketch = new(KeySketch)
		for s := range k.Table.All() {
			k.Sketch.Distinct.add(s.Hash)
		}
	}
	for k.Table.Zeros < zeros {
		k.Table.halve(func(s *Slot) { k.Sketch.Heavy.Offer(s.Hash, k.Table.Key(s), s.Count, 0) })
	}
}

// Distinct returns the number of keys, estimated if there is a sketch.
func (k *KeyCounts) Distinct() uint64 {
	if k.Sketch == nil {
		return uint64(k.Table.Keys)
	}
	return k.Sketch.Distinct.estimate()
}

// Get returns the bounds of the count of a key with that hash: it came between count - over and
// count times.
func (k *KeyCounts) Get(hash uint64) (count, over uint64) {
	if !k.Table.Wanted(hash) {
		return k.Sketch.Heavy.get(hash)
	}
	if s := k.Table.find(hash); s != nil {
		return s.Count, 0
	}
	return 0, 0
}

// certain is by how many times the count of a key outside the sample must be above its possible
// error for the key to be counted by itself.
const certain = 4

// HeavyFrom returns the count from which on all keys are known one by one: those in the sample, and
// those that heavy returns. Of the rarer ones only the sample is known.
func (k *KeyCounts) HeavyFrom() uint64 {
	if k.Sketch == nil {
		return 0
	}
	return certain * k.Sketch.Heavy.next()
}

// Heavy returns the keys outside the sample that are known one by one, each with the records that
// it has at least.
func (k *KeyCounts) Heavy() []Counted {
	if k.Sketch == nil {
		return nil
	}
	var list []Counted
	for _, c := range k.Sketch.Heavy.sorted() {
		if c.Count >= k.HeavyFrom() {
			list = append(list, Counted{Hash: c.Hash, Key: c.Text, Records: c.Count - c.Over})
		}
	}
	return list
}

// merge adds the counts of another part, which it changes.
func (k *KeyCounts) merge(other *KeyCounts) {
	if k.Sketch != nil || other.Sketch != nil {
		zeros := max(k.Table.Zeros, other.Table.Zeros)
		k.cut(zeros)
		other.cut(zeros)
		k.Sketch.Distinct.merge(&other.Sketch.Distinct)
		k.Sketch.Heavy.merge(&other.Sketch.Heavy)
	}
	for s := range other.Table.All() {
		mine := k.Table.Upsert(s.Hash, other.Table.Key(s))
		mine.Count += s.Count
		mine.Mark |= s.Mark
	}
	k.fit() // not before: a key that is let go is to have its whole count
}
