package reading

import "bytes"

// Record is what the router carries of a record. It has no pointers and stays small, half a cache
// line, as there are many that go from core to core; what it refers to is in its chunk.
type Record struct {
	Hash   uint64 // of the routing key
	offset uint32 // of its line in chunk.lines
	Length uint32 // of its line in bytes, without the line end
	keyAt  uint32 // of the canonical bytes of its group key in chunk.keyBytes
	KeyLen uint32 // their number
	Source int32  // partition it was read from; 0 if it names none
	Flags  Marks
}

// Marks say what is special about a record.
type Marks uint8

const (
	Filtered      Marks = 1 << iota // the query's WHERE drops it: it belongs to no group
	Unknown                         // the WHERE or the group key has no defined value: its group is unknown
	NoSource                        // it names no source partition
	MissingKey                      // it has no field that a part of the routing key is
	NullSourceKey                   // some part of the declared source key is null or missing
)

// Key returns the canonical bytes (scalar.AppendKey) of a record's group key, empty without group
// columns. They are valid as long as the batch that the record came in.
func (c *Chunk) Key(r Record) []byte { return c.keyBytes[r.keyAt:][:r.KeyLen] }

// Group returns the xxHash64 of the canonical bytes of the group key of the record at a place, 0 if
// there are no group columns.
func (c *Chunk) Group(place int) uint64 {
	switch {
	case c.keys.groupsHash:
		return c.records[place].Hash
	case len(c.groups) > 0:
		return c.groups[place]
	}
	return 0
}

// Ordinal is the place of a record of the chunk among those of the whole input.
func (c *Chunk) Ordinal(place int) uint64 { return c.base + uint64(place) }

// At returns the record at a place. It belongs to the chunk.
func (c *Chunk) At(place int) *Record { return &c.records[place] }

// Count is the number of the chunk's records.
func (c *Chunk) Count() int { return len(c.records) }

// SourceKey returns the hash of the declared source key of the record at a place, and its canonical
// bytes, valid as long as the batch that the record came in.
func (c *Chunk) SourceKey(place int) (hash uint64, key []byte) {
	k := c.sourceKeys[place]
	return k.hash, c.keyBytes[k.at:][:k.len]
}

// SourceKeyHash returns the hash alone.
func (c *Chunk) SourceKeyHash(place int) uint64 { return c.sourceKeys[place].hash }

// Text returns the line of a record with its line end; of a record that is not written as JSON, what was made of it.
func (c *Chunk) Text(r Record) []byte {
	if c.maker != nil {
		return c.text[r.offset:][:bytes.IndexByte(c.text[r.offset:], '\n')+1]
	}
	end := r.offset + r.Length
	if c.lines[end] == '\r' {
		end++
	}
	return c.lines[r.offset : end+1]
}

// sourceKey is the declared source key of a record: the xxHash64 of its canonical bytes, and where
// they are in chunk.keyBytes.
type sourceKey struct {
	hash    uint64
	at, len uint32
}
