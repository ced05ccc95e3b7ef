package replay

import "slices"

// hotKeys is how many of the most frequent keys the report lists.
const hotKeys = 10

// maxLookups bounds the work of looking up the frequent keys of each partition in all of them.
const maxLookups = 1 << 26

// HotKey is one of the most frequent groups.
type HotKey struct {
	Key     string  `json:"key"`     // as readable text
	Records uint64  `json:"records"` // at most; at least Records - Error
	Share   float64 `json:"share"`   // of all records
	Error   uint64  `json:"error"`   // 0: exact
}

// TopKey is the most frequent group of a partition.
type TopKey struct {
	Key     string `json:"key"`     // as readable text
	Records uint64 `json:"records"` // at most, if the report is not exact
}

// hotKeys returns the most frequent keys over all partitions, given those that meetGroups saw.
func (ps *partitions) hotKeys(met topKeys, total uint64) []HotKey {
	top := met
	if ps.sketched() {
		top = ps.estimateHot(met)
	}
	keys := make([]HotKey, len(top.list))
	for i, c := range top.list {
		keys[i] = HotKey{Key: keyText(c.key), Records: c.records, Share: share(c.records, total), Error: c.over}
	}
	return keys
}

// sketched reports whether some groups are not counted exactly.
func (ps *partitions) sketched() bool {
	return slices.ContainsFunc(ps.list, func(p *partitionState) bool { return p.groups.sketch != nil })
}

// estimateHot adds up, over all partitions, what each one knows of the keys that are frequent in
// one of them. Here keys are told apart by their hash alone.
func (ps *partitions) estimateHot(met topKeys) topKeys {
	candidates := make(map[uint64]counted)
	for _, c := range met.list {
		candidates[c.hash] = c
	}
	// Enough of each partition that a key is not missed that has few records in every one.
	each := min(heavyCounters, max(hotKeys, maxLookups/(len(ps.list)*len(ps.list))))
	for _, p := range ps.list {
		for _, c := range p.groups.top(each).list {
			candidates[c.hash] = c
		}
	}
	top := topKeys{limit: hotKeys}
	for hash, c := range candidates {
		c.records, c.over = 0, 0
		for _, p := range ps.list {
			records, over := p.groups.get(hash)
			c.records += records
			c.over += over
		}
		top.add(c)
	}
	return top
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
