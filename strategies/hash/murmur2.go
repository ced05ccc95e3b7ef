package hash

import "encoding/binary"

// The parameters of Murmur2 (Austin Appleby) and the seed that Kafka's Java client gives it.
const (
	murmurSeed  = 0x9747b28c
	murmurMul   = 0x5bd1e995
	murmurShift = 24
)

// murmur2 is the 32-bit Murmur2 of Kafka's Java client: little-endian words, length folded into
// the seed.
func murmur2(key []byte) uint32 {
	h := uint32(murmurSeed) ^ uint32(len(key))
	for ; len(key) >= 4; key = key[4:] {
		k := binary.LittleEndian.Uint32(key) * murmurMul
		k ^= k >> murmurShift
		h = h*murmurMul ^ k*murmurMul
	}
	switch len(key) {
	case 3:
		h ^= uint32(key[2]) << 16
		fallthrough
	case 2:
		h ^= uint32(key[1]) << 8
		fallthrough
	case 1:
		h = (h ^ uint32(key[0])) * murmurMul
	}
	h = (h ^ h>>13) * murmurMul
	return h ^ h>>15
}
