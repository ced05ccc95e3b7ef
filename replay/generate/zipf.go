package generate

import (
	"math"
	"math/bits"
	"sync"
)

// aliases is a table to draw ranks from in constant time, the alias method of A. J. Walker (1977)
// as M. D. Vose builds it ("A linear algorithm for generating random numbers with a given
// distribution", IEEE Transactions on Software Engineering 17(9), 1991). A slot belongs to the rank
// of its index: the upper half is the part of the slot that is that rank's own, in 1/2^32, the lower
// half the rank that has the rest.
type aliases []uint64

// newAliases returns a table for ranks 0 to n-1 with weights 1/(rank+1)^skew, which are computed by
// so many workers.
func newAliases(n int, skew float64, workers int) aliases {
	t, top := make(aliases, n), topWeight(n, skew)
	part := (n + workers - 1) / workers
	var working sync.WaitGroup
	for from := 0; from < n; from += part {
		working.Go(func() {
			for i := from; i < min(from+part, n); i++ {
				t[i] = uint64(top*math.Exp(-skew*math.Log(float64(i+1))) + 0.5)
			}
		})
	}
	working.Wait()
	t.sweep()
	return t
}

// topWeight returns the largest power of two that the first weight can be so that the sum of all is
// below 2^63. Weights are whole numbers, so that they can be added up in any order.
func topWeight(n int, skew float64) float64 {
	most, slope := math.Log(float64(n)), 1-skew
	if slope != 0 {
		most = math.Expm1(slope*most) / slope
	}
	_, exponent := math.Frexp(1 + most) // the first weight and the integral over the others
	return math.Ldexp(1, 63-exponent)
}

// sweep turns the weights in the table into its slots, in place. As the weights fall, the ranks that
// fill a slot or more stand before those that do not, and one pass serves without Vose's lists, as in
// L. Hübschle-Schneider and P. Sanders, "Parallel Weighted Random Sampling" (ESA 2019).
func (t aliases) sweep() {
	n, sum := uint64(len(t)), uint64(0)
	for _, weight := range t {
		sum += weight
	}
	t[0] += (n - sum%n) % n    // next to nothing, and all slots are equal
	whole := (sum + n - 1) / n // of a slot
	light := uint64(0)         // the ranks before it fill a slot or more
	for light < n && t[light] >= whole {
		light++
	}
	last := light - 1
	for rank, left := uint64(0), t[0]; ; {
		switch {
		case left > whole: // it fills up the slot of a light one
			own := t[light]
			t[light] = slot(own, whole, rank)
			left -= whole - own
			light++
		case rank < last: // the next one fills up its slot
			next := t[rank+1]
			t[rank] = slot(left, whole, rank+1)
			left += next - whole
			rank++
		default: // what is left is a whole slot
			t[rank] = slot(left, whole, rank)
			return
		}
	}
}

// slot returns a slot of which a rank has own/whole itself and other the rest.
func slot(own, whole, other uint64) uint64 {
	own = min(own, whole-1) // all of it would be one bit too many
	part, _ := bits.Div64(own>>32, own<<32, whole)
	return part<<32 | other
}

// rank returns a rank for a number that is drawn evenly from all of 64 bits.
func (t aliases) rank(random uint64) uint32 {
	i, coin := bits.Mul64(random, uint64(len(t)))
	slot := t[i]
	rank := uint32(slot)
	if coin>>32 < slot>>32 {
		rank = uint32(i)
	}
	return rank
}
