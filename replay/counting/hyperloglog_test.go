package counting

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cespare/xxhash/v2"
)

// TestHyperLogLogIsClose: within four standard errors from 1 to 1,000,000 keys, also when all are
// of one of 64 partitions and their hashes have six bits in common.
func TestHyperLogLogIsClose(t *testing.T) {
	for _, partitions := range []uint64{1, 64} {
		var h HyperLogLog
		var key [8]byte
		next := 1
		for n, i := 0, uint64(0); n < 1_000_000; i++ {
			binary.LittleEndian.PutUint64(key[:], i)
			hash := xxhash.Sum64(key[:])
			if hash%partitions != 0 {
				continue
			}
			h.add(hash)
			h.add(hash)
			if n++; n < next {
				continue
			}
			next = next*3/2 + 1
			if got, bound := float64(h.estimate()), max(0.5, 4*0.0081*float64(n)); math.Abs(got-float64(n)) > bound {
				t.Errorf("%d keys of one of %d partitions: %v", n, partitions, got)
			}
		}
	}
}

func TestHyperLogLogOfNothing(t *testing.T) {
	if n := new(HyperLogLog).estimate(); n != 0 {
		t.Error(n)
	}
}

// TestHyperLogLogFull: no register overflows, whatever the hashes.
func TestHyperLogLogFull(t *testing.T) {
	var h HyperLogLog
	for i := range uint64(1 << hllBits) {
		h.add(i << (64 - hllBits))
	}
	if n := h.estimate(); n < 1<<50 {
		t.Error(n)
	}
}

func TestHyperLogLogMerge(t *testing.T) {
	var a, b, whole HyperLogLog
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range 50_000 {
		hash := rnd.Uint64()
		whole.add(hash)
		if i%3 == 0 {
			a.add(hash)
		}
		if i%3 != 0 || i%2 == 0 {
			b.add(hash)
		}
	}
	a.merge(&b)
	if a != whole {
		t.Error("the merged sketch is not that of the whole")
	}
}

func BenchmarkHyperLogLog(b *testing.B) {
	var h HyperLogLog
	hash := uint64(1)
	for b.Loop() {
		hash = hash*0x9E3779B97F4A7C15 + 1
		h.add(hash)
	}
	if h.estimate() == 0 {
		b.Fatal("nothing was counted")
	}
}
