package planner

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Remedy is a way to mend the skew of an aggregation that statements can be written for: in two phases, the first by
// source partition, or by a salt behind some of the keys.
type Remedy struct {
	Salts []Salt // none: two phases by source partition
}

// Divides reports whether the records of a key get different salts, so that what comes of them must be combined.
func (r Remedy) Divides() bool {
	return slices.ContainsFunc(r.Salts, func(s Salt) bool { return s.Parts > 1 })
}

// Salt is what is hashed behind a key: First, or First+0 to First+Parts-1 in turn. All other keys get 0.
type Salt struct {
	Key          []scalar.Value // of the grouping columns, in their order
	First, Parts int
}
