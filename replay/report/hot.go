package report

import (
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/counting"
)

// maxLookups bounds the work of looking up the frequent keys of each partition in all of them.
const maxLookups = 1 << 26

// HotKey is one of the most frequent groups.
type HotKey struct {
	Key     string  `json:"key"`            // as readable text
	Records uint64  `json:"records"`        // at most; at least Records - Error
	Share   float64 `json:"share"`          // of all records
	Error   uint64  `json:"error"`          // 0: exact
	Null    bool    `json:"null,omitempty"` // some part of it is null
}

// TopKey is the most frequent group of a partition.
type TopKey struct {
	Key     string `json:"key"`     // as readable text
	Records uint64 `json:"records"` // at most, if the report is not exact
}

// mostFrequent returns the most frequent keys over all partitions, given those that Meet saw.
func mostFrequent(ps *counting.Partitions, met counting.TopKeys, total uint64) []HotKey {
	top := met
	if ps.Sketched() {
		top = estimateHot(ps, met)
	}
	keys := make([]HotKey, len(top.List))
	for i, c := range top.List {
		keys[i] = HotKey{Key: counting.KeyText(c.Key), Records: c.Records, Share: Share(c.Records, total), Error: c.Over, Null: counting.HasNull(c.Key)}
	}
	return keys
}

// estimateHot adds up, over all partitions, what each one knows of the keys that are frequent in
// one of them. Here keys are told apart by their hash alone.
func estimateHot(ps *counting.Partitions, met counting.TopKeys) counting.TopKeys {
	candidates := make(map[uint64]counting.Counted)
	for _, c := range met.List {
		candidates[c.Hash] = c
	}
	// Enough of each partition that a key is not missed that has few records in every one.
	each := min(counting.HeavyCounters, max(checks.HotKeys, maxLookups/(len(ps.List)*len(ps.List))))
	for _, p := range ps.List {
		for _, c := range p.Groups.Top(each).List {
			candidates[c.Hash] = c
		}
	}
	top := counting.TopKeys{Limit: checks.HotKeys}
	for hash, c := range candidates {
		c.Records, c.Over = 0, 0
		for _, p := range ps.List {
			records, over := p.Groups.Get(hash)
			c.Records += records
			c.Over += over
		}
		top.Add(c)
	}
	return top
}
