package pipeline

import (
	"sort"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// BenchmarkPlan plans the shipped jobs as one project. It checks that every job has a plan.
func BenchmarkPlan(b *testing.B) {
	var sources []*diag.Source
	size := 0
	for file, text := range jobFiles(b) {
		sources = append(sources, diag.NewSource(file, text))
		size += len(text)
	}
	sort.Slice(sources, func(i, j int) bool { return sources[i].Name < sources[j].Name })
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if res := Plan(sources, planner.Config{}); len(res.Plans) < 100 {
			b.Fatalf("%d plans", len(res.Plans))
		}
	}
}
