package replay

import "github.com/velo-plan/velo-plan/strategies/scalar"

// KeyTypes says of which types the values of a part of the key were. Values of different types are
// never equal: the text "1" is not the number 1, so two sources whose keys are to meet must have
// keys of one type.
type KeyTypes struct {
	Key   string   `json:"key"`   // one of PlanBlock.Keys
	Types []string `json:"types"` // boolean, number, string, object or array; null does not count
}

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

// keyTypes names what is in the sets.
func keyTypes(names []string, sets []kinds) []KeyTypes {
	list := make([]KeyTypes, len(names))
	for i, name := range names {
		list[i] = KeyTypes{name, []string{}}
		for kind := scalar.KindBool; i < len(sets) && kind <= scalar.KindJSON; kind++ {
			if sets[i]&(1<<kind) != 0 {
				list[i].Types = append(list[i].Types, kind.String())
			}
		}
	}
	return list
}
