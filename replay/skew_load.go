package replay

import (
	"math"
	"math/bits"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// keyLoad is how the routing keys load the partitions: what tells chance from a fault.
type keyLoad struct {
	squares  float64  // the sum of the squares of the records of each key
	heaviest counted  // the key with the most records
	at       int      // the partition that it is in
	keys     []uint64 // distinct keys of each partition; a sample of them if they are too many
}

// surelyHeavy is the least part of a sketched count that has to be certain for the key to be taken
// out of the estimate for the rest, in parts of 4.
const surelyHeavy = 3

// keyLoad looks at all routing keys; it is nil where no key routes.
func (ps *partitions) keyLoad() *keyLoad {
	if ps.counting.delivers != dist.KindBy {
		return nil
	}
	l := &keyLoad{keys: make([]uint64, len(ps.list))}
	zeros := uint(0)
	for _, p := range ps.list {
		zeros = max(zeros, ps.loads(p).table.zeros)
	}
	var high, low uint64 // the squares of the exact counts, in 128 bits so that their order does not matter
	for i, p := range ps.list {
		k := ps.loads(p)
		var h, lo uint64
		for s := range k.table.all() {
			if s.hash <= math.MaxUint64>>zeros {
				l.keys[i]++
			}
			l.weigh(i, counted{hash: s.hash, key: k.table.key(s), records: s.count})
			product, rest := bits.Mul64(s.count, s.count)
			var carry uint64
			lo, carry = bits.Add64(lo, rest, 0)
			h += product + carry
		}
		if k.sketch == nil {
			var carry uint64
			low, carry = bits.Add64(low, lo, 0)
			high += h + carry
			continue
		}
		l.squares += wide(h, lo) * math.Exp2(float64(k.table.zeros))
		for _, c := range k.sketch.surely() {
			l.weigh(i, c)
			l.squares += float64(c.records) * float64(c.records)
		}
	}
	l.squares += wide(high, low)
	return l
}

// wide returns a number of 128 bits.
func wide(high, low uint64) float64 { return float64(high)*(1<<64) + float64(low) }

// weigh considers a key of a partition as the heaviest.
func (l *keyLoad) weigh(partition int, c counted) {
	if compareCounted(&c, &l.heaviest) < 0 {
		l.heaviest, l.at = c, partition
	}
}

// surely returns the keys outside the sample that are known well enough to be counted by
// themselves, each with the records that it has at least.
func (k *keySketch) surely() []counted {
	var list []counted
	for _, c := range k.heavy.sorted() {
		if least := c.count - c.over; 4*least >= surelyHeavy*c.count {
			list = append(list, counted{hash: c.hash, key: c.text, records: least})
		}
	}
	return list
}
