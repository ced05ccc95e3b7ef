package state

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// result reads all values, in the order in which result.write writes them.
func (s *stateReader) result() *Result {
	r := &Result{Identity: s.identity()}
	r.Hash, _ = hash.Lookup(r.Identity.Hash)
	if r.Hash.Sum == nil {
		s.damaged()
	}
	r.Files, r.Envelopes, r.Formats = s.strings(), s.strings(), s.strings()
	if len(r.Files) != len(r.Envelopes) || len(r.Files) != len(r.Formats) {
		s.damaged()
	}
	r.Topic = s.topic()
	r.Chunks = s.uint()
	r.Totals = s.totals()
	r.Lateness = s.lateness()
	r.Stopped = s.string()
	r.Took = time.Duration(s.upTo(math.MaxInt64))
	r.Workers = int(s.upTo(routing.MaxWorkers))
	r.EngineBatch = s.uint()
	c := counting.Scope{Delivers: dist.Kind(s.string()), Groups: s.bool(), Routes: s.bool(), SourceKeys: s.bool(),
		Bucket: int64(s.upTo(maxBucket)), Budget: int64(s.upTo(math.MaxInt64)), Batch: s.upTo(maxBatch), Alive: s.bool(),
		Panes: counting.Panes{Length: int64(s.upTo(maxInstant)), Every: int64(s.upTo(maxInstant))}}
	if c.Panes.Length > 0 && c.Panes.Every == 0 || c.Alive && c.Bucket == 0 {
		s.damaged()
	}
	switch c.Delivers {
	case dist.KindAny, dist.KindSource, dist.KindSingle, dist.KindBy:
	default:
		s.damaged()
	}
	if timed := r.Lateness != nil; timed != (c.Bucket > 0) || timed != (r.Identity.Time.Field != "") {
		s.damaged()
	}
	if c.Delivers == dist.KindBy && !c.Routes && !c.Groups {
		s.damaged()
	}
	r.Partitions = &counting.Partitions{Scope: c}
	for range r.Identity.Partitions {
		if s.err != nil {
			break
		}
		r.Partitions.List = append(r.Partitions.List, s.partition(&c, r.Identity.Partitions))
	}
	return r
}

func (s *stateReader) topic() *topics.Account {
	if !s.bool() {
		return nil
	}
	t := &topics.Account{Name: s.string(), Group: s.string()}
	for range s.upTo(counting.MaxSources) {
		if s.err != nil {
			break
		}
		p := topics.PartitionAccount{Bounds: topics.Bounds{
			Partition: int32(s.upTo(math.MaxInt32)), Begin: int64(s.upTo(math.MaxInt64)), End: int64(s.upTo(math.MaxInt64)),
		}, Records: s.uint()}
		before := int64(-1)
		for range s.uint() {
			o := topics.OffsetRange{From: int64(s.upTo(math.MaxInt64)), To: int64(s.upTo(math.MaxInt64))}
			if o.From <= before || o.To <= o.From {
				s.damaged()
				break
			}
			p.Read, before = append(p.Read, o), o.To
		}
		if n := len(t.Partitions); n > 0 && t.Partitions[n-1].Partition >= p.Partition {
			s.damaged()
		}
		t.Partitions = append(t.Partitions, p)
	}
	return t
}

func (s *stateReader) identity() Identity {
	var id Identity
	for _, text := range []*string{&id.Strategy, &id.Hash, &id.Fields, &id.Unchecked, &id.From} {
		*text = s.string()
	}
	for _, list := range []*[]string{&id.Keys, &id.Groups, &id.SourceKey} {
		*list = s.strings()
	}
	id.Partitions = int(s.upTo(routing.MaxPartitions))
	if id.Partitions == 0 {
		s.damaged()
	}
	id.expressions = s.uint()
	id.Keeps = Keeps{Grace: int64(s.upTo(maxInstant)), Within: int64(s.upTo(maxInstant)), Rows: int64(s.upTo(math.MaxInt64)), Aggregates: int(s.upTo(maxStrings)), Kind: s.string()}
	if !slices.Contains([]string{"", KeepsGroups, KeepsRecords, KeepsRows, KeepsNothing}, id.Keeps.Kind) {
		s.damaged()
	}
	id.Time = Time{Field: s.string(), Format: s.string(), Bundled: s.bool()}
	id.NullsApart = s.bool()
	return id
}

func (s *stateReader) totals() reading.Totals {
	t := reading.Totals{ByReason: make(map[ndjson.Reason]uint64)}
	for _, n := range []*uint64{&t.Bytes, &t.Records, &t.Lines, &t.Blank, &t.Rejected, &t.NullKeys, &t.MissingSources,
		&t.MissingKeys, &t.LostBatches, &t.LostRecords} {
		*n = s.uint()
	}
	for range s.upTo(math.MaxUint16) {
		if s.err != nil {
			break
		}
		t.Fields = append(t.Fields, reading.FieldUse{Field: s.string(), UsedBy: s.strings(), Seen: s.bool()})
	}
	t.Names = s.strings()
	for range s.upTo(math.MaxUint16) {
		if s.err != nil {
			break
		}
		t.Kinds = append(t.Kinds, reading.Kinds(s.upTo(1<<(scalar.KindJSON+1)-1)))
	}
	for kind := range t.Times {
		t.Times[kind] = s.uint()
	}
	if s.uint() != uint64(ndjson.Reasons) {
		s.damaged()
	}
	for why := range ndjson.Reasons {
		if n := s.uint(); n > 0 {
			t.ByReason[why] = n
		}
	}
	for range s.upTo(reading.MaxFirst) {
		line := reading.RejectedLine{File: s.string(), Line: s.uint(), Reason: s.string(), Unit: s.string(), Block: s.uint(),
			Column: int(s.upTo(math.MaxInt32)), Expected: s.string(), Excerpt: s.string()}
		if s.bool() {
			partition, offset := int32(s.upTo(math.MaxInt32)), int64(s.upTo(math.MaxInt64))
			line.Partition, line.Offset = &partition, &offset
		}
		t.First = append(t.First, line)
	}
	return t
}

// partition reads one of n partitions.
func (s *stateReader) partition(c *counting.Scope, n int) *counting.Partition {
	p := &counting.Partition{Records: s.uint(), Bytes: s.uint(), Unknown: s.uint(), Sketched: s.bool(), SketchedFrom: s.uint()}
	s.sources(&p.Sources)
	if c.Groups {
		p.Groups = s.counts(c.Budget, xxhash.Sum64)
	}
	if c.Routes {
		p.Routes = s.counts(c.Budget, s.routingHash)
	}
	if c.Bucket > 0 {
		p.Times = s.times(c.Bucket, n)
	}
	if c.Alive {
		p.Alive = s.alive(n, c.Panes.Length > 0)
	}
	if c.Batch > 0 {
		for i := range p.Partials.Rows {
			p.Partials.Rows[i] = s.upTo(p.Records)
		}
	}
	if c.SourceKeys {
		p.SourceKeys = counting.SourceKeys{Budget: c.Budget, Nulls: s.uint(), Unplaced: s.uint(), Lost: s.uint()}
		p.SourceKeys.Table, p.SourceKeys.Places = s.table(xxhash.Sum64), s.table(s.placeHash)
		if p.SourceKeys.Table.Zeros != p.SourceKeys.Places.Zeros {
			s.damaged()
		}
		for k := range p.SourceKeys.Table.All() {
			if first, second := k.Count&math.MaxUint32, k.Count>>32; first == 0 || first > 1<<31 || second > 1<<31 {
				s.damaged()
			}
		}
	}
	return p
}

// placeHash returns the hash of a key of SourceKeys.Places.
func (s *stateReader) placeHash(place []byte) uint64 {
	key, source, ok := counting.SplitPlaceKey(place)
	if !ok {
		s.damaged()
		return 0
	}
	return counting.PlaceHash(xxhash.Sum64(key), source)
}

// routingHash returns the hash of a key of Partition.routes.
func (s *stateReader) routingHash(key []byte) uint64 {
	if len(key) != 8 {
		s.damaged()
		return 0
	}
	return counting.Mix(binary.LittleEndian.Uint64(key))
}

func (s *stateReader) sources(c *counting.SourceCounts) {
	c.Unnamed, c.Others, c.Violations = s.uint(), s.uint(), s.uint()
	for i := range s.upTo(counting.MaxSources) {
		if s.err != nil {
			return
		}
		source := c.Get(int32(s.upTo(math.MaxInt32)))
		if uint64(len(c.List)) != i+1 { // the same one twice
			s.damaged()
			return
		}
		source.Records, source.Next = s.uint(), s.uint()
	}
	for range s.upTo(counting.MaxLate) {
		c.Examples = append(c.Examples, counting.Late{Source: int32(s.upTo(math.MaxInt32)), Record: s.uint(), After: s.uint()})
	}
}

func (s *stateReader) counts(budget int64, hashOf func([]byte) uint64) counting.KeyCounts {
	k := counting.KeyCounts{Table: s.table(hashOf), Budget: budget}
	if !s.bool() {
		if k.Table.Zeros > 0 {
			s.damaged()
		}
		return k
	}
	k.Sketch = new(counting.KeySketch)
	for i, r := range s.exactly(len(k.Sketch.Distinct.Registers)) {
		if r > counting.MaxRegister {
			s.damaged()
		}
		k.Sketch.Distinct.Registers[i] = r
	}
	k.Sketch.Heavy.Floor = s.uint()
	for range s.upTo(counting.HeavyCounters) {
		if s.err != nil {
			break
		}
		hash, text := s.uint(), append([]byte(nil), s.bytes()...)
		count := s.uint()
		over := s.upTo(count)
		if k.Sketch.Heavy.ByHash[hash] != nil {
			s.damaged()
			break
		}
		k.Sketch.Heavy.Offer(hash, text, count, over)
	}
	return k
}

// table reads the keys of a table; hashOf returns the hash of a key.
func (s *stateReader) table(hashOf func([]byte) uint64) *counting.Table {
	t := counting.NewTable()
	t.Zeros = uint(s.upTo(counting.MaxZeros))
	for range s.uint() {
		if s.err != nil {
			break
		}
		key := s.bytes()
		hash := hashOf(key)
		if !t.Wanted(hash) {
			s.damaged()
			break
		}
		c := t.Upsert(hash, key)
		if c.Count != 0 {
			s.damaged()
		}
		c.Count, c.Mark = s.uint(), uint8(s.upTo(counting.InGroup))
		if c.Count == 0 {
			s.damaged()
		}
	}
	return t
}
