package report

import (
	"math"
	"math/bits"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// keyLoad is how the routing keys load the partitions: what tells chance from a fault.
type keyLoad struct {
	squares  float64          // the sum of the squares of the records of each key
	heaviest counting.Counted // the key with the most records
	at       int              // the partition that it is in
	null     bool             // it is that of the records without a whole key
	keys     []uint64         // distinct keys of each partition; a sample of them if they are too many
}

// partitionLoad is how the routing keys load one partition.
type partitionLoad struct {
	exact, sampled wide             // the sums of the squares of the records of the keys known one by one, and of those in the sample
	heaviest       counting.Counted // the key with the most records
	keys           uint64           // distinct keys; a sample of them if they are too many
}

// newKeyLoad looks at all routing keys, with the given number of goroutines; it is nil where no key routes. nulls is the number of
// records without a whole key.
func newKeyLoad(ps *counting.Partitions, nulls uint64, workers int) *keyLoad {
	if ps.Scope.Delivers != dist.KindBy {
		return nil
	}
	zeros := uint(0)
	for _, p := range ps.List {
		zeros = max(zeros, ps.Loads(p).Table.Zeros)
	}
	parts := make([]partitionLoad, len(ps.List))
	counting.Each(len(parts), workers, func(i int) { parts[i] = newPartitionLoad(ps.Loads(ps.List[i]), zeros) })
	l := &keyLoad{keys: make([]uint64, len(parts))}
	var exact wide
	for i, part := range parts {
		l.keys[i] = part.keys
		if counting.CompareCounted(&part.heaviest, &l.heaviest) < 0 {
			l.heaviest, l.at = part.heaviest, i
		}
		exact.add(part.exact)
		l.squares += part.sampled.float() * math.Exp2(float64(ps.Loads(ps.List[i]).Table.Zeros))
	}
	l.squares += exact.float()
	if ps.Scope.Routes { // only the hashes of the keys are known
		l.null = nulls > 0 && l.heaviest.Records == nulls
	} else { // nearly all of them, as counts may be estimates
		l.null = counting.HasNull(l.heaviest.Key) && 10*l.heaviest.Records >= 9*nulls
	}
	return l
}

// newPartitionLoad looks at the routing keys of one partition; keys counts those whose hash begins with
// that many zeros.
func newPartitionLoad(k *counting.KeyCounts, zeros uint) partitionLoad {
	var l partitionLoad
	bound := k.HeavyFrom()
	for s := range k.Table.All() {
		if s.Hash <= math.MaxUint64>>zeros {
			l.keys++
		}
		if s.Count >= l.heaviest.Records {
			l.weigh(counting.Counted{Hash: s.Hash, Key: k.Table.Key(s), Records: s.Count})
		}
		if s.Count >= bound {
			l.exact.addSquare(s.Count)
		} else {
			l.sampled.addSquare(s.Count)
		}
	}
	for _, c := range k.Heavy() {
		l.weigh(c)
		l.exact.addSquare(c.Records)
	}
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

// add adds another number.
func (w *wide) add(other wide) {
	var carry uint64
	w.low, carry = bits.Add64(w.low, other.low, 0)
	w.high += other.high + carry
}

func (w wide) float() float64 { return float64(w.high)*(1<<64) + float64(w.low) }

// weigh considers a key as the heaviest.
func (l *partitionLoad) weigh(c counting.Counted) {
	if counting.CompareCounted(&c, &l.heaviest) < 0 {
		l.heaviest = c
	}
}
