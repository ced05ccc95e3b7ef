package strategies

import (
	"strings"

	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// Lookup returns the strategy of that name, in any of the engine's spellings and in any case, and
// whether there is one.
func Lookup(name string) (Strategy, bool) {
	name = strings.ToLower(name)
	for _, s := range All {
		for _, spelling := range s.Spellings {
			if spelling == name {
				return s, true
			}
		}
	}
	return Strategy{}, false
}

// Nearest returns the known spelling that name was most likely meant to be, for a message about an
// unknown strategy; "" if none is near. Up to a third of the characters may be wrong.
func Nearest(name string) string {
	var known []string
	for _, s := range All {
		known = append(known, s.Spellings...)
	}
	return spelling.Nearest(strings.ToLower(name), known, len(name)/3)
}

// Line is the annotation that makes the engine run the strategy, as a line of its own.
func (s Strategy) Line() string { return "-- @partitioning_strategy: " + s.Annotation }

// ByKey returns the strategy that hashes whatever key it is given.
func ByKey() Strategy { return AlwaysHash }

// OnEngine returns the strategy by whose name the engine does what a plan with s does. The engine's smart_repartition
// always hashes, because nothing tells it how a source is keyed (server/v2/coordinator.rs: source_partition_key is
// None); where a plan keeps the source's partitions, sticky_partition does so.
func OnEngine(s Strategy, keeps bool) Strategy {
	if keeps && s.TakesKeys && !s.NeedsKeys {
		return StickyPartition
	}
	return s
}
