package replay

import "github.com/velo-plan/velo-plan/strategies/scalar"

// kinds is a set of scalar.Kind.
type kinds uint8

// addKind puts the kind of a part of a key into its set. The parts come in their order.
func addKind(sets []kinds, part int, kind scalar.Kind) []kinds {
	if part == len(sets) {
		sets = append(sets, 0)
	}
	sets[part] |= 1 << kind
	return sets
}

// mergeKinds adds the sets of other records.
func mergeKinds(sets, others []kinds) []kinds {
	for i, other := range others {
		if i == len(sets) {
			sets = append(sets, 0)
		}
		sets[i] |= other
	}
	return sets
}
