package strategies

import "github.com/velo-plan/velo-plan/strategies/dist"

// RoundRobin deals records out in turn.
var RoundRobin = Strategy{
	Name: "round_robin",
	Doc: Doc{
		Title:    "Round robin",
		Summary:  "Deals the records out in turn, by their place in the input.",
		Delivers: "Nothing: no two records meet on purpose.",
		When:     "The query looks at each record by itself.",
		Cost:     "The cheapest and the most even; neither groups nor the order of the source survive.",
		Engine:   "The engine counts with one counter that all its readers share, so the partition of a record depends on timing; here it depends on the input alone.",
	},
	Spellings:  []string{"round_robin", "roundrobin", "round", "robin"},
	Annotation: "roundrobin",
	Deliver: func(ctx RoutingContext) (dist.Dist, error) {
		return dist.Any(), checkPartitions(ctx)
	},
	Bind: func(ctx RoutingContext) (Partitioner, error) {
		if err := checkPartitions(ctx); err != nil {
			return nil, err
		}
		return byTurn{partitions: uint64(ctx.Partitions)}, nil
	},
}

type byTurn struct{ partitions uint64 }

// Partition needs no counter: the ordinal is the turn, so all workers agree.
func (p byTurn) Partition(r Record) int { return int(r.Ordinal % p.partitions) }
