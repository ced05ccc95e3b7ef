package planner

import "github.com/velo-plan/velo-plan/strategies/scalar"

// Route is what a router needs to carry a plan out; cmd hands it to replay.
type Route struct {
	Source   string        // the base source whose records it routes; "" if the statement has none
	Strategy string        // canonical strategy name
	Keys     []scalar.Expr // evaluated on each record, as Plan.Keys names them
	Aligned  bool          // smart_repartition: the source's partitions are kept
}
