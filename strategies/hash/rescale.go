package hash

// MovedByModulo returns the share of the keys whose partition is another one when from partitions become to, where
// the partition is a sum of evenly spread bits modulo their number. A sum keeps its partition if its remainder is the same by both
// numbers; of each lcm(from, to) sums in a row, those are as many as the smaller number has partitions.
func MovedByModulo(from, to int) float64 {
	a, b := uint64(from), uint64(to)
	for b > 0 {
		a, b = b, a%b
	}
	return 1 - float64(min(from, to))/(float64(from)/float64(a)*float64(to))
}

// Jump returns the partition of a sum by jump consistent hashing: of from partitions that become to, only those keys move that have
// to, 1 - min/max of them (Lamping, Veach: A Fast, Minimal Memory, Consistent Hash Algorithm, arXiv 1406.2294, 2014).
func Jump(sum uint64, n int) int {
	last, next := int64(-1), int64(0)
	for next < int64(n) {
		last = next
		sum = sum*2862933555777941757 + 1
		next = int64(float64(last+1) * (float64(int64(1)<<31) / float64(sum>>33+1)))
	}
	return int(last)
}

// KeyGroups returns the number of key groups of a job that runs first with n partitions, as Flink chooses its maximum
// parallelism: half as many again as there are partitions, up to a power of two from 128 to 32,768
// (KeyGroupRangeAssignment.computeDefaultMaxParallelism).
func KeyGroups(n int) int {
	groups := 128
	for groups < n+n/2 && groups < 1<<15 {
		groups *= 2
	}
	return groups
}

// GroupPartition returns the partition of a sum whose key is in one of some key groups: each of n partitions has a range of
// them (KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup).
func GroupPartition(sum uint64, groups, n int) int {
	return int(sum % uint64(groups) * uint64(n) / uint64(groups))
}
