package strategies

import "github.com/velo-plan/velo-plan/strategies/dist"

// StickyPartition keeps each source partition together.
var StickyPartition = Strategy{
	Name: "sticky_partition",
	Doc: Doc{
		Title:    "Sticky partition",
		Summary:  "Sends each source partition to one partition: its number modulo N.",
		Delivers: "The records of one source partition meet, in their order.",
		When:     "The order of the source matters and nothing has to meet across source partitions, or the topic is keyed by what the query groups by.",
		Cost:     "No hash and no record moves; the balance is that of the source, and with fewer source partitions than partitions some stay empty.",
		Engine:   "Routes the same. Its documents call it always correct for GROUP BY, which holds only if the topic is keyed by a subset of the grouping columns.",
	},
	Spellings:  []string{"sticky_partition", "stickypartition", "sticky"},
	Annotation: "sticky",
	Deliver:    deliverSource,
	Bind:       bindSticky,
}

func deliverSource(ctx RoutingContext) (dist.Dist, error) {
	return dist.Source(), checkPartitions(ctx)
}

func bindSticky(ctx RoutingContext) (Partitioner, error) {
	if err := checkPartitions(ctx); err != nil {
		return nil, err
	}
	return bySource{partitions: ctx.Partitions}, nil
}

type bySource struct{ partitions int }

// Partition takes the source partition modulo N. No source has a negative partition; bad data may
// say so, and then the mathematical (never negative) remainder counts: -1 goes to the last one.
func (p bySource) Partition(r Record) int {
	i := int(r.SourcePartition) % p.partitions
	if i < 0 {
		i += p.partitions
	}
	return i
}
