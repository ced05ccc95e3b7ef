package replay

// record is what the router carries of a record. It has no pointers and stays small, half a cache
// line, as there are many that go from core to core; what it refers to is in its chunk.
type record struct {
	hash   uint64 // of the routing key
	offset uint32 // of its line in chunk.lines
	length uint32 // of its line in bytes, without the line end
	keyAt  uint32 // of the canonical bytes of its group key in chunk.keyBytes
	keyLen uint32 // their number
	source int32  // partition it was read from; 0 if it names none
	flags  marks
}

// marks say what is special about a record.
type marks uint8

const (
	filtered      marks = 1 << iota // the query's WHERE drops it: it belongs to no group
	unknown                         // the WHERE or the group key has no defined value: nobody knows its group
	noSource                        // it names no source partition
	nullSourceKey                   // some part of the declared source key is null or missing
)

// key returns the canonical bytes (scalar.AppendKey) of a record's group key, empty without group
// columns. They are valid as long as the batch that the record came in.
func (c *chunk) key(r record) []byte { return c.keyBytes[r.keyAt:][:r.keyLen] }

// group returns the xxHash64 of the canonical bytes of the group key of the record at a place, 0 if
// there are no group columns.
func (c *chunk) group(place int) uint64 {
	if len(c.groups) > 0 {
		return c.groups[place]
	}
	return c.records[place].hash
}

// ordinal is the place of a record of the chunk among those of the whole input.
func (c *chunk) ordinal(place int) uint64 { return c.base + uint64(place) }

// at returns the record at a place. It belongs to the chunk.
func (c *chunk) at(place int) *record { return &c.records[place] }

// count is the number of the chunk's records.
func (c *chunk) count() int { return len(c.records) }

// sourceKey returns the hash of the declared source key of the record at a place, and its canonical
// bytes, valid as long as the batch that the record came in.
func (c *chunk) sourceKey(place int) (hash uint64, key []byte) {
	k := c.sourceKeys[place]
	return k.hash, c.keyBytes[k.at:][:k.len]
}

// sourceKeyHash returns the hash alone.
func (c *chunk) sourceKeyHash(place int) uint64 { return c.sourceKeys[place].hash }

// text returns the line of a record with its line end.
func (c *chunk) text(r record) []byte {
	end := r.offset + r.length
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
