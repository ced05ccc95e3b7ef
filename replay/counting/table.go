package counting

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math"
)

// Table counts by key. Keys are byte strings that come with a 64-bit hash; keys with the same hash
// are told apart by their bytes.
//
//	hash ── leading bits ──► directory ──► segment ── other bits ──► slot, and on from there
//
// It is an extendible hash table: a full segment splits in two, and only the directory, one pointer
// for some hundred keys, ever doubles. So it grows by segments, without a moment in which all of it
// exists twice. (Fagin, Nievergelt, Pippenger, Strong: Extendible Hashing, ACM TODS 4(3), 1979.)
//
// It may hold a sample only: the keys whose hash begins with the given number of zero bits.
type Table struct {
	directory []*segment // by the bits of a hash after its zeros
	depth     uint       // the directory has 2^depth elements
	Zeros     uint       // leading zero bits that a hash needs to be held
	Keys      int        // that are held
	long      int64      // bytes of those in the arena
	memory    *slabs     // of the segments; nil: the garbage collector's
	arena     arena      // of the keys that do not fit into their slot
}

// segment holds the keys whose hash has the same depth bits after the zeros.
type segment struct {
	slots []Slot // a power of two
	used  int
	depth uint
}

// Slot is a key and what is counted under it, or free. Two share a cache line.
type Slot struct {
	Hash  uint64
	Count uint64
	form  uint8 // the length of the key plus one, or formLong; 0: free
	Mark  uint8 // for the table's user, 0 at first
	key   [inlineKey]byte
}

const (
	// inlineKey is the longest key that a slot holds itself. The place and length of a longer one
	// need 12 bytes.
	inlineKey = 14
	// formLong is the form of a slot whose key is in the arena.
	formLong = inlineKey + 2
	// slotBytes is what a key counts for in a budget, besides its bytes in the arena.
	slotBytes = 32
	// firstSlots is the length of the first segment; it doubles up to segmentSlots before it splits.
	firstSlots, segmentSlots = 4, 1024
	// maxDepth bounds the depth at which segments still split. Beyond it their keys have more than
	// that many bits in common, and another split would not part them: the segment grows instead.
	maxDepth = 26
	// cachedKeys is the number of keys up to which a table is found in the cache anyway.
	cachedKeys = 1 << 14
	// MaxZeros bounds the zeros of a sample; fewer keys than that cannot be asked for.
	MaxZeros = 63
)

// NewTable returns an empty table.
func NewTable() *Table {
	t := &Table{}
	t.directory = []*segment{{slots: make([]Slot, firstSlots)}}
	return t
}

// home is the place of a hash in a segment of that many slots. The low half of the hash decides,
// the high one has chosen the segment; multiplying brings in all bits, as the lowest are equal for
// all keys of one partition. (Knuth, TAOCP 3, 6.4: Fibonacci hashing.)
func home(hash uint64, slots int) uint32 {
	return uint32(uint64(uint32(hash)*0x9E3779B1) * uint64(slots) >> 32)
}

// Wanted reports whether a key with the hash is held at all.
func (t *Table) Wanted(hash uint64) bool { return hash <= math.MaxUint64>>t.Zeros }

// segment returns the one for a wanted hash.
func (t *Table) segment(hash uint64) *segment {
	return t.directory[hash<<t.Zeros>>(64-t.depth)]
}

// Upsert returns the slot of a key, a new one with a count of 0 if there was none. The hash must be
// wanted. The slot is valid until the next call.
func (t *Table) Upsert(hash uint64, key []byte) *Slot {
	for {
		s := t.segment(hash)
		mask := uint32(len(s.slots) - 1)
		for i := home(hash, len(s.slots)); ; i = (i + 1) & mask {
			c := &s.slots[i]
			if c.form == 0 {
				if s.full() {
					break
				}
				s.used++
				t.Keys++
				c.Hash = hash
				t.setKey(c, key)
				return c
			}
			if c.Hash == hash && t.same(c, key) {
				return c
			}
		}
		t.grow(s)
	}
}

// touch reads the slot where the search for a hash begins. Touching some hashes before the first
// upsert makes the memory bring their slots at the same time instead of one after the other. The
// result must be used for something, or the compiler leaves the reading out.
func (t *Table) touch(hash uint64) uint64 {
	s := t.segment(hash)
	return s.slots[home(hash, len(s.slots))].Hash
}

// find returns a slot of a key with that hash, nil if there is none.
func (t *Table) find(hash uint64) *Slot {
	if !t.Wanted(hash) {
		return nil
	}
	s := t.segment(hash)
	mask := uint32(len(s.slots) - 1)
	for i := home(hash, len(s.slots)); ; i = (i + 1) & mask {
		c := &s.slots[i]
		if c.form == 0 {
			return nil
		}
		if c.Hash == hash {
			return c
		}
	}
}

// get returns the slot of a key, nil if there is none. The hash must be wanted.
func (t *Table) get(hash uint64, key []byte) *Slot {
	s := t.segment(hash)
	mask := uint32(len(s.slots) - 1)
	for i := home(hash, len(s.slots)); ; i = (i + 1) & mask {
		c := &s.slots[i]
		if c.form == 0 || c.Hash == hash && t.same(c, key) {
			if c.form == 0 {
				return nil
			}
			return c
		}
	}
}

// same reports whether a slot is that of a key.
func (t *Table) same(c *Slot, key []byte) bool {
	if c.form != formLong {
		return len(key) == int(c.form)-1 && string(c.key[:c.form-1]) == string(key)
	}
	return bytes.Equal(t.Key(c), key)
}

// setKey writes a key into a free slot.
func (t *Table) setKey(c *Slot, key []byte) {
	if len(key) <= inlineKey {
		c.form = uint8(len(key) + 1)
		copy(c.key[:], key)
		return
	}
	c.form = formLong
	block, at := t.arena.keep(key)
	t.long += int64(len(key))
	binary.LittleEndian.PutUint32(c.key[0:], block)
	binary.LittleEndian.PutUint32(c.key[4:], at)
	binary.LittleEndian.PutUint32(c.key[8:], uint32(len(key)))
}

// Key returns the key of a slot, not to be changed and valid as long as the slot.
func (t *Table) Key(c *Slot) []byte {
	if c.form != formLong {
		return c.key[:c.form-1]
	}
	return t.arena.get(c.place())
}

// place is where the arena has the key of a slot of formLong.
func (c *Slot) place() (block, at, n uint32) {
	return binary.LittleEndian.Uint32(c.key[0:]), binary.LittleEndian.Uint32(c.key[4:]), binary.LittleEndian.Uint32(c.key[8:])
}

// bytes is the size of the table as budgets count it: a function of the keys that are held alone,
// whatever the order in which they came.
func (t *Table) bytes() int64 { return int64(t.Keys)*slotBytes + t.long }

// All yields every slot, in an order that depends on nothing but what was done to the table.
func (t *Table) All() iter.Seq[*Slot] { return t.part(0, 0) }

// part yields the slots of the keys whose hash begins with the table's zeros followed by the given
// bits: tables with as many zeros have the same parts.
func (t *Table) part(bits uint, value uint64) iter.Seq[*Slot] {
	return func(yield func(*Slot) bool) {
		first := value << (64 - bits) >> (64 - t.depth)
		end := first + 1
		if bits < t.depth {
			end = first + 1<<(t.depth-bits)
		}
		for s := range t.segments(first, end) {
			for i := range s.slots {
				c := &s.slots[i]
				if c.form != 0 && c.Hash<<t.Zeros>>(64-bits) == value && !yield(c) {
					return
				}
			}
		}
	}
}

// segments yields the segments of some elements of the directory, once each.
func (t *Table) segments(first, end uint64) iter.Seq[*segment] {
	return func(yield func(*segment) bool) {
		for i := first; i < end; {
			s := t.directory[i]
			span := uint64(1) << (t.depth - s.depth)
			i = i&^(span-1) + span
			if !yield(s) {
				return
			}
		}
	}
}
