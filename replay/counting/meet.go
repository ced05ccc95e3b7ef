package counting

import (
	"math/bits"
	"slices"
	"sync/atomic"
)

// Sighting is a table that holds a key, and what it counts under it.
type Sighting struct {
	Table int // its index
	Slot  *Slot
}

// meetPart is about how many keys are put together at a time: few enough for the cache.
const meetPart = 1 << 14

// Meet puts together what several tables hold under the same key. It goes through the hashes part
// by part, with the given number of workers; newVisit is called once by each of them, and what it
// returns with each key and where it was seen, the lowest table first. Neither may be kept. The
// order of the keys says nothing. Where tables are samples, only the keys that all of them would
// hold are visited.
func Meet(tables []*Table, workers int, newVisit func() func(hash uint64, key []byte, seen []Sighting)) {
	m := meeting{tables: tables}
	keys := 0
	for _, t := range tables {
		m.zeros = max(m.zeros, t.Zeros)
		keys += t.Keys
	}
	m.bits = uint(bits.Len(uint(keys / meetPart)))
	var next atomic.Uint64
	workers = min(workers, 1<<m.bits)
	visits := make([]func(uint64, []byte, []Sighting), workers)
	for i := range visits {
		visits[i] = newVisit()
	}
	Each(workers, workers, func(i int) {
		where, links := NewTable(), []link(nil)
		for part := next.Add(1) - 1; part < 1<<m.bits; part = next.Add(1) - 1 {
			links = m.part(part, where, links[:0], visits[i])
			where.clear()
		}
	})
}

// meeting is what the parts of a meet have in common.
type meeting struct {
	tables []*Table
	zeros  uint // of the hashes that all tables hold
	bits   uint // after them, that tell the parts from each other
}

// link is a sighting in a list of those of the same key.
type link struct {
	Sighting
	before uint64 // the index of the one before it plus 1; 0: it is the first
}

// part visits the keys of one part. where is empty and notes the last link of each key plus 1; it
// and links come from outside so that their memory is used again.
func (m *meeting) part(part uint64, where *Table, links []link, visit func(uint64, []byte, []Sighting)) []link {
	// All hashes of a part begin alike; without that beginning they fill the table evenly.
	shift := m.zeros + m.bits
	for i, t := range m.tables {
		for s := range t.part(m.zeros-t.Zeros+m.bits, part) {
			last := where.Upsert(s.Hash<<shift, t.Key(s))
			links = append(links, link{Sighting{i, s}, last.Count})
			last.Count = uint64(len(links))
		}
	}
	var seen []Sighting
	for s := range where.All() {
		seen = seen[:0]
		for at := s.Count; at > 0; at = links[at-1].before {
			seen = append(seen, links[at-1].Sighting)
		}
		slices.Reverse(seen)
		visit(seen[0].Slot.Hash, where.Key(s), seen)
	}
	return links
}
