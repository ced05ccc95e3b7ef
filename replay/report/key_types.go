package report

import (
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// KeyTypes says of which types the values of a part of the key were. Values of different types are
// never equal: the text "1" is not the number 1, so two sources whose keys are to meet must have
// keys of one type.
type KeyTypes struct {
	Key   string   `json:"key"`   // one of PlanBlock.Keys
	Types []string `json:"types"` // boolean, number, string, object or array; null does not count
}

// keyTypes names what is in the sets.
func keyTypes(names []string, sets []reading.Kinds) []KeyTypes {
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
