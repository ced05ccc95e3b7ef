package reading

import "github.com/velo-plan/velo-plan/strategies/scalar"

// Kinds is a set of scalar.Kind.
type Kinds uint8

// addKind puts the kind of a part of a key into its set. The parts come in their order.
func addKind(sets []Kinds, part int, kind scalar.Kind) []Kinds {
	if part == len(sets) {
		sets = append(sets, 0)
	}
	sets[part] |= 1 << kind
	return sets
}

// MergeKinds adds the sets of other records.
func MergeKinds(sets, others []Kinds) []Kinds {
	for i, other := range others {
		if i == len(sets) {
			sets = append(sets, 0)
		}
		sets[i] |= other
	}
	return sets
}
