package counting

import (
	"encoding/binary"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Scope says what is counted of the records besides their number, and by what.
type Scope struct {
	Delivers   dist.Kind // what decides the partition: the keys, the source's partition, nothing, all
	Groups     bool      // the records have groups
	Routes     bool      // the hash of the group does not tell the hash that routes: that is counted too
	SourceKeys bool      // a source key is declared
	Bucket     int64     // records are counted by event time in buckets of that many milliseconds; 0: they are not
	Budget     int64     // in bytes, of each table of a partition
	Panes      Panes     // the windows of the groups
	Alive      bool      // the groups of each window are counted, if the time is
	Batch      uint64    // the smallest batch of Partials; 0: they are not counted
}

// NewScope decides what is counted of the records that are read, given what the strategy delivers,
// within a number of bytes for each partition.
func NewScope(cfg *reading.Config, delivered dist.Dist, memory int64) Scope {
	c := Scope{Delivers: delivered.Kind(), Groups: len(cfg.Groups) > 0, SourceKeys: len(cfg.SourceKey) > 0}
	if cfg.Time != nil {
		c.Bucket = cfg.Time.Bucket.Milliseconds()
	}
	c.Routes = c.Delivers == dist.KindBy && (!reading.SameFields(cfg.Keys, cfg.Groups) || cfg.Hash.Name != hash.Default().Name)
	tables := int64(0)
	for _, kept := range []bool{c.Groups, c.Routes, c.SourceKeys} {
		if kept {
			tables++
		}
	}
	c.Budget = max(1, memory/max(1, tables))
	return c
}

// InGroup marks the groups that the query sees: some record of theirs passes its WHERE.
const InGroup = 1

// Partition is what one partition has received. The router lets one worker at a time into it.
type Partition struct {
	Records, Bytes uint64
	Unknown        uint64 // records that may or may not belong to a group
	Sources        SourceCounts
	Groups         KeyCounts // by group key
	Routes         KeyCounts // by the hash that routes, if counting.routes
	SourceKeys     SourceKeys
	Times          *Times   // by event time, if scope.bucket
	Alive          *Alive   // the groups of each window, if Scope.Alive
	Partials       Partials // of the records that the query sees, if Scope.Batch is not 0
	touched        uint64   // what table.touch returned
	Sketched       bool     // the budget was not enough
	SketchedFrom   uint64   // the number of the chunk in which that was found
}

// Partitions are all partitions, by number.
type Partitions struct {
	Scope  Scope
	List   []*Partition
	memory slabs // of the large tables
}

// NewPartitions returns n partitions that have received nothing.
func NewPartitions(c Scope, n int) *Partitions {
	ps := &Partitions{Scope: c, List: make([]*Partition, n)}
	for i := range ps.List {
		ps.List[i] = &Partition{}
		if c.Groups {
			ps.List[i].Groups = newKeyCounts(c.Budget)
			ps.List[i].Groups.Table.memory = &ps.memory
		}
		if c.Routes {
			ps.List[i].Routes = newKeyCounts(c.Budget)
			ps.List[i].Routes.Table.memory = &ps.memory
		}
		if c.Bucket > 0 {
			ps.List[i].Times = NewTimes(c.Bucket, n)
		}
		if c.Alive {
			ps.List[i].Alive = NewAlive(n)
		}
		if c.SourceKeys {
			ps.List[i].SourceKeys = SourceKeys{Table: NewTable(), Places: NewTable(), Budget: c.Budget}
			ps.List[i].SourceKeys.Table.memory, ps.List[i].SourceKeys.Places.memory = &ps.memory, &ps.memory
		}
	}
	return ps
}

// Records returns the number of records of all partitions.
func (ps *Partitions) Records() uint64 {
	var all uint64
	for _, p := range ps.List {
		all += p.Records
	}
	return all
}

// ahead is how many groups of a large table are looked up at a time.
const ahead = 16

// Consume adds a batch to its partition. first is the place in the router's list of the first of the
// records of the chunk.
func (ps *Partitions) Consume(partition int, batch routing.Batch[reading.Record], first int) error {
	c := batch.Chunk().(*reading.Chunk)
	p := ps.List[partition]
	for start := 0; start < batch.Len(); start += ahead {
		end := min(start+ahead, batch.Len())
		if ps.Scope.Groups && p.Groups.Table.Keys > cachedKeys {
			for i := start; i < end; i++ {
				p.touched += p.Groups.Table.touch(c.Group(batch.Place(i) - first))
			}
		}
		if ps.Scope.SourceKeys && p.SourceKeys.Table.Keys > cachedKeys {
			for i := start; i < end; i++ {
				place := batch.Place(i) - first
				hash := c.SourceKeyHash(place)
				p.touched += p.SourceKeys.Table.touch(hash) + p.SourceKeys.Places.touch(PlaceHash(hash, c.At(place).Source))
			}
		}
		for i := start; i < end; i++ {
			p.add(&ps.Scope, c, batch.Place(i)-first)
		}
	}
	if ps.Scope.Bucket > 0 && len(c.Times()) > 0 {
		p.addTimes(c, batch, first)
		if ps.Scope.Alive {
			p.addAlive(c, batch, first, ps.Scope.Panes)
		}
	}
	if !p.Sketched && p.pastBudget() {
		p.Sketched, p.SketchedFrom = true, c.Number
	}
	return nil
}

// add counts the record at a place of a chunk.
func (p *Partition) add(counting *Scope, c *reading.Chunk, place int) {
	r := c.At(place)
	p.Records++
	p.Bytes += uint64(r.Length)
	p.Sources.Add(r.Source, c.Ordinal(place), r.Flags&reading.NoSource != 0)
	if counting.Groups {
		mark := uint8(InGroup)
		if r.Flags&(reading.Filtered|reading.Unknown) != 0 {
			mark = 0
			if r.Flags&reading.Unknown != 0 {
				p.Unknown++
			}
		}
		if r.KeyLen > 0 { // a group key has a byte at least, if it has a value at all
			if p.Groups.Add(c.Group(place), c.Key(*r), mark) && counting.Alive && counting.Panes.Length == 0 {
				p.begins(c, place)
			}
			if counting.Batch > 0 && mark != 0 {
				p.Partials.add(c.Group(place), c.Ordinal(place), counting.Batch)
			}
		}
	}
	if counting.Routes {
		var key [8]byte
		binary.LittleEndian.PutUint64(key[:], r.Hash)
		p.Routes.Add(Mix(r.Hash), key[:], 0)
	}
	if counting.SourceKeys {
		p.addSourceKey(c, place, r)
	}
}

// begins notes the time of the first record of a group, which is that at a place.
func (p *Partition) begins(c *reading.Chunk, place int) {
	if times := c.Times(); len(times) > 0 && times[place] != reading.NoTime {
		p.Alive.addFirst(c.Group(place), times[place])
	}
}

// addTimes counts a batch by event time.
func (p *Partition) addTimes(c *reading.Chunk, batch routing.Batch[reading.Record], first int) {
	times := c.Times()
	p.Times.spare()
	var open *openBucket // that of the record before
	for i := range batch.Len() {
		place := batch.Place(i) - first
		t := times[place]
		if t == reading.NoTime {
			continue
		}
		keyed := c.At(place).KeyLen > 0
		if open == nil || t < open.from || t >= open.to {
			if open = p.Times.find(t); open == nil {
				p.Times.addElsewhere(t, c.Group(place), keyed)
				continue
			}
		}
		open.records++
		if keyed {
			open.keys.add(c.Group(place))
		}
	}
}

// addAlive counts the groups of a batch by window.
func (p *Partition) addAlive(c *reading.Chunk, batch routing.Batch[reading.Record], first int, w Panes) {
	times := c.Times()
	for i := range batch.Len() {
		place := batch.Place(i) - first
		if w.Length == 0 {
			p.Alive.Latest = max(p.Alive.Latest, times[place]) // NoTime is the least
			continue
		}
		r := c.At(place)
		if t := times[place]; t != reading.NoTime && r.KeyLen > 0 && r.Flags&(reading.Filtered|reading.Unknown) == 0 {
			p.Alive.add(c.Group(place), t, w)
		}
	}
}

// addSourceKey counts the declared source key of a record.
func (p *Partition) addSourceKey(c *reading.Chunk, place int, r *reading.Record) {
	switch {
	case r.Flags&reading.NullSourceKey != 0:
		p.SourceKeys.Nulls++
	case r.Flags&reading.NoSource != 0:
		p.SourceKeys.Unplaced++
	default:
		hash, key := c.SourceKey(place)
		p.SourceKeys.add(hash, key, r.Source)
	}
}

// pastBudget reports whether something is not counted exactly.
func (p *Partition) pastBudget() bool {
	return p.Groups.Sketch != nil || p.Routes.Sketch != nil || p.SourceKeys.Table != nil && p.SourceKeys.Table.Zeros > 0
}

// Mix spreads a hash, whose high bits may all be 0, over 64 bits, one to one: the finalizer of MurmurHash3 (Appleby, 2011).
func Mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Close ends the counting: nothing is consumed any more.
func (ps *Partitions) Close() {
	for _, p := range ps.List {
		if p.Times != nil {
			p.Times.Close()
		}
	}
}

// Free gives the memory of the tables back to the system. Nothing of the partitions may be used any more.
func (ps *Partitions) Free() error { return ps.memory.free() }
