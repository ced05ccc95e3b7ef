package reading

import (
	"math"
	"slices"

	"github.com/cespare/xxhash/v2"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// keys makes a record of what the scanner found in a line: it evaluates the keys and hashes them.
// It is the scalar.Record of that line.
type keys struct {
	columns  *columns
	scanner  *ndjson.Scanner
	envelope *opener // that the record was in; nil: none

	routing, groups, declared []part      // the key that routes, the one of the group, the source's
	filter                    scalar.Expr // nil: none
	hash                      hash.Hash
	groupsRoute               bool // the groups are by the routing key,
	groupsHash                bool // and its hash is theirs as well

	clock *clock // nil: no time is looked at
	timed bool   // the records of the chunk may have one

	kinds []scalar.Kind // of the parts of the key that plain reads

	topic string
	piece *topics.Piece // of that topic, which the record is in; nil: there is none
	place int           // of the record in the piece
	// decoder makes JSON of the record's key, of which decoded is the memory; nil: keys are texts.
	decoder Decoder
	decoded []byte

	values       []scalar.Value // of one key, used again for every record
	buffer       []byte         // the bytes of one key, likewise
	texts        []byte         // of the record's values that have escapes, without them
	source       []byte         // the number of the partition that the record was read from, as it is written
	path         string         // of the file that is read
	ofPath       []byte         // the same that the path of the file names; nil: none
	numberOfPath int32
	err          error // a field of the record that has no value
}

// part is a part of a key.
type part struct {
	expr  scalar.Expr
	field *ndjson.Field // nil if expr is more than a field
}

// newKeys returns a keys that reads from scanner.
func newKeys(cfg *Config, c *columns, s *ndjson.Scanner) *keys {
	k := &keys{
		columns: c, scanner: s, hash: cfg.Hash, filter: cfg.Filter,
		routing: partsOf(cfg.Keys, c), groups: partsOf(cfg.Groups, c), declared: partsOf(cfg.SourceKey, c),
	}
	k.clock = newClock(cfg, c)
	if cfg.Topic != nil {
		k.topic = cfg.Topic.Name()
	}
	k.groupsRoute = SameFields(cfg.Keys, cfg.Groups)
	k.groupsHash = k.groupsRoute && len(cfg.Keys) > 0 && cfg.Hash.Name == hash.Default().Name
	return k
}

// SameFields reports whether both keys are the same fields. It does not ask whether two expressions
// always have the same value.
func SameFields(a, b []scalar.Expr) bool {
	return slices.EqualFunc(a, b, func(a, b scalar.Expr) bool {
		x, ok := a.(scalar.Field)
		y, ok2 := b.(scalar.Field)
		return ok && ok2 && slices.Equal(x.Path, y.Path)
	})
}

// partsOf resolves the parts of a key that are plain fields.
func partsOf(key []scalar.Expr, c *columns) []part {
	parts := make([]part, len(key))
	for i, e := range key {
		parts[i].expr = e
		if f, ok := e.(scalar.Field); ok {
			parts[i].field = c.Find(f.Path)
		}
	}
	return parts
}

// record makes r, which is empty, the record of the line that was scanned last, without the place
// of that line. It adds the bytes of its keys to the chunk, and counts what it lacks.
func (k *keys) record(c *Chunk, r *Record) ndjson.Reason {
	k.texts = k.texts[:0]
	var named bool
	if r.Source, named = k.sourcePartition(); !named {
		r.Flags |= NoSource
	}
	r.keyAt = uint32(len(c.keyBytes))
	if !k.plain(c) && !k.key(c, r) {
		return ndjson.KeyNotEvaluable
	}
	r.KeyLen = uint32(len(c.keyBytes)) - r.keyAt
	if k.filter != nil {
		r.Flags |= k.keep()
	}
	if len(k.declared) > 0 {
		k.declare(c, r)
	}
	if !named {
		c.tally.missingSources++
	}
	if k.timed {
		k.tell(c)
	}
	return ndjson.Accepted
}

// key adds the bytes of the group key to the chunk and, where its hash does not serve for both,
// hashes the routing key. It reports whether that has a value.
func (k *keys) key(c *Chunk, r *Record) bool {
	anyNull, ok := k.evaluate(k.routing)
	if !ok || len(c.keyBytes) > math.MaxInt32 {
		return false
	}
	for i, v := range k.values {
		c.kinds = addKind(c.kinds, i, v.Kind())
	}
	if anyNull {
		c.tally.nullKeys++
		if k.lacksField() {
			c.tally.missingKeys++
			r.Flags |= MissingKey
		}
	}
	if k.groupsHash {
		c.keyBytes = strategies.AppendKeyBytes(c.keyBytes, k.hash, k.values)
	} else {
		k.apart(c, r)
	}
	return true
}

// lacksField reports whether the record has no field that a part of the routing key is.
func (k *keys) lacksField() bool {
	for i := range k.routing {
		if f := k.routing[i].field; f != nil && !k.scanner.Has(f) {
			return true
		}
	}
	return false
}

// finish completes the records of a chunk. Hashing the keys here, one right after the other, takes
// half the time that it takes where they are written: the processor works on several at once, and
// does not wait until what it has just written bit by bit can be read at once.
func (k *keys) finish(c *Chunk) {
	switch {
	case k.groupsHash:
		for i := range c.records {
			r := &c.records[i]
			r.Hash = xxhash.Sum64(c.Key(*r))
		}
	case len(k.groups) > 0:
		for _, r := range c.records {
			sum := uint64(0)
			if r.KeyLen > 0 {
				sum = xxhash.Sum64(c.Key(r))
			}
			c.groups = append(c.groups, sum)
		}
	}
	for i := range c.sourceKeys {
		key := &c.sourceKeys[i]
		key.hash = xxhash.Sum64(c.keyBytes[key.at:][:key.len])
	}
}

// apart hashes the routing key, which was just evaluated, and adds the bytes of the group key to the chunk, where they
// need different hashes.
func (k *keys) apart(c *Chunk, r *Record) {
	if k.hashesText() {
		r.Hash = k.hash.Sum(k.values[0].Text())
	} else if len(k.routing) > 0 {
		k.buffer = strategies.AppendKeyBytes(k.buffer[:0], k.hash, k.values)
		r.Hash = k.hash.Sum(k.buffer)
	}
	if len(k.groups) == 0 {
		return
	}
	if !k.groupsRoute {
		if _, ok := k.evaluate(k.groups); !ok {
			r.Flags |= Unknown
			return
		}
	}
	c.keyBytes = strategies.AppendKeyBytes(c.keyBytes, hash.Default(), k.values)
}

// hashesText reports whether the bytes of the routing key, which was just evaluated, are the text of its value: in all
// encodings but the canonical one those of a single text are, and of a short whole number.
func (k *keys) hashesText() bool {
	if len(k.routing) != 1 || k.hash.Encoding == hash.Canonical {
		return false
	}
	v := k.values[0]
	return v.Kind() == scalar.KindString || v.Kind() == scalar.KindNumber && k.routing[0].field != nil && isPlainWhole(v.Text())
}

// keep evaluates the filter.
func (k *keys) keep() Marks {
	k.err = nil
	v, err := scalar.Eval(k.filter, k)
	switch {
	case err != nil || k.err != nil:
		return Unknown
	case !v.IsTrue():
		return Filtered
	}
	return 0
}

// declare adds the declared source key to the chunk.
func (k *keys) declare(c *Chunk, r *Record) {
	anyNull, ok := k.evaluate(k.declared)
	if anyNull || !ok {
		r.Flags |= NullSourceKey
	}
	at := uint32(len(c.keyBytes))
	c.keyBytes = strategies.AppendKeyBytes(c.keyBytes, hash.Default(), k.values)
	c.sourceKeys = append(c.sourceKeys, sourceKey{at: at, len: uint32(len(c.keyBytes)) - at})
}

// evaluate sets values to those of a key; ok is false if a part has no defined value.
func (k *keys) evaluate(key []part) (anyNull, ok bool) {
	k.values, k.err = k.values[:0], nil
	for i := range key {
		var v scalar.Value
		var err error
		if f := key[i].field; f != nil {
			v = k.read(f)
		} else {
			v, err = scalar.Eval(key[i].expr, k)
		}
		if err != nil || k.err != nil {
			return false, false
		}
		k.values = append(k.values, v)
		anyNull = anyNull || v.IsNull()
	}
	return anyNull, true
}
