// Package hash holds the hash functions that can choose a partition, each with its own rule from
// sum to partition.
//
//	key values ──(scalar: the encoding of the hash)──► bytes ──Sum──► 64-bit sum ──Partition──► 0..n-1
//
//	xxhash64    Canonical    sum mod n                 ours, the default
//	velostream  EngineText   sum mod n                 the engine's in-process routing
//	murmur2     RawText      (sum & 0x7fffffff) mod n  Kafka's Java client
//	crc32       RawText      sum mod n                 librdkafka's "consistent"
//
// It works on bytes only; testdata/vectors.txt pins every function, because another sum moves
// every record of every user.
package hash

import (
	"hash/crc32"

	"github.com/cespare/xxhash/v2"
)

// Encoding names how key values become the bytes that a hash reads. The package scalar writes
// them: AppendKey, AppendEngineText and AppendRawText.
type Encoding string

// The three encodings.
const (
	Canonical  Encoding = "canonical"   // framed and typed: equal values give equal bytes, different keys different ones
	EngineText Encoding = "engine-text" // the engine's display texts, one after the other without separators
	RawText    Encoding = "raw-text"    // the text a producer would send as the message key, parts joined by '|'
)

// Hash is a hash function with everything that decides the partition of a key. Its functions are
// pure and safe for concurrent use. The zero value is no hash.
type Hash struct {
	Name     string   // as it is written after --hash
	Doc      string   // one sentence: what it is and whom it agrees with
	Encoding Encoding // what the bytes given to Sum must be

	// Sum hashes the encoded key. It keeps no reference to the bytes. A 32-bit function returns
	// its value in the low half.
	Sum func(key []byte) uint64
	// Partition maps a sum to a partition in [0, n); n must be at least 1.
	Partition func(sum uint64, n int) int
}

// All lists the hashes; the first is the default.
var All = []Hash{
	{
		Name:     "xxhash64",
		Doc:      "xxHash64 with seed 0 over canonical key bytes: equal values meet whatever their spelling (default).",
		Encoding: Canonical,
		Sum:      xxhash.Sum64,
		// The sum's 64 bits are uniform, so the bias of the remainder is below n / 2^64.
		Partition: modulo,
	},
	{
		Name:      "velostream",
		Doc:       "FNV-1a 64 over the engine's own texts of the values, so the very partition that the engine takes.",
		Encoding:  EngineText,
		Sum:       fnv1a64,
		Partition: modulo,
	},
	{
		Name:      "murmur2",
		Doc:       "Murmur2 as in Kafka's Java client, over the text of the message key.",
		Encoding:  RawText,
		Sum:       func(key []byte) uint64 { return uint64(murmur2(key)) },
		Partition: positiveModulo,
	},
	{
		Name:      "crc32",
		Doc:       "CRC-32 (IEEE) as in librdkafka's partitioner \"consistent\", over the text of the message key.",
		Encoding:  RawText,
		Sum:       func(key []byte) uint64 { return uint64(crc32.ChecksumIEEE(key)) },
		Partition: modulo,
	},
}

// Default returns the hash that is used when none is named: xxhash64.
func Default() Hash { return All[0] }

// Lookup returns the hash of that name, in lower case as it is listed, and whether there is one.
func Lookup(name string) (Hash, bool) {
	for _, h := range All {
		if h.Name == name {
			return h, true
		}
	}
	return Hash{}, false
}

func modulo(sum uint64, n int) int { return int(sum % uint64(n)) }

// positiveModulo clears the sign bit of the 32-bit sum first, as the Java client's toPositive
// does; Java has no unsigned int.
func positiveModulo(sum uint64, n int) int { return int((sum & 0x7fffffff) % uint64(n)) }
