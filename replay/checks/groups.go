package checks

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

const (
	// MaxExamples is how many examples a check gives.
	MaxExamples = 10
	// HotKeys is how many of the most frequent keys are looked for.
	HotKeys = 10
)

// WholeGroups is what putting the groups of all partitions together shows.
type WholeGroups struct {
	groups, split uint64 // that the query sees; of these in several partitions
	Hot           counting.TopKeys
	examples      []keyed // the first by compareSplit
}

// keyed is an example that has not got its text yet.
type keyed struct {
	key []byte
	Example
}

// wanted reports whether keep would keep an example.
func wanted(list []keyed, e keyed, compare func(a, b keyed) int) bool {
	return len(list) < MaxExamples || compare(e, list[len(list)-1]) < 0
}

// keep puts an example into a sorted list of at most MaxExamples, if there is room or it comes
// before another one, and gives it a key of its own.
func keep(list []keyed, e keyed, compare func(a, b keyed) int) []keyed {
	if !wanted(list, e, compare) {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, e, compare)
	e.key = bytes.Clone(e.key)
	list = slices.Insert(list, at, e)
	return list[:min(len(list), MaxExamples)]
}

// shown returns the examples with their texts.
func shown(list []keyed) []Example {
	examples := make([]Example, len(list))
	for i, e := range list {
		examples[i] = e.Example
		examples[i].Key = counting.KeyText(e.key)
	}
	return examples
}

// compareSplit orders examples, the largest group first.
func compareSplit(a, b keyed) int {
	return cmp.Or(cmp.Compare(b.Records, a.Records), bytes.Compare(a.key, b.key))
}

// Meet finds the split groups and the most frequent ones over all partitions. If there are
// sketches, it sees the groups only that are in the samples of all partitions.
func Meet(ps *counting.Partitions, workers int) WholeGroups {
	tables := make([]*counting.Table, len(ps.List))
	for i, p := range ps.List {
		tables[i] = p.Groups.Table
	}
	var parts []*WholeGroups
	counting.Meet(tables, workers, func() func(uint64, []byte, []counting.Sighting) {
		w := &WholeGroups{Hot: counting.TopKeys{Limit: HotKeys}}
		parts = append(parts, w)
		return w.visit
	})
	whole := WholeGroups{Hot: counting.TopKeys{Limit: HotKeys}}
	for _, w := range parts {
		whole.groups += w.groups
		whole.split += w.split
		whole.Hot.Merge(&w.Hot)
		for _, e := range w.examples {
			whole.examples = keep(whole.examples, e, compareSplit)
		}
	}
	return whole
}

// visit counts one group.
func (w *WholeGroups) visit(hash uint64, key []byte, seen []counting.Sighting) {
	var all, seenByQuery uint64
	in := 0
	for _, s := range seen {
		all += s.Slot.Count
		if s.Slot.Mark&counting.InGroup != 0 {
			in++
			seenByQuery += s.Slot.Count
		}
	}
	w.Hot.Add(counting.Counted{Hash: hash, Key: key, Records: all})
	if in > 0 {
		w.groups++
	}
	if in < 2 {
		return
	}
	w.split++
	example := keyed{key, Example{Records: seenByQuery}}
	if !wanted(w.examples, example, compareSplit) {
		return
	}
	for _, s := range seen {
		if s.Slot.Mark&counting.InGroup != 0 && len(example.Partitions) < MaxExamples {
			example.Partitions = append(example.Partitions, PartitionRecords{s.Table, s.Slot.Count})
		}
	}
	w.examples = keep(w.examples, example, compareSplit)
}
