package checks

import (
	"bytes"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// wholeKeys is what putting the source keys of all partitions together shows.
type wholeKeys struct {
	keys, violations uint64
	examples         []keyed // the first by key
}

// meetSourceKeys finds the source keys that occur in several source partitions.
func meetSourceKeys(ps *counting.Partitions, workers int) wholeKeys {
	tables := make([]*counting.Table, len(ps.List))
	for i, p := range ps.List {
		tables[i] = p.SourceKeys.Table
	}
	var parts []*wholeKeys
	counting.Meet(tables, workers, func() func(uint64, []byte, []counting.Sighting) {
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
func (w *wholeKeys) visit(_ uint64, key []byte, seen []counting.Sighting) {
	w.keys++
	both := counting.Pair(0)
	for _, s := range seen {
		for _, source := range counting.Pair(s.Slot.Count).Sources() {
			both = both.With(source)
		}
	}
	if !both.Both() {
		return
	}
	w.violations++
	example := keyed{key: key}
	if !wanted(w.examples, example, compareKeys) {
		return
	}
	for _, s := range seen {
		example.SourcePartitions = append(example.SourcePartitions, counting.Pair(s.Slot.Count).Sources()...)
	}
	slices.Sort(example.SourcePartitions)
	example.SourcePartitions = slices.Compact(example.SourcePartitions)
	example.SourcePartitions = example.SourcePartitions[:min(len(example.SourcePartitions), MaxExamples)]
	w.examples = keep(w.examples, example, compareKeys)
}
