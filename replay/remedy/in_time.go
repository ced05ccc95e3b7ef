package remedy

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/velo-plan/velo-plan/replay/counting"
)

// Bucket is what came in a bucket of event time.
type Bucket struct {
	Records float64
	Hot     []HotKey // the most frequent keys in it, the first one first
}

// HotKey is a key with its records in a bucket.
type HotKey struct {
	key     int // in Loads.Keys
	records float64
}

// Buckets returns the buckets of what the partitions have counted by time; nil if that is nothing.
func (l *Loads) Buckets(ps *counting.Partitions) []Bucket {
	all := ps.Buckets()
	if all == nil || !ps.Scope.Groups {
		return nil
	}
	at := make(map[uint64]int)
	for i := range l.Keys {
		if l.Keys[i].Stands == 1 {
			at[l.Keys[i].Group] = i
		}
	}
	buckets := make([]Bucket, len(all.List))
	for i, b := range all.List {
		buckets[i].Records = float64(b.Records)
		for _, hot := range ps.HotAt(b.Start) {
			if key, known := at[hot.Hash]; known {
				buckets[i].Hot = append(buckets[i].Hot, HotKey{key, float64(hot.Records - min(hot.Records, hot.Over))})
			}
		}
		slices.SortStableFunc(buckets[i].Hot, func(a, b HotKey) int { return cmp.Compare(b.records, a.records) })
	}
	return buckets
}

// inTime returns the largest partition of a bucket over the bucket's mean, as a mean weighed by the buckets' records; nil
// without buckets. loads is what the partitions get of all records; give adds records of a key to where the remedy sends
// them. Of the keys that are not frequent in a bucket the partitions have the parts that they have of all records.
func (c *Case) inTime(loads []float64, give func(key int, records float64, to []float64)) *float64 {
	return c.overBuckets(len(loads), func(b *Bucket, to []float64) {
		copy(to, loads)
		hot := 0.0
		for _, h := range b.Hot {
			give(h.key, -c.Loads.Keys[h.key].Records, to)
			hot += h.records
		}
		rest := sum(to)
		for p := range to {
			if to[p] = max(0, to[p]); rest > 0 {
				to[p] *= max(0, b.Records-hot) / rest
			}
		}
		for _, h := range b.Hot {
			give(h.key, h.records, to)
		}
	})
}

// overBuckets is the mean over the buckets of what spread makes of each.
func (c *Case) overBuckets(n int, spread func(b *Bucket, to []float64)) *float64 {
	largest, records := 0.0, 0.0
	to := make([]float64, n)
	for i := range c.Buckets {
		clear(to)
		spread(&c.Buckets[i], to)
		largest += slices.Max(to)
		records += c.Buckets[i].Records
	}
	if records == 0 {
		return nil
	}
	mean := largest * float64(n) / records
	return &mean
}

// steps is into how many steps the buckets of a run of choices are cut at most, all together, by partition.
const steps = 4 << 20

// restPairs is how many pairs of choices stand for those of all keys that are not frequent, in each step.
const restPairs = 32

// inTimeByChoice does that for a run of choices. It goes on from bucket to bucket, as each choice is by all records so far;
// the keys that are not frequent choose between any two partitions.
func (c *Case) inTimeByChoice(name string, run *choices) *float64 {
	n, most := len(c.Loads.Rest), run.d
	defer func() { run.d = most }()
	cuts := min(max(steps/(max(n, restPairs)*max(1, len(c.Buckets))), 1), 64)
	random := rand.New(rand.NewPCG(1, 2)) // the same report each time
	loads, before := make([]float64, n), make([]float64, n)
	return c.overBuckets(n, func(b *Bucket, to []float64) {
		copy(before, loads)
		left, heavy, d := b.Records, 0, n
		var shares []float64 // of those that are heavy in the bucket
		for _, h := range b.Hot {
			left -= h.records
			if share := h.records / b.Records; share >= 1/float64(5*n) && name != PKG {
				shares = append(shares, share)
			}
		}
		if heavy = len(shares); name == DChoices {
			d = max(run.d, enough(shares, n))
			most = max(most, d)
		}
		at := make([][]int, len(b.Hot))
		for i, h := range b.Hot {
			switch {
			case i >= heavy:
				at[i] = run.candidates(h.key, nil, 2)
			case d < n:
				at[i] = run.candidates(h.key, nil, d)
			}
		}
		for range cuts {
			for i, h := range b.Hot {
				pour(loads, at[i], h.records/float64(cuts))
			}
			others := max(0, left) / float64(cuts*restPairs)
			for range restPairs {
				pour(loads, []int{random.IntN(n), random.IntN(n)}, others)
			}
		}
		for p := range to {
			to[p] = loads[p] - before[p]
		}
	})
}

// pour fills the emptiest of some partitions, of all if at is nil.
func pour(to []float64, at []int, records float64) {
	if at == nil {
		level := fill(to, records)
		for p := range to {
			to[p] = max(to[p], level)
		}
		return
	}
	at = slices.Compact(slices.Sorted(slices.Values(at)))
	few := make([]float64, len(at))
	for i, p := range at {
		few[i] = to[p]
	}
	level := fill(few, records)
	for i, p := range at {
		to[p] = max(few[i], level)
	}
}

// fill returns the level to which the loads below it rise if records are added to them.
func fill(loads []float64, records float64) float64 {
	sorted := slices.Sorted(slices.Values(loads))
	below := 0.0
	for i, load := range sorted {
		below += load
		if level := (below + records) / float64(i+1); i+1 == len(sorted) || level <= sorted[i+1] {
			return level
		}
	}
	return 0
}
