package strategies

import "github.com/velo-plan/velo-plan/strategies/dist"

// FanIn sends every record to one partition.
var FanIn = Strategy{
	Name: "fan_in",
	Doc: Doc{
		Title:    "Fan in",
		Summary:  "Sends every record to partition 0.",
		Delivers: "All records meet, in the order in which they are read.",
		When:     "All records must meet: an aggregate without GROUP BY, a top-N, a join without an equality.",
		Cost:     "One partition does all the work; the others stay empty.",
		Engine:   "Routes the same. One of its guides calls it a broadcast to all partitions, which it is not.",
	},
	Spellings:  []string{"fan_in", "fanin", "fan-in"},
	Annotation: "fanin",
	Deliver: func(ctx RoutingContext) (dist.Dist, error) {
		return dist.Single(), checkPartitions(ctx)
	},
	Bind: func(ctx RoutingContext) (Partitioner, error) {
		if err := checkPartitions(ctx); err != nil {
			return nil, err
		}
		return toFirst{}, nil
	},
}

type toFirst struct{}

func (toFirst) Partition(Record) int { return 0 }
