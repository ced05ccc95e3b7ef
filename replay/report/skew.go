package report

import (
	"math"
	"slices"
)

// SkewBlock says how even the partitions are, by their records. All is 0 if there are none.
type SkewBlock struct {
	// MaxOverMean is the largest partition over the mean: 1 is even, N means that one has all.
	MaxOverMean float64 `json:"max_over_mean"`
	// MaxOverMedian is the largest partition over the median, null if that is 0.
	MaxOverMedian *float64 `json:"max_over_median"`
	// CV is the coefficient of variation: the standard deviation (of the whole population, divided
	// by N) over the mean.
	CV float64 `json:"cv"`
	// Gini is the Gini coefficient, half the mean absolute difference of all pairs over the mean:
	// 0 is even, (N-1)/N means that one has all.
	Gini float64 `json:"gini"`
	// EffectiveParallelism is how many partitions' worth of work goes on at a time when the largest
	// one sets the pace: total over largest, 1 to N.
	EffectiveParallelism float64 `json:"effective_parallelism"`
	// Empty is the number of partitions without records.
	Empty int `json:"empty"`
	// NoiseFloor is the CV that chance gives where each key takes a partition with equal probability:
	// sqrt((N-1)/K), K being the effective number of keys 1/sum(share^2). 0 if no key routes.
	NoiseFloor float64 `json:"noise_floor"`
	// Cause is one of the constants Cause...
	Cause string `json:"cause"`
}

// newSkew computes the block from the number of records of each partition, at least one.
func newSkew(records []uint64) SkewBlock {
	sorted := slices.Sorted(slices.Values(records))
	n := float64(len(sorted))
	largest := float64(sorted[len(sorted)-1])
	var total, weighted float64
	empty := 0
	for i, x := range sorted {
		if x == 0 {
			empty++
		}
		total += float64(x)
		weighted += float64(x) * (2*float64(i+1) - n - 1)
	}
	if total == 0 {
		return SkewBlock{Empty: empty}
	}
	mean := total / n
	var squares float64
	for _, x := range sorted {
		squares += (float64(x) - mean) * (float64(x) - mean)
	}
	s := SkewBlock{
		MaxOverMean: largest / mean,
		CV:          math.Sqrt(squares/n) / mean,
		// The sum over all pairs, from the sorted values: sum((2i - n - 1) x_i) / (n sum(x_i)), i from 1.
		Gini:                 weighted / (n * total),
		EffectiveParallelism: total / largest,
		Empty:                empty,
	}
	if median := medianOf(sorted); median > 0 {
		ratio := largest / median
		s.MaxOverMedian = &ratio
	}
	return s
}

// medianOf returns the middle of sorted values, the mean of the middle two of an even number.
func medianOf(sorted []uint64) float64 {
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return float64(sorted[half])
	}
	return (float64(sorted[half-1]) + float64(sorted[half])) / 2
}
