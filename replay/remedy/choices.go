package remedy

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// MostChoices is the largest number of partitions for which the forms of partial key grouping are run.
const MostChoices = 1024

// choices is a run of partial key grouping: each record of a key goes to the partition with the fewest records so far
// among the key's choices. (Nasir, De Francisci Morales, García-Soriano, Kourtellis, Serafini: The power of both choices,
// ICDE 2015; When two choices are not enough, ICDE 2016.)
type choices struct {
	*Loads
	head   int // so many of the keys have more than two choices
	d      int // of the head; the number of partitions: all of them
	loads  []float64
	pieces []uint8 // which of its two choices each of the other keys has used
	// What came of it.
	fullest float64 // partition, over the mean
	groups  float64 // states of groups that all partitions together hold
	moved   float64 // records that another partition gets than today
}

const (
	// units is into about how many units the records are cut that a run sends, so that it costs no more for more records.
	units = 4 << 20
	// looks is how many partitions are looked at for the units of the heavy keys, all together.
	looks = 256 << 20
	// mostOrders is in how many orders few records are sent.
	mostOrders = 16
	// fewest is into how many units a key is cut at least, if it has as many records.
	fewest = 8
)

// run sends all records, those of all keys mixed by chance.
func (c *choices) run() {
	n := len(c.Rest)
	c.loads, c.pieces = make([]float64, n), make([]uint8, len(c.Keys))
	at := make([][]int, len(c.Keys))
	flat := make([]int, 2*len(c.Keys))
	size := max(1, c.Records()/min(units, looks/float64(c.d)))
	var order []uint32
	each := make([]float64, len(c.Keys))
	for i := range c.Keys {
		k := &c.Keys[i]
		switch {
		case i >= c.head:
			at[i] = c.candidates(i, flat[2*i:2*i:2*i+2], 2)
		case c.d < n:
			at[i] = c.candidates(i, nil, c.d)
		}
		records := k.Records / k.Stands
		parts := int(max(1, min(records, max(fewest, records/size))))
		each[i] = k.Records / float64(parts)
		for range parts {
			order = append(order, uint32(i))
		}
	}
	random := rand.New(rand.NewPCG(1, 1)) // the same report each time
	// Few records depend on chance: the mean of several orders does less.
	orders := min(mostOrders, 1+units/(4*len(order)+1))
	for range orders {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		copy(c.loads, c.Rest)
		clear(c.pieces)
		for _, i := range order {
			c.send(int(i), at[i], each[i])
		}
		c.fullest += maxOverMean(c.loads) / float64(orders)
		c.groups += c.held() / float64(orders)
	}
	c.moved /= float64(orders)
}

// send sends a unit of a key.
func (c *choices) send(key int, at []int, records float64) {
	k := &c.Keys[key]
	best := c.emptiest(k, at)
	c.loads[best] += records
	if best == k.At {
		c.pieces[key] |= 1
		return
	}
	c.moved += records
	c.pieces[key] |= 2
}

// candidates appends the partitions that a key may choose from: its own, and those of further hashes.
func (c *choices) candidates(key int, list []int, d int) []int {
	k := &c.Keys[key]
	list = append(list, k.At)
	for j := uint64(1); len(list) < d; j++ {
		list = append(list, c.hash.Partition(counting.Mix(k.Hash+j*0x9E3779B97F4A7C15), len(c.Rest)))
	}
	return list
}

// emptiest returns the partition with the fewest records of those that a key may have, of all if at is nil.
func (c *choices) emptiest(k *Key, at []int) int {
	best := k.At
	if at == nil {
		for p := range c.loads {
			if c.loads[p] < c.loads[best] {
				best = p
			}
		}
		return best
	}
	for _, p := range at[1:] {
		if c.loads[p] < c.loads[best] {
			best = p
		}
	}
	return best
}

// held is how many states of a group all partitions together hold after a run.
func (c *choices) held() float64 {
	total, n := 0.0, float64(len(c.Rest))
	for i := range c.Keys {
		k := &c.Keys[i]
		switch {
		case i >= c.head && c.pieces[i] == 3:
			total += 2 * k.Stands
		case i >= c.head:
			total += k.Stands
		case c.d < len(c.Rest):
			total += min(float64(len(slices.Compact(slices.Sorted(slices.Values(c.candidates(i, nil, c.d)))))), k.Records)
		default: // each record may go anywhere
			total += n * (1 - math.Pow(1-1/n, k.Records))
		}
	}
	return total
}

// heads returns how many keys are heavy: those with more than a fifth of an even share (Nasir et al. 2016, section 4).
func (l *Loads) heads() int {
	bound := l.Records() / (5 * float64(len(l.Rest)))
	at := slices.IndexFunc(l.Keys, func(k Key) bool { return k.Stands > 1 || k.Records < bound })
	if at < 0 {
		return len(l.Keys)
	}
	return at
}

// shares returns the shares of the first keys of all records.
func (l *Loads) shares(head int) []float64 {
	shares, total := make([]float64, head), l.Records()
	for i := range shares {
		shares[i] = l.Keys[i].Records / total
	}
	return shares
}

// enough returns the smallest number of choices of the heavy keys, whose shares fall, with which no set of n partitions is
// expected to get more than its share; n if there is no smaller one. (Nasir et al. 2016, equation 3 and algorithm 1.)
func enough(shares []float64, n int) int {
	const slack = 1e-4
	if len(shares) == 0 {
		return min(2, n)
	}
	heavy, of := sum(shares), float64(n)
	for d := max(2, int(math.Ceil(shares[0]*of))); d < n; d++ {
		fits, prefix := true, 0.0
		for h := 1; h <= len(shares) && fits; h++ {
			prefix += shares[h-1]
			reached := of - of*math.Pow((of-1)/of, float64(h*d))
			load := prefix + math.Pow(reached/of, float64(d))*(heavy-prefix) + math.Pow(reached/of, 2)*(1-heavy)
			fits = load <= reached*(1/of+slack)
		}
		if fits {
			return d
		}
	}
	return n
}
