package hash

// The parameters of 64-bit FNV, from its authors' published description
// (Fowler, Noll, Vo; RFC 9923, section 5).
const (
	fnvOffset64 = 0xcbf29ce484222325
	fnvPrime64  = 0x100000001b3
)

// fnv1a64 is FNV-1a: xor, then multiply, per byte. The loop is here instead of hash/fnv because
// that one is reached through an interface and costs an allocation per key.
func fnv1a64(key []byte) uint64 {
	sum := uint64(fnvOffset64)
	for _, b := range key {
		sum = (sum ^ uint64(b)) * fnvPrime64
	}
	return sum
}
