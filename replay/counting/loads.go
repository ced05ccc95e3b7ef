package counting

import (
	"encoding/binary"
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Sketched reports whether some groups are not counted exactly.
func (ps *Partitions) Sketched() bool {
	return slices.ContainsFunc(ps.List, func(p *Partition) bool { return p.Groups.Sketch != nil })
}

// Loads returns the counts by routing key of a partition; nil if no key routes.
func (ps *Partitions) Loads(p *Partition) *KeyCounts {
	switch {
	case ps.Scope.Delivers != dist.KindBy:
		return nil
	case ps.Scope.Routes:
		return &p.Routes
	}
	return &p.Groups
}

// RoutingHash returns the hash that routes the records counted in a slot of Loads.
func (ps *Partitions) RoutingHash(hash uint64, key []byte) uint64 {
	if ps.Scope.Routes {
		return binary.LittleEndian.Uint64(key)
	}
	return hash
}
