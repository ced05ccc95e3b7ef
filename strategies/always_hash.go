package strategies

import (
	"errors"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// AlwaysHash routes by a hash of the keys.
var AlwaysHash = Strategy{
	Name: "always_hash",
	Doc: Doc{
		Title:    "Always hash",
		Summary:  "Hashes the key columns of each record; the hash decides its partition.",
		Delivers: "Records with equal keys meet, wherever they come from.",
		When:     "The query groups, joins or deduplicates by columns, and the source is not already split by them.",
		Cost:     "A hash per record, and all but one in N of the records leave their source partition; the largest key bounds the balance.",
		Engine:   "The engine hashes its display texts with FNV-1a and joins the parts without separators (--hash velostream); a record that lacks a key column fails its batch there.",
	},
	Spellings:  []string{"always_hash", "alwayshash", "hash"},
	Annotation: "hash",
	TakesKeys:  true,
	NeedsKeys:  true,
	Deliver:    deliverKeys,
	Bind:       bindHash,
}

var errNoKeys = errors.New("there is no key column to hash: name the key columns, or group by a column")

func deliverKeys(ctx RoutingContext) (dist.Dist, error) {
	if err := checkPartitions(ctx); err != nil {
		return dist.Dist{}, err
	}
	if len(ctx.Keys) == 0 {
		return dist.Dist{}, errNoKeys
	}
	return dist.By(ctx.Keys...), nil
}

func bindHash(ctx RoutingContext) (Partitioner, error) {
	if _, err := deliverKeys(ctx); err != nil {
		return nil, err
	}
	return byHash{rule: hashOf(ctx).Partition, partitions: ctx.Partitions}, nil
}

// hashOf returns the hash of the context, the default if it names none.
func hashOf(ctx RoutingContext) hash.Hash {
	if ctx.Hash.Partition == nil {
		return hash.Default()
	}
	return ctx.Hash
}

type byHash struct {
	rule       func(sum uint64, n int) int
	partitions int
}

func (p byHash) Partition(r Record) int { return p.rule(r.Hash, p.partitions) }
