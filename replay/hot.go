package replay

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

// mostFrequent returns the most frequent keys over all partitions, given those that meetGroups saw.
func mostFrequent(ps *partitions, met topKeys, total uint64) []HotKey {
	top := met
	if ps.sketched() {
		top = estimateHot(ps, met)
	}
	keys := make([]HotKey, len(top.list))
	for i, c := range top.list {
		keys[i] = HotKey{Key: keyText(c.key), Records: c.records, Share: share(c.records, total), Error: c.over}
	}
	return keys
}

// estimateHot adds up, over all partitions, what each one knows of the keys that are frequent in
// one of them. Here keys are told apart by their hash alone.
func estimateHot(ps *partitions, met topKeys) topKeys {
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
