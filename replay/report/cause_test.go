package report

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cespare/xxhash/v2"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// drawing is the records of a draw: how often each key came, and the source partitions. A key of 0 is NULL.
type drawing struct {
	keys    map[uint64]uint64
	sources []uint64 // records by source partition, where these are kept
	place   func(hash uint64, n int) int
	nulls   uint64
}

// even gives some keys about as many records each.
func even(random *rand.Rand, keys int, records uint64) map[uint64]uint64 {
	counts := make(map[uint64]uint64)
	each := float64(records) / float64(keys)
	for len(counts) < keys {
		counts[random.Uint64()|1] = uint64(max(1, each+math.Sqrt(each)*random.NormFloat64()))
	}
	return counts
}

// skewOf is the skew of a draw over n partitions, counted by the bytes of the keys or, as where another hash routes, by their sums alone.
func skewOf(d drawing, n int, sums bool) SkewBlock {
	scope := counting.Scope{Delivers: dist.KindBy, Groups: !sums, Routes: sums, Budget: 1 << 40}
	if d.sources != nil {
		scope.Delivers = dist.KindSource
	}
	ps := counting.NewPartitions(scope, n)
	records := make([]uint64, n)
	for source, count := range d.sources {
		records[source%n] += count
	}
	place := d.place
	if place == nil {
		place = func(hash uint64, n int) int { return int(hash % uint64(n)) }
	}
	for number, count := range d.keys {
		v := scalar.Int(int64(number >> 1))
		if number == 0 {
			v = scalar.Null()
		}
		key := scalar.AppendKey(nil, v)
		hash := xxhash.Sum64(key)
		p := place(hash, n)
		records[p] += count
		table := ps.List[p].Groups.Table
		if sums {
			key = binary.LittleEndian.AppendUint64(nil, hash)
			hash, table = counting.Mix(hash), ps.List[p].Routes.Table
		}
		table.Upsert(hash, key).Count = count
	}
	for i := range records {
		ps.List[i].Records = records[i]
	}
	s := newSkew(records)
	s.explain(scope.Delivers, records, newKeyLoad(ps, d.nulls, 1))
	return s
}

// TestCausesOfDraws: of 200 draws each, no cause is called another one. What chance has made even is balanced, whatever might have made
// it uneven.
func TestCausesOfDraws(t *testing.T) {
	type draw func(random *rand.Rand, n int) drawing
	for _, c := range []struct {
		name, want string
		chance     bool // it may also be balanced
		draw       draw
	}{
		{"many keys", CauseBalanced, false, func(random *rand.Rand, n int) drawing {
			return drawing{keys: even(random, 1500*n, 1_000_000)}
		}},
		{"a hot key", CauseHotKey, false, func(random *rand.Rand, n int) drawing {
			keys := even(random, 1000, 1_000_000)
			share := 1.3/float64(n) + random.Float64()*(0.7-1.3/float64(n))
			keys[random.Uint64()|1] = uint64(1_000_000 * share / (1 - share))
			return drawing{keys: keys}
		}},
		{"NULL keys", CauseNullKeys, false, func(random *rand.Rand, n int) drawing {
			keys := even(random, 1000, 1_000_000)
			share := 1.3/float64(n) + random.Float64()*(0.7-1.3/float64(n))
			keys[0] = uint64(1_000_000 * share / (1 - share))
			return drawing{keys: keys, nulls: keys[0]}
		}},
		{"few keys", CauseFewKeys, true, func(random *rand.Rand, n int) drawing {
			return drawing{keys: even(random, 2*n+random.IntN(8*n), 100_000_000)}
		}},
		{"keys that meet by chance, beside a larger one", CauseFewKeys, false, func(random *rand.Rand, n int) drawing {
			keys := make(map[uint64]uint64)
			place := func(hash uint64, n int) int { return int(hash % uint64(n)) }
			for at, count := range []uint64{130_000, 115_000, 115_000} {
				for {
					number := random.Uint64() | 1
					p := place(xxhash.Sum64(scalar.AppendKey(nil, scalar.Int(int64(number>>1)))), n)
					if p == min(at, 1) {
						keys[number] = count
						break
					}
				}
			}
			for len(keys) < 1000 {
				keys[random.Uint64()|1] = 20 * uint64(n)
			}
			return drawing{keys: keys}
		}},
		{"a hash with a defect", CauseHashDefect, false, func(random *rand.Rand, n int) drawing {
			every := 3 + random.Uint64N(5)
			return drawing{keys: even(random, 300*n, 1_000_000), place: func(hash uint64, n int) int {
				if hash/uint64(n)%every == 0 {
					return 0
				}
				return int(hash % uint64(n))
			}}
		}},
		{"an uneven source", CauseSource, false, func(random *rand.Rand, n int) drawing {
			d := drawing{sources: make([]uint64, n*(1+random.IntN(3)))}
			for i := range d.sources {
				d.sources[i] = 900 + random.Uint64N(200)
			}
			d.sources[random.IntN(len(d.sources))] *= 4
			return d
		}},
	} {
		random := rand.New(rand.NewPCG(7, 200))
		balanced := 0
		for i := range 200 {
			n := 4 + random.IntN(13)
			d := c.draw(random, n)
			s := skewOf(d, n, i%4 == 0)
			if c.chance && s.Cause == CauseBalanced {
				balanced++
			} else if s.Cause != c.want {
				t.Errorf("%s, draw %d over %d partitions: %+v", c.name, i, n, s)
			}
		}
		if balanced > 50 {
			t.Errorf("%s: %d of 200 are balanced", c.name, balanced)
		}
	}
}
