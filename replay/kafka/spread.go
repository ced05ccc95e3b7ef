package kafka

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/replay/topics"
)

// span is the offsets from from up to, and without, to.
type span struct{ from, to int64 }

func (s span) size() int64 { return max(s.to-s.from, 0) }

// spread divides limit records over partitions as evenly as they have them, and over the beginning, the
// middle and the end of those that have more. Each of the maps holds at most one span of a partition;
// spans do not overlap and hold one record or more.
func spread(all []topics.Bounds, limit int) [3]map[int32]span {
	order := slices.DeleteFunc(slices.Clone(all), func(b topics.Bounds) bool { return b.Begin >= b.End })
	slices.SortFunc(order, func(a, b topics.Bounds) int {
		return cmp.Or(cmp.Compare(a.End-a.Begin, b.End-b.Begin), cmp.Compare(a.Partition, b.Partition))
	})
	out := [3]map[int32]span{{}, {}, {}}
	left := int64(limit)
	for i, of := range order {
		partition, b := of.Partition, span{of.Begin, of.End}
		share := (left + int64(len(order)-i) - 1) / int64(len(order)-i) // what the small ones leave goes to the large ones
		if b.size() <= share {
			out[0][partition] = b
			left -= b.size()
			continue
		}
		left -= share
		third := share / 3
		parts := [3]span{{b.from, b.from + share - 2*third}, {}, {b.to - third, b.to}}
		middle := (parts[0].to + parts[2].from - third) / 2
		parts[1] = span{middle, middle + third}
		for j, part := range parts {
			if part.size() > 0 {
				out[j][partition] = part
			}
		}
	}
	return out
}
