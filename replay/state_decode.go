package replay

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// result reads all values, in the order in which result.write writes them.
func (s *stateReader) result() *result {
	r := &result{identity: s.identity()}
	r.hash, _ = hash.Lookup(r.identity.hash)
	if r.hash.Sum == nil {
		s.damaged()
	}
	r.files, r.envelopes = s.strings(), s.strings()
	if len(r.files) != len(r.envelopes) {
		s.damaged()
	}
	r.topic = s.topic()
	r.chunks = s.uint()
	r.totals = s.totals()
	r.stopped = s.string()
	r.took = time.Duration(s.upTo(math.MaxInt64))
	r.workers = int(s.upTo(routing.MaxWorkers))
	c := counting{delivers: dist.Kind(s.string()), groups: s.bool(), routes: s.bool(), sourceKeys: s.bool(), budget: int64(s.upTo(math.MaxInt64))}
	switch c.delivers {
	case dist.KindAny, dist.KindSource, dist.KindSingle, dist.KindBy:
	default:
		s.damaged()
	}
	if c.delivers == dist.KindBy && !c.routes && !c.groups {
		s.damaged()
	}
	r.partitions = &partitions{counting: c}
	for range r.identity.partitions {
		if s.err != nil {
			break
		}
		r.partitions.list = append(r.partitions.list, s.partition(&c))
	}
	return r
}

func (s *stateReader) topic() *topicRead {
	if !s.bool() {
		return nil
	}
	t := &topicRead{name: s.string(), group: s.string()}
	for range s.upTo(maxSources) {
		if s.err != nil {
			break
		}
		p := partitionRead{Bounds: Bounds{int32(s.upTo(math.MaxInt32)), int64(s.upTo(math.MaxInt64)), int64(s.upTo(math.MaxInt64))}, records: s.uint()}
		before := int64(-1)
		for range s.uint() {
			o := OffsetRange{int64(s.upTo(math.MaxInt64)), int64(s.upTo(math.MaxInt64))}
			if o.From <= before || o.To <= o.From {
				s.damaged()
				break
			}
			p.read, before = append(p.read, o), o.To
		}
		if n := len(t.partitions); n > 0 && t.partitions[n-1].Partition >= p.Partition {
			s.damaged()
		}
		t.partitions = append(t.partitions, p)
	}
	return t
}

func (s *stateReader) identity() identity {
	var id identity
	for _, text := range []*string{&id.strategy, &id.hash, &id.fields, &id.unchecked, &id.from} {
		*text = s.string()
	}
	for _, list := range []*[]string{&id.keys, &id.groups, &id.sourceKey} {
		*list = s.strings()
	}
	id.partitions = int(s.upTo(routing.MaxPartitions))
	if id.partitions == 0 {
		s.damaged()
	}
	id.expressions = s.uint()
	return id
}

func (s *stateReader) totals() totals {
	t := totals{byReason: make(map[reason]uint64)}
	for _, n := range []*uint64{&t.bytes, &t.records, &t.lines, &t.blank, &t.rejected, &t.nullKeys, &t.missingSources} {
		*n = s.uint()
	}
	for range s.upTo(math.MaxUint16) {
		if s.err != nil {
			break
		}
		t.kinds = append(t.kinds, kinds(s.upTo(1<<(scalar.KindJSON+1)-1)))
	}
	if s.uint() != uint64(reasons) {
		s.damaged()
	}
	for why := range reasons {
		if n := s.uint(); n > 0 {
			t.byReason[why] = n
		}
	}
	for range s.upTo(maxFirst) {
		line := RejectedLine{File: s.string(), Line: s.uint(), Reason: s.string()}
		if s.bool() {
			partition, offset := int32(s.upTo(math.MaxInt32)), int64(s.upTo(math.MaxInt64))
			line.Partition, line.Offset = &partition, &offset
		}
		t.first = append(t.first, line)
	}
	return t
}

func (s *stateReader) partition(c *counting) *partitionState {
	p := &partitionState{records: s.uint(), bytes: s.uint(), unknown: s.uint(), sketched: s.bool(), sketchedFrom: s.uint()}
	s.sources(&p.sources)
	if c.groups {
		p.groups = s.counts(c.budget, xxhash.Sum64)
	}
	if c.routes {
		p.routes = s.counts(c.budget, s.routingHash)
	}
	if c.sourceKeys {
		p.sourceKeys = sourceKeys{budget: c.budget, nulls: s.uint(), unplaced: s.uint(), lost: s.uint()}
		p.sourceKeys.table = s.table(xxhash.Sum64)
		for k := range p.sourceKeys.table.all() {
			if first, second := k.count&math.MaxUint32, k.count>>32; first == 0 || first > 1<<31 || second > 1<<31 {
				s.damaged()
			}
		}
	}
	return p
}

// routingHash returns the hash of a key of partitionState.routes.
func (s *stateReader) routingHash(key []byte) uint64 {
	if len(key) != 8 {
		s.damaged()
		return 0
	}
	return mix(binary.LittleEndian.Uint64(key))
}

func (s *stateReader) sources(c *sourceCounts) {
	c.unnamed, c.others, c.violations = s.uint(), s.uint(), s.uint()
	for i := range s.upTo(maxSources) {
		if s.err != nil {
			return
		}
		source := c.get(int32(s.upTo(math.MaxInt32)))
		if uint64(len(c.list)) != i+1 { // the same one twice
			s.damaged()
			return
		}
		source.records, source.next = s.uint(), s.uint()
	}
	for range s.upTo(maxLate) {
		c.examples = append(c.examples, late{int32(s.upTo(math.MaxInt32)), s.uint(), s.uint()})
	}
}

func (s *stateReader) counts(budget int64, hashOf func([]byte) uint64) keyCounts {
	k := keyCounts{table: s.table(hashOf), budget: budget}
	if !s.bool() {
		if k.table.zeros > 0 {
			s.damaged()
		}
		return k
	}
	k.sketch = new(keySketch)
	for i, r := range s.exactly(len(k.sketch.distinct.registers)) {
		if r > maxRegister {
			s.damaged()
		}
		k.sketch.distinct.registers[i] = r
	}
	k.sketch.heavy.floor = s.uint()
	for range s.upTo(heavyCounters) {
		if s.err != nil {
			break
		}
		hash, text := s.uint(), append([]byte(nil), s.bytes()...)
		count := s.uint()
		over := s.upTo(count)
		if k.sketch.heavy.byHash[hash] != nil {
			s.damaged()
			break
		}
		k.sketch.heavy.offer(hash, text, count, over)
	}
	return k
}

// table reads the keys of a table; hashOf returns the hash of a key.
func (s *stateReader) table(hashOf func([]byte) uint64) *table {
	t := newTable()
	t.zeros = uint(s.upTo(maxZeros))
	for range s.uint() {
		if s.err != nil {
			break
		}
		key := s.bytes()
		hash := hashOf(key)
		if !t.wanted(hash) {
			s.damaged()
			break
		}
		c := t.upsert(hash, key)
		if c.count != 0 {
			s.damaged()
		}
		c.count, c.mark = s.uint(), uint8(s.upTo(inGroup))
		if c.count == 0 {
			s.damaged()
		}
	}
	return t
}
