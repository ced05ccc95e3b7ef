package replay

import (
	"encoding/binary"
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// sketched reports whether some groups are not counted exactly.
func (ps *partitions) sketched() bool {
	return slices.ContainsFunc(ps.list, func(p *partitionState) bool { return p.groups.sketch != nil })
}

// loads returns what counts the records by the hash that routes, nil where none does.
func (ps *partitions) loads(p *partitionState) *keyCounts {
	switch {
	case ps.counting.delivers != dist.KindBy:
		return nil
	case ps.counting.routes:
		return &p.routes
	}
	return &p.groups
}

// routingHash returns the hash that routes the records of a slot of loads.
func (ps *partitions) routingHash(hash uint64, key []byte) uint64 {
	if ps.counting.routes {
		return binary.LittleEndian.Uint64(key)
	}
	return hash
}
