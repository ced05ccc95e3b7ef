package config

import "github.com/velo-plan/velo-plan/planner/catalog/mapping"

// State is by what the configuration file weighs the state of a job; 0 states nothing.
type State struct {
	EntryBytes int // of a group or a record that is kept, besides key and values
	ValueBytes int // of an aggregate
}

// stateKeys are the keys of `state`.
var stateKeys = []string{"entry-bytes", "value-bytes"}

// maxStateBytes is the largest value of both.
const maxStateBytes = 1 << 20

// read reads `state`.
func (s *State) read(v mapping.Value) {
	for _, f := range v.FieldsHere(elsewhere, stateKeys...) {
		n, ok := f.Value.Int(1, maxStateBytes)
		switch {
		case !ok:
		case f.Key == "entry-bytes":
			s.EntryBytes = n
		default:
			s.ValueBytes = n
		}
	}
}
