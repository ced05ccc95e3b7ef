package replay

import (
	"encoding/binary"

	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// counting says what is counted of the records besides their number, and by what.
type counting struct {
	delivers   dist.Kind // what decides the partition: the keys, the source's partition, nothing, all
	groups     bool      // the records have groups
	routes     bool      // the hash of the group does not tell the hash that routes: that is counted too
	sourceKeys bool      // a source key is declared
	budget     int64     // in bytes, of each table of a partition
}

// newCounting decides what is counted of the records that are read, given what the strategy delivers,
// within a number of bytes for each partition.
func newCounting(cfg *readConfig, delivered dist.Dist, memory int64) counting {
	c := counting{delivers: delivered.Kind(), groups: len(cfg.Groups) > 0, sourceKeys: len(cfg.SourceKey) > 0}
	c.routes = c.delivers == dist.KindBy && (!sameFields(cfg.Keys, cfg.Groups) || cfg.Hash.Name != hash.Default().Name)
	tables := int64(0)
	for _, kept := range []bool{c.groups, c.routes, c.sourceKeys} {
		if kept {
			tables++
		}
	}
	c.budget = max(1, memory/max(1, tables))
	return c
}

// inGroup marks the groups that the query sees: some record of theirs passes its WHERE.
const inGroup = 1

// partitionState is what one partition has received. The router lets one worker at a time into it.
type partitionState struct {
	records, bytes uint64
	unknown        uint64 // records of which nobody knows whether they belong to a group, or to which
	sources        sourceCounts
	groups         keyCounts // by group key
	routes         keyCounts // by the hash that routes, if counting.routes
	sourceKeys     sourceKeys
	touched        uint64 // what table.touch returned
	sketched       bool   // the budget was not enough
	sketchedFrom   uint64 // the number of the chunk in which that was found
}

// partitions are the states, by number.
type partitions struct {
	counting counting
	list     []*partitionState
	memory   slabs // of the large tables
}

// newPartitions returns n partitions that have received nothing.
func newPartitions(c counting, n int) *partitions {
	ps := &partitions{counting: c, list: make([]*partitionState, n)}
	for i := range ps.list {
		ps.list[i] = &partitionState{}
		if c.groups {
			ps.list[i].groups = newKeyCounts(c.budget)
			ps.list[i].groups.table.memory = &ps.memory
		}
		if c.routes {
			ps.list[i].routes = newKeyCounts(c.budget)
			ps.list[i].routes.table.memory = &ps.memory
		}
		if c.sourceKeys {
			ps.list[i].sourceKeys = sourceKeys{table: newTable(), budget: c.budget}
			ps.list[i].sourceKeys.table.memory = &ps.memory
		}
	}
	return ps
}

// ahead is how many groups of a large table are looked up at a time.
const ahead = 16

// consume adds a batch to its partition. first is the place in the router's list of the first of the
// records of the chunk.
func (ps *partitions) consume(partition int, batch routing.Batch[record], first int) error {
	c := batch.Chunk().(*chunk)
	p := ps.list[partition]
	for start := 0; start < batch.Len(); start += ahead {
		end := min(start+ahead, batch.Len())
		if ps.counting.groups && p.groups.table.keys > cachedKeys {
			for i := start; i < end; i++ {
				p.touched += p.groups.table.touch(c.group(batch.Place(i) - first))
			}
		}
		if ps.counting.sourceKeys && p.sourceKeys.table.keys > cachedKeys {
			for i := start; i < end; i++ {
				p.touched += p.sourceKeys.table.touch(c.sourceKeyHash(batch.Place(i) - first))
			}
		}
		for i := start; i < end; i++ {
			p.add(&ps.counting, c, batch.Place(i)-first)
		}
	}
	if !p.sketched && p.pastBudget() {
		p.sketched, p.sketchedFrom = true, c.number
	}
	return nil
}

// add counts the record at a place of a chunk.
func (p *partitionState) add(counting *counting, c *chunk, place int) {
	r := c.at(place)
	p.records++
	p.bytes += uint64(r.length)
	p.sources.add(r.source, c.ordinal(place), r.flags&noSource != 0)
	if counting.groups {
		mark := uint8(inGroup)
		if r.flags&(filtered|unknown) != 0 {
			mark = 0
			if r.flags&unknown != 0 {
				p.unknown++
			}
		}
		if r.keyLen > 0 { // a group key has a byte at least, if it has a value at all
			p.groups.add(c.group(place), c.key(*r), mark)
		}
	}
	if counting.routes {
		var key [8]byte
		binary.LittleEndian.PutUint64(key[:], r.hash)
		p.routes.add(mix(r.hash), key[:], 0)
	}
	if counting.sourceKeys {
		p.addSourceKey(c, place, r)
	}
}

// addSourceKey counts the declared source key of a record.
func (p *partitionState) addSourceKey(c *chunk, place int, r *record) {
	switch {
	case r.flags&nullSourceKey != 0:
		p.sourceKeys.nulls++
	case r.flags&noSource != 0:
		p.sourceKeys.unplaced++
	default:
		hash, key := c.sourceKey(place)
		p.sourceKeys.add(hash, key, r.source)
	}
}

// pastBudget reports whether something is not counted exactly.
func (p *partitionState) pastBudget() bool {
	return p.groups.sketch != nil || p.routes.sketch != nil || p.sourceKeys.table != nil && p.sourceKeys.table.zeros > 0
}

// mix spreads a hash, whose high bits may be all 0, over 64 bits, different ones to different
// values: the finalizer of MurmurHash3 (Appleby, 2011).
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
