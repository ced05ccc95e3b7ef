package checks

import (
	"bytes"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// wholeKeys is what putting the source keys of all partitions together shows.
type wholeKeys struct {
	keys, violations   uint64
	records, misplaced uint64 // of the keys; in another source partition than most of their key
	partitions         []*counting.Partition
	examples           []keyed // the first by key
}

// meetSourceKeys finds the source keys that occur in several source partitions.
func meetSourceKeys(ps *counting.Partitions, workers int) wholeKeys {
	tables := make([]*counting.Table, len(ps.List))
	for i, p := range ps.List {
		tables[i] = p.SourceKeys.Table
	}
	var parts []*wholeKeys
	counting.Meet(tables, workers, func() func(uint64, []byte, []counting.Sighting) {
		w := &wholeKeys{partitions: ps.List}
		parts = append(parts, w)
		return w.visit
	})
	var whole wholeKeys
	for _, w := range parts {
		whole.keys += w.keys
		whole.violations += w.violations
		whole.misplaced += w.misplaced
		for _, e := range w.examples {
			whole.examples = keep(whole.examples, e, compareKeys)
		}
	}
	for _, p := range ps.List {
		for c := range p.SourceKeys.Places.All() {
			whole.records += c.Count
		}
	}
	return whole
}

// compareKeys orders examples.
func compareKeys(a, b keyed) int { return bytes.Compare(a.key, b.key) }

// visit counts one key.
func (w *wholeKeys) visit(hash uint64, key []byte, seen []counting.Sighting) {
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
	w.misplaced += w.elsewhere(hash, key, seen)
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

// elsewhere counts the records of a key that are not in the source partition with most of them.
func (w *wholeKeys) elsewhere(hash uint64, key []byte, seen []counting.Sighting) uint64 {
	records := make(map[int32]uint64)
	var all, most uint64
	for _, s := range seen {
		p := w.partitions[s.Table]
		for source := range p.Sources.All() {
			n := p.SourceKeys.Records(hash, key, source)
			records[source] += n
			all += n
			most = max(most, records[source])
		}
	}
	return all - most
}
