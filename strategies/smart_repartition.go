package strategies

import "github.com/velo-plan/velo-plan/strategies/dist"

// SmartRepartition keeps the source's partitions where that is proven to be enough, and hashes
// where it is not.
var SmartRepartition = Strategy{
	Name: "smart_repartition",
	Doc: Doc{
		Title:    "Smart repartition",
		Summary:  "Keeps each source partition whole if the source is proven to bring together what must meet; otherwise hashes the keys.",
		Delivers: "Aligned: a source partition stays together. Not aligned: records with equal keys meet.",
		When:     "The topic is keyed by a subset of the columns that the query groups by.",
		Cost:     "Aligned: no hash and no record moves; the balance is that of the source. Not aligned: that of always_hash.",
		Engine:   "The engine always hashes here: nobody tells its strategy the source's key.",
	},
	Spellings:  []string{"smart_repartition", "smartrepartition", "smart"},
	Annotation: "smart",
	TakesKeys:  true,
	Deliver:    deliverSmart,
	Bind:       bindSmart,
}

func deliverSmart(ctx RoutingContext) (dist.Dist, error) {
	if ctx.Aligned {
		return deliverSource(ctx)
	}
	return deliverKeys(ctx)
}

func bindSmart(ctx RoutingContext) (Partitioner, error) {
	if ctx.Aligned {
		return bindSticky(ctx)
	}
	return bindHash(ctx)
}
