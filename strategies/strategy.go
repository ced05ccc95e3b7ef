// Package strategies holds the ways in which records can be spread over partitions: what each one
// delivers, and how it routes. It knows no SQL, and it does not judge: whether what is delivered
// serves a query, the package dist says.
//
//	RoutingContext ──► Strategy.Deliver ──► delivered, for dist.Satisfies
//	      │                                    ▲
//	      │                                    │ keeps
//	      └──────────► Strategy.Bind ──► Partitioner ◄── Record (hash, source partition, ordinal)
//	                                                        └─ values ─► AppendKeyBytes ─► Hash.Sum
//
// One file holds one strategy: what it promises, when to use it, what it costs, how it routes.
package strategies

import (
	"errors"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// RoutingContext is what a strategy may look at when it promises a distribution and when it is
// bound. It is not changed by this package.
type RoutingContext struct {
	Aligned    bool          // it is proven that the source's own partitions bring together what must meet
	Keys       []dist.Column // the columns whose values the router hashes, in order
	Partitions int           // of the job, at least 1
	Workers    int           // routers that work side by side; no strategy's routes depend on it
	Hash       hash.Hash     // how keys are hashed; the zero value is hash.Default()
}

// Record is what a router knows of a record when it chooses the partition.
type Record struct {
	Hash            uint64 // of the key's AppendKeyBytes, by the context's hash; 0 if there is no key
	SourcePartition int32  // in the topic it was read from
	Ordinal         uint64 // its place in the whole input, from 0
}

// Partitioner chooses a record's partition, an index in [0, Partitions). It is bound for one
// worker and used by it alone, so it needs no lock; partitioners of one context agree on every
// record.
type Partitioner interface {
	Partition(r Record) int
}

// Strategy is one way to spread records: a value with its documentation. Strategies hold no state
// and are safe for concurrent use.
type Strategy struct {
	Name       string   // canonical, as in a plan: "always_hash"
	Doc        Doc      // for people
	Spellings  []string // every spelling that the engine takes anywhere, in lower case; Name is the first
	Annotation string   // the one spelling that the engine's annotation parser takes
	TakesKeys  bool     // it hashes Keys, at least where the source is not aligned
	NeedsKeys  bool     // nothing can be delivered without Keys

	// Deliver returns the distribution that the records will have. The error says what the
	// strategy lacks and the way out.
	Deliver func(RoutingContext) (dist.Dist, error)
	// Bind returns a router that keeps what Deliver promises for the same context, with the same
	// errors.
	Bind func(RoutingContext) (Partitioner, error)
}

// Gathers reports whether the strategy sends all records to one partition, whatever the source.
func (s Strategy) Gathers() bool {
	delivered, err := s.Deliver(RoutingContext{Partitions: 2})
	return err == nil && delivered.Kind() == dist.KindSingle
}

// Doc describes a strategy in sentences, for the list of strategies and the explain plan.
type Doc struct {
	Title    string // its name for people
	Summary  string // what it does
	Delivers string // what meets
	When     string // when it is the right one
	Cost     string // what it costs
	Engine   string // how the engine's strategy of that name differs
}

// All lists the strategies.
var All = []Strategy{AlwaysHash, SmartRepartition, RoundRobin, StickyPartition, FanIn}

var errPartitions = errors.New("the number of partitions must be at least 1: set --partitions or @num_partitions")

// checkPartitions refuses a context without partitions.
func checkPartitions(ctx RoutingContext) error {
	if ctx.Partitions < 1 {
		return errPartitions
	}
	return nil
}
