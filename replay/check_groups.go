package replay

import (
	"bytes"
	"cmp"
	"slices"
)

const (
	// maxExamples is how many examples a check gives.
	maxExamples = 10
	// hotKeys is how many of the most frequent keys are looked for.
	hotKeys = 10
)

// wholeGroups is what meeting the groups of all partitions brings out.
type wholeGroups struct {
	groups, split uint64 // that the query sees; of these in several partitions
	hot           topKeys
	examples      []keyed // the first by compareSplit
}

// keyed is an example that has not got its text yet.
type keyed struct {
	key []byte
	Example
}

// wanted reports whether keep would keep an example.
func wanted(list []keyed, e keyed, compare func(a, b keyed) int) bool {
	return len(list) < maxExamples || compare(e, list[len(list)-1]) < 0
}

// keep puts an example into a sorted list of at most maxExamples, if there is room or it comes
// before another one, and gives it a key of its own.
func keep(list []keyed, e keyed, compare func(a, b keyed) int) []keyed {
	if !wanted(list, e, compare) {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, e, compare)
	e.key = bytes.Clone(e.key)
	list = slices.Insert(list, at, e)
	return list[:min(len(list), maxExamples)]
}

// shown returns the examples with their texts.
func shown(list []keyed) []Example {
	examples := make([]Example, len(list))
	for i, e := range list {
		examples[i] = e.Example
		examples[i].Key = keyText(e.key)
	}
	return examples
}

// compareSplit orders examples, the largest group first.
func compareSplit(a, b keyed) int {
	return cmp.Or(cmp.Compare(b.Records, a.Records), bytes.Compare(a.key, b.key))
}

// meetGroups finds the split groups and the most frequent ones over all partitions. If there are
// sketches, it sees the groups only that are in the samples of all partitions.
func meetGroups(ps *partitions, workers int) wholeGroups {
	tables := make([]*table, len(ps.list))
	for i, p := range ps.list {
		tables[i] = p.groups.table
	}
	var parts []*wholeGroups
	meet(tables, workers, func() func(uint64, []byte, []sighting) {
		w := &wholeGroups{hot: topKeys{limit: hotKeys}}
		parts = append(parts, w)
		return w.visit
	})
	whole := wholeGroups{hot: topKeys{limit: hotKeys}}
	for _, w := range parts {
		whole.groups += w.groups
		whole.split += w.split
		whole.hot.merge(&w.hot)
		for _, e := range w.examples {
			whole.examples = keep(whole.examples, e, compareSplit)
		}
	}
	return whole
}

// visit counts one group.
func (w *wholeGroups) visit(hash uint64, key []byte, seen []sighting) {
	var all, seenByQuery uint64
	in := 0
	for _, s := range seen {
		all += s.slot.count
		if s.slot.mark&inGroup != 0 {
			in++
			seenByQuery += s.slot.count
		}
	}
	w.hot.add(counted{hash: hash, key: key, records: all})
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
		if s.slot.mark&inGroup != 0 && len(example.Partitions) < maxExamples {
			example.Partitions = append(example.Partitions, PartitionRecords{s.table, s.slot.count})
		}
	}
	w.examples = keep(w.examples, example, compareSplit)
}
