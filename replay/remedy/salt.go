package remedy

import (
	"math"
	"slices"
	"strconv"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

const (
	// mostSalted is how many keys are treated apart at most: a statement names them one by one.
	mostSalted = 256
	// starts is how many first salts are tried for a key.
	starts = 128
	// mostParts is into how many parts one key is divided at most.
	mostParts = 1024
)

// salting is one way to treat keys apart: the partitions of all keys by (key, salt), the salt of the others being 0.
type salting struct {
	*Loads
	loads  []float64
	moved  float64
	salts  []Salt
	where  [][]int  // of each of the first keys, by part
	zero   []int    // of the others
	keys   int      // that are treated apart
	inTime *float64 // as Remedy.MaxOverMeanInTime
	parts  int      // of them all together
}

// salts knows where keys with salts go.
type salts struct {
	*Loads
	zero  []int   // of each key with the salt 0
	where [][]int // of the first keys, by salt, as far as that was asked
}

func newSalts(l *Loads) *salts {
	s := &salts{Loads: l, zero: make([]int, len(l.Keys)), where: make([][]int, min(len(l.Keys), mostSalted))}
	for i := range l.Keys {
		s.zero[i] = s.partition(i, 0)
	}
	return s
}

// partition is where a key with a salt goes.
func (s *salts) partition(key, salt int) int {
	return s.hash.Partition(s.salted(s.Keys[key].Bytes, []scalar.Value{scalar.Int(int64(salt))}), len(s.Rest))
}

// of returns where a key goes with the salts from 0 up to n.
func (s *salts) of(key, n int) []int {
	for salt := len(s.where[key]); salt < n; salt++ {
		s.where[key] = append(s.where[key], s.partition(key, salt))
	}
	return s.where[key][:n]
}

// unsalted returns where the keys from a number on go, while those before it are nowhere.
func (s *salts) unsalted(from int) *salting {
	base := &salting{Loads: s.Loads, loads: slices.Clone(s.Rest), zero: s.zero}
	for i := from; i < len(s.Keys); i++ {
		base.give(&s.Keys[i], s.zero[i], s.Keys[i].Records)
	}
	return base
}

func (s *salting) give(k *Key, partition int, records float64) {
	s.loads[partition] += records
	if partition != k.At {
		s.moved += records
	}
}

// salt divides a key into parts and takes the first salt with which the partitions that get them are the least full.
func (s *salting) salt(k *Key, parts int, where []int) {
	each := k.Records / float64(parts)
	best, least := 0, math.Inf(1)
	for first := range starts {
		fullest := 0.0
		for _, p := range where[first:][:parts] {
			s.loads[p] += each
		}
		for _, p := range where[first:][:parts] {
			fullest = max(fullest, s.loads[p])
		}
		for _, p := range where[first:][:parts] {
			s.loads[p] -= each
		}
		if fullest < least {
			best, least = first, fullest
		}
	}
	for _, p := range where[best:][:parts] {
		s.give(k, p, each)
	}
	s.where = append(s.where, where[best:][:parts])
	if s.keys, s.parts = s.keys+1, s.parts+parts; best > 0 || parts > 1 {
		s.salts = append(s.salts, Salt{Key: counting.KeyText(k.Bytes), First: best, Parts: parts, Bytes: k.Bytes})
	}
}

// apart returns the salting with the fewest keys, doubled until the partitions are as good as even or no more can be
// named, that is the most even one; largest is the most records that a part of a key may have, by the number of records
// of an even share.
func (c *Case) apart(largest []float64) *salting {
	l, peaks := c.Loads, c.peaks()
	share := l.Records() / float64(len(l.Rest))
	salts := newSalts(l)
	var best *salting
	for keys := 1; ; keys *= 2 {
		keys = min(keys, len(l.Keys), mostSalted)
		if at := slices.IndexFunc(l.Keys[:keys], func(k Key) bool { return k.Stands > 1 }); at >= 0 {
			keys = at
		}
		base := salts.unsalted(keys)
		for _, most := range largest {
			s := &salting{Loads: l, loads: slices.Clone(base.loads), moved: base.moved, zero: base.zero}
			for i := range keys {
				weight := max(l.Keys[i].Records/share, peaks[i]*float64(len(l.Rest)))
				parts := int(min(max(1, math.Ceil(weight/most)), mostParts))
				s.salt(&l.Keys[i], parts, salts.of(i, starts+parts))
			}
			s.inTime = c.inTime(s.loads, s.add)
			if best == nil || s.worse() < 0.99*best.worse() {
				best = s
			}
			if best.worse() <= Even {
				return best
			}
		}
		if keys == min(len(l.Keys), mostSalted) || keys == 0 || l.Keys[keys-1].Records < share/1000 {
			return best
		}
	}
}

// worse is the fullest partition over the mean, whole or in time.
func (s *salting) worse() float64 {
	if s.inTime != nil {
		return max(maxOverMean(s.loads), *s.inTime)
	}
	return maxOverMean(s.loads)
}

// add adds records of a key to where they go.
func (s *salting) add(key int, records float64, to []float64) {
	if key >= len(s.where) {
		to[s.zero[key]] += records
		return
	}
	for _, p := range s.where[key] {
		to[p] += records / float64(len(s.where[key]))
	}
}

// peaks returns the largest share that each of the first keys has of the records of a bucket.
func (c *Case) peaks() []float64 {
	peaks := make([]float64, min(len(c.Loads.Keys), mostSalted))
	for i := range c.Buckets {
		for _, h := range c.Buckets[i].Hot {
			if h.key < len(peaks) {
				peaks[h.key] = max(peaks[h.key], h.records/c.Buckets[i].Records)
			}
		}
	}
	return peaks
}

// unsaltable says why no key can be treated apart; empty: it can.
func (c *Case) unsaltable() string {
	switch {
	case c.Loads == nil:
		return "no key routes the records"
	case !c.ByGroups:
		return "the groups are by other columns than the key, so the values of the hot keys are not known"
	case len(c.Loads.Keys) == 0:
		return "no record has a key"
	case len(c.Loads.Rest) == 1:
		return "there is one partition"
	}
	return ""
}

// splitHot divides the keys with the most records.
func (c *Case) splitHot() Remedy {
	if why := c.unsaltable(); why != "" {
		return no(SplitHot, "%s", why)
	}
	if c.Fixed != "" {
		return no(SplitHot, "%s", c.Fixed)
	}
	s := c.apart([]float64{1, 0.5, 0.25, 0.125, 0.0625})
	if s.parts == s.keys {
		return no(SplitHot, "no key has to be divided: %s gets the fullest partition to %.2f times the mean", PlaceHot, s.worse())
	}
	r := c.apartRemedy(SplitHot, s)
	groups := c.Loads.Groups()
	held := groups + float64(s.parts-s.keys)
	r.StateFactor, r.ExtraTraffic = held/groups, 1+held/float64(c.Records)
	r.Because = "a salt behind the key divides " + countOf(s.keys, "key") + " into " + strconv.Itoa(s.parts) + " parts, which a second step combines"
	return r
}

// placeHot gives each of the keys with the most records a partition of its choice: the best that can be had without
// dividing a key.
func (c *Case) placeHot() Remedy {
	if why := c.unsaltable(); why != "" {
		return no(PlaceHot, "%s", why)
	}
	s := c.apart([]float64{math.Inf(1)})
	r := c.apartRemedy(PlaceHot, s)
	r.StateFactor, r.ExtraTraffic = 1, 1
	r.Because = "a salt behind the key sends " + countOf(len(s.salts), "key") + " to where there is room; no key is divided"
	if c.NullsApart {
		r.Because += ". All sides of the join need that salt"
	}
	return r
}

// apartRemedy is what salting makes of the records.
func (c *Case) apartRemedy(name string, s *salting) Remedy {
	r := Remedy{Name: name, Applies: true, MaxOverMean: maxOverMean(s.loads), MaxOverMeanInTime: s.inTime, Moved: c.moved(s.moved), Salts: s.salts}
	for _, salt := range s.salts {
		r.Keys = append(r.Keys, salt.Key)
	}
	return r
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
