package replay

// keyCounts counts by key: exactly until the budget is spent, then exactly for a sample of the keys
// and by sketches for the others.
//
// The sample is the keys whose hash begins with so many zero bits that they just fit. Which keys
// that are follows from the set of all keys, not from their order: counts of parts merge into those
// of the whole, and nothing depends on when the budget ran out.
type keyCounts struct {
	table  *table
	budget int64      // of table.bytes()
	sketch *keySketch // nil: all is exact
}

// keySketch is what is known of the keys outside the sample.
type keySketch struct {
	distinct hyperLogLog // of all keys
	heavy    heavyKeys   // of those outside the sample
}

// newKeyCounts returns empty counts.
func newKeyCounts(budget int64) keyCounts { return keyCounts{table: newTable(), budget: budget} }

// add counts a key once and sets the marks of one in the sample.
func (k *keyCounts) add(hash uint64, key []byte, mark uint8) {
	if k.sketch != nil {
		k.sketch.distinct.add(hash)
		if !k.table.wanted(hash) {
			k.sketch.heavy.add(hash, key)
			return
		}
	}
	s := k.table.upsert(hash, key)
	s.count++
	s.mark |= mark
	if s.count == 1 {
		k.fit()
	}
}

// fit makes the table smaller until it is within the budget.
func (k *keyCounts) fit() {
	for k.table.bytes() > k.budget && k.table.zeros < maxZeros {
		k.cut(k.table.zeros + 1)
	}
}

// cut makes the sample that of so many zeros, at least as many as there are.
func (k *keyCounts) cut(zeros uint) {
	if k.sketch == nil {
		k.sketch = new(keySketch)
		for s := range k.table.all() {
			k.sketch.distinct.add(s.hash)
		}
	}
	for k.table.zeros < zeros {
		k.table.halve(func(s *slot) { k.sketch.heavy.offer(s.hash, k.table.key(s), s.count, 0) })
	}
}

// distinct returns the number of keys, estimated if there is a sketch.
func (k *keyCounts) distinct() uint64 {
	if k.sketch == nil {
		return uint64(k.table.keys)
	}
	return k.sketch.distinct.estimate()
}

// get returns the bounds of the count of a key with that hash: it came between count - over and
// count times.
func (k *keyCounts) get(hash uint64) (count, over uint64) {
	if !k.table.wanted(hash) {
		return k.sketch.heavy.get(hash)
	}
	if s := k.table.find(hash); s != nil {
		return s.count, 0
	}
	return 0, 0
}

// certain is by how many times the count of a key outside the sample must be above its possible
// error for the key to be counted by itself.
const certain = 4

// heavyFrom returns the count from which on all keys are known one by one: those in the sample, and
// those that heavy returns. Of the rarer ones only the sample is known.
func (k *keyCounts) heavyFrom() uint64 {
	if k.sketch == nil {
		return 0
	}
	return certain * k.sketch.heavy.next()
}

// heavy returns the keys outside the sample that are known one by one, each with the records that
// it has at least.
func (k *keyCounts) heavy() []counted {
	if k.sketch == nil {
		return nil
	}
	var list []counted
	for _, c := range k.sketch.heavy.sorted() {
		if c.count >= k.heavyFrom() {
			list = append(list, counted{hash: c.hash, key: c.text, records: c.count - c.over})
		}
	}
	return list
}

// merge adds the counts of another part, which it changes.
func (k *keyCounts) merge(other *keyCounts) {
	if k.sketch != nil || other.sketch != nil {
		zeros := max(k.table.zeros, other.table.zeros)
		k.cut(zeros)
		other.cut(zeros)
		k.sketch.distinct.merge(&other.sketch.distinct)
		k.sketch.heavy.merge(&other.sketch.heavy)
	}
	for s := range other.table.all() {
		mine := k.table.upsert(s.hash, other.table.key(s))
		mine.count += s.count
		mine.mark |= s.mark
	}
	k.fit() // not before: a key that is let go is to have its whole count
}
