package report

import (
	"slices"

	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// remedies tells what would mend the skew of a result.
func remedies(r *state.Result, o *RemedyOptions) []remedy.Remedy {
	ps := r.Partitions
	c := &remedy.Case{
		Partitions: ps, Fixed: o.Fixed, NullsApart: r.Identity.NullsApart, Finer: o.Finer, Records: r.Totals.Records, Hash: r.Hash,
		ByGroups: ps.Scope.Groups && slices.Equal(r.Identity.Keys, r.Identity.Groups),
	}
	if ps.Scope.Delivers == dist.KindBy && r.Totals.Records > 0 {
		c.Loads = remedy.NewLoads(ps, r.Hash, c.ByGroups)
		c.Buckets = c.Loads.Buckets(ps)
	}
	return remedy.All(c)
}
