package report

import (
	"math"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// The causes of skew, in the order in which they are looked for.
const (
	CauseBalanced   = "balanced"    // there is none to speak of
	CauseSource     = "source_skew" // the source's partitions are kept, and are uneven
	CauseNullKeys   = "null_keys"   // the records without a key meet in one partition, and are a hot key
	CauseHotKey     = "hot_key"     // one key has more than a partition's share, and makes half the excess
	CauseHashDefect = "hash_defect" // the keys themselves are spread less evenly than chance would do it
	CauseFewKeys    = "few_keys"    // what chance does to so few keys, or to so uneven ones
)

const (
	// balancedMaxOverMean is the largest partition over the mean up to which partitions count as even.
	balancedMaxOverMean = 1.1
	// hashDefectScore is the number of standard deviations from which on the spread of the keys is
	// no chance: p < 0.00004.
	hashDefectScore = 4
	// keysPerPartition is how many keys a partition needs on average for the chi-square test (Cochran,
	// Some methods for strengthening the common chi-square tests, Biometrics 10, 1954).
	keysPerPartition = 5
)

// explain adds to the block what is to be expected of the keys, and the cause of the skew. load is
// nil where no key routes.
func (s *SkewBlock) explain(delivers dist.Kind, records []uint64, load *keyLoad) {
	var total, largest uint64
	for _, n := range records {
		total += n
		largest = max(largest, n)
	}
	n := float64(len(records))
	switch {
	case total == 0:
	case load != nil:
		// CV^2 is expected to be (N-1) sum(share^2) where each key takes a partition by chance.
		s.NoiseFloor = math.Sqrt((n-1)*load.squares) / float64(total)
	case delivers == dist.KindSingle:
		s.NoiseFloor = math.Sqrt(n - 1) // it is as if there were one key
	}
	even := (total + uint64(len(records)) - 1) / uint64(len(records))
	switch {
	case s.MaxOverMean <= balancedMaxOverMean || largest <= even:
		s.Cause = CauseBalanced
	case delivers == dist.KindSource:
		s.Cause = CauseSource
	case load != nil && load.hot(records, total, largest):
		s.Cause = CauseHotKey
		if load.null {
			s.Cause = CauseNullKeys
		}
	case load != nil && chiSquareScore(load.keys) > hashDefectScore:
		s.Cause = CauseHashDefect
	default:
		s.Cause = CauseFewKeys
	}
}

// hot reports whether the heaviest key alone has more than a partition's share, which bounds the parallelism
// at any number of partitions, and is what makes the largest partition large: it is half of that, or without
// it half of what the largest partition has over the mean is gone.
func (l *keyLoad) hot(records []uint64, total, largest uint64) bool {
	n, heavy := uint64(len(records)), l.heaviest.Records
	if heavy <= total/n {
		return false
	}
	if 2*heavy >= largest && records[l.at] == largest {
		return true
	}
	var without uint64
	for i, r := range records {
		if i == l.at {
			r -= min(r, heavy)
		}
		without = max(without, r)
	}
	excess := float64(largest) - float64(total)/float64(n)
	return float64(without)-float64(total-heavy)/float64(n) <= excess/2
}

// chiSquareScore returns how unlikely it is that keys so spread took their partitions with equal
// probability: the chi-square statistic as a number of standard deviations (Wilson, Hilferty: The
// distribution of chi-square, PNAS 17, 1931). It is 0 if there are too few keys to tell.
func chiSquareScore(keys []uint64) float64 {
	var total float64
	for _, k := range keys {
		total += float64(k)
	}
	n := float64(len(keys))
	if n < 2 || total < keysPerPartition*n {
		return 0
	}
	var statistic float64
	for _, k := range keys {
		d := float64(k) - total/n
		statistic += d * d / (total / n)
	}
	variance := 2 / (9 * (n - 1))
	return (math.Cbrt(statistic/(n-1)) - (1 - variance)) / math.Sqrt(variance)
}
