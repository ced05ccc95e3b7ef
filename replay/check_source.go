package replay

import (
	"bytes"
	"slices"
)

// wholeKeys is what meeting the source keys of all partitions brings out.
type wholeKeys struct {
	keys, violations uint64
	examples         []keyed // the first by key
}

// meetSourceKeys finds the source keys that occur in several source partitions.
func meetSourceKeys(ps *partitions, workers int) wholeKeys {
	tables := make([]*table, len(ps.list))
	for i, p := range ps.list {
		tables[i] = p.sourceKeys.table
	}
	var parts []*wholeKeys
	meet(tables, workers, func() func(uint64, []byte, []sighting) {
		w := new(wholeKeys)
		parts = append(parts, w)
		return w.visit
	})
	var whole wholeKeys
	for _, w := range parts {
		whole.keys += w.keys
		whole.violations += w.violations
		for _, e := range w.examples {
			whole.examples = keep(whole.examples, e, compareKeys)
		}
	}
	return whole
}

// compareKeys orders examples.
func compareKeys(a, b keyed) int { return bytes.Compare(a.key, b.key) }

// visit counts one key.
func (w *wholeKeys) visit(_ uint64, key []byte, seen []sighting) {
	w.keys++
	both := pair(0)
	for _, s := range seen {
		for _, source := range pair(s.slot.count).sources() {
			both = both.with(source)
		}
	}
	if !both.both() {
		return
	}
	w.violations++
	example := keyed{key: key}
	if !wanted(w.examples, example, compareKeys) {
		return
	}
	for _, s := range seen {
		example.SourcePartitions = append(example.SourcePartitions, pair(s.slot.count).sources()...)
	}
	slices.Sort(example.SourcePartitions)
	example.SourcePartitions = slices.Compact(example.SourcePartitions)
	example.SourcePartitions = example.SourcePartitions[:min(len(example.SourcePartitions), maxExamples)]
	w.examples = keep(w.examples, example, compareKeys)
}
