package remedy

import (
	"cmp"
	"math"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Key is a key that routes, with its records.
type Key struct {
	Bytes   []byte  // canonical (scalar.AppendKey); nil if only the hash is known
	Hash    uint64  // that routes
	Group   uint64  // the hash of the group, if the groups are by the key
	At      int     // the partition that it has
	Records float64 // of it and of the keys that it stands for
	Stands  float64 // how many keys it stands for: 1, or more of a sample
}

// null reports whether a part of the key is NULL.
func (k *Key) null() bool { return counting.HasNull(k.Bytes) }

// Loads are the keys of a replay and what they make of its partitions.
type Loads struct {
	Keys  []Key     // the one with the most records first
	Rest  []float64 // records of each partition that no key is known of
	Exact bool      // no key stands for others
	hash  hash.Hash
}

// mostKeys is how many keys are looked at one by one. Where there are more, the rarer ones are a sample.
const mostKeys = 1 << 20

// NewLoads returns the keys that route the records, which must be hashed. byGroups says that the groups are by the very
// columns that are hashed, so that the keys' values are known.
func NewLoads(ps *counting.Partitions, h hash.Hash, byGroups bool) *Loads {
	l := &Loads{Rest: make([]float64, len(ps.List)), Exact: true, hash: h}
	of := func(p *counting.Partition) *counting.KeyCounts {
		if byGroups {
			return &p.Groups
		}
		return ps.Loads(p)
	}
	zeros, keys := uint(0), 0
	for _, p := range ps.List {
		zeros = max(zeros, of(p).Table.Zeros)
	}
	for _, p := range ps.List {
		keys += of(p).Table.Keys >> (zeros - of(p).Table.Zeros)
	}
	for ; keys > mostKeys; keys /= 2 {
		zeros++
	}
	for i, p := range ps.List {
		l.add(ps, i, of(p), zeros, byGroups, float64(p.Records))
	}
	slices.SortFunc(l.Keys, func(a, b Key) int {
		return cmp.Or(cmp.Compare(b.Records/b.Stands, a.Records/a.Stands), cmp.Compare(a.Hash, b.Hash), slices.Compare(a.Bytes, b.Bytes))
	})
	return l
}

// add takes in the keys of a partition: those with many records, and of the others those whose hash in the table begins
// with that many zeros, which stand for the rest.
func (l *Loads) add(ps *counting.Partitions, at int, k *counting.KeyCounts, zeros uint, byGroups bool, records float64) {
	key := func(sum uint64, bytes []byte, n uint64) Key {
		one := Key{Hash: sum, At: at, Records: float64(n), Stands: 1}
		switch {
		case !byGroups:
			one.Hash = ps.RoutingHash(sum, bytes)
		case l.hash.Name != hash.Default().Name:
			one.Bytes, one.Group, one.Hash = bytes, sum, l.salted(bytes, nil)
		default:
			one.Bytes, one.Group = bytes, sum
		}
		return one
	}
	rest, bound := records, k.HeavyFrom()
	if zeros > 0 {
		l.Exact = false
		bound = max(bound, uint64(records/mostKeys)+1)
	}
	for _, c := range k.Heavy() {
		l.Keys = append(l.Keys, key(c.Hash, c.Key, c.Records))
		rest -= float64(c.Records)
	}
	first, sampled, rare := len(l.Keys), 0.0, uint64(0)
	for s := range k.Table.All() {
		sample := zeros > 0 && s.Count < bound
		if sample && s.Hash > math.MaxUint64>>zeros {
			continue
		}
		l.Keys = append(l.Keys, key(s.Hash, k.Table.Key(s), s.Count))
		if sample {
			sampled += float64(s.Count)
			rare++
		} else {
			rest -= float64(s.Count)
		}
	}
	if zeros == 0 || rare == 0 {
		l.Rest[at] += max(0, rest)
		return
	}
	stands := max(1, (float64(k.Distinct())-float64(len(l.Keys)-first)+float64(rare))/float64(rare))
	for i := first; i < len(l.Keys); i++ {
		if n := &l.Keys[i]; n.Records < float64(bound) {
			n.Records, n.Stands = n.Records*rest/sampled, stands
		}
	}
}

// salted returns the hash of a key with more values behind it.
func (l *Loads) salted(key []byte, more []scalar.Value) uint64 {
	var values []scalar.Value
	for rest := key; len(rest) > 0; {
		v, after, ok := scalar.CutKey(rest)
		if !ok {
			break
		}
		values, rest = append(values, v), after
	}
	return l.hash.Sum(strategies.AppendKeyBytes(nil, l.hash, append(values, more...)))
}

// Groups is how many keys there are, estimated where there is a sample.
func (l *Loads) Groups() float64 {
	groups := 0.0
	for i := range l.Keys {
		groups += l.Keys[i].Stands
	}
	return groups
}

// Records is the number of all records.
func (l *Loads) Records() float64 {
	records := sum(l.Rest)
	for i := range l.Keys {
		records += l.Keys[i].Records
	}
	return records
}

// now is what each partition has.
func (l *Loads) now() []float64 {
	loads := slices.Clone(l.Rest)
	for i := range l.Keys {
		loads[l.Keys[i].At] += l.Keys[i].Records
	}
	return loads
}

func sum(list []float64) float64 {
	total := 0.0
	for _, n := range list {
		total += n
	}
	return total
}

// maxOverMean is the fullest partition over the mean; 0 if there is nothing.
func maxOverMean(loads []float64) float64 {
	if total := sum(loads); total > 0 {
		return slices.Max(loads) * float64(len(loads)) / total
	}
	return 0
}
