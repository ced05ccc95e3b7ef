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
	var exact, sampled wide
	for i, p := range ps.list {
		k := ps.loads(p)
		bound := k.heavyFrom()
		sampled = wide{}
		for s := range k.table.all() {
			if s.hash <= math.MaxUint64>>zeros {
				l.keys[i]++
			}
			l.weigh(i, counted{hash: s.hash, key: k.table.key(s), records: s.count})
			if s.count >= bound {
				exact.addSquare(s.count)
			} else {
				sampled.addSquare(s.count)
			}
		}
		for _, c := range k.heavy() {
			l.weigh(i, c)
			exact.addSquare(c.records)
		}
		l.squares += sampled.float() * math.Exp2(float64(k.table.zeros))
	}
	l.squares += exact.float()
	return l
}

// wide is a number of 128 bits: sums of it do not depend on the order, as those of floats do.
type wide struct{ high, low uint64 }

// addSquare adds n*n.
func (w *wide) addSquare(n uint64) {
	high, low := bits.Mul64(n, n)
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high += high + carry
}

func (w wide) float() float64 { return float64(w.high)*(1<<64) + float64(w.low) }

// weigh considers a key of a partition as the heaviest.
func (l *keyLoad) weigh(partition int, c counted) {
	if compareCounted(&c, &l.heaviest) < 0 {
		l.heaviest, l.at = c, partition
	}
}
