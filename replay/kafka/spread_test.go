package kafka

import (
	"slices"
	"testing"

	"github.com/velo-plan/velo-plan/replay/topics"
	"pgregory.net/rapid"
)

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bounds := map[int32]span{}
		var all []topics.Bounds
		total := int64(0)
		for p := range int32(rapid.IntRange(0, 20).Draw(t, "partitions")) {
			from := rapid.Int64Range(0, 100).Draw(t, "from")
			bounds[p] = span{from, from + rapid.Int64Range(0, 300).Draw(t, "size")}
			total += bounds[p].size()
			all = append(all, topics.Bounds{Partition: p, Begin: bounds[p].from, End: bounds[p].to})
		}
		limit := rapid.IntRange(1, 3000).Draw(t, "limit")
		taken := int64(0)
		end := map[int32]int64{}
		sizes := map[int32][]int64{}
		for _, spans := range spread(all, limit) {
			for p, s := range spans {
				if s.size() == 0 || s.from < max(bounds[p].from, end[p]) || s.to > bounds[p].to {
					t.Fatalf("partition %d of %v: %v after %d", p, bounds[p], s, end[p])
				}
				end[p] = s.to
				sizes[p] = append(sizes[p], s.size())
				taken += s.size()
			}
		}
		if want := min(total, int64(limit)); taken != want {
			t.Fatalf("%d records, not %d", taken, want)
		}
		for p, n := range sizes {
			if len(n) == 3 && slices.Max(n)-slices.Min(n) > 2 {
				t.Fatalf("partition %d is read in unequal parts: %v", p, n)
			}
		}
		if int64(limit) >= total {
			return
		}
		for p, s := range bounds {
			if share := int64(limit / len(bounds)); share >= 3 && s.size() > 0 && end[p] != s.to {
				t.Fatalf("the end of partition %d is missing", p)
			}
		}
	})
}
