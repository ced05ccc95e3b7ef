package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// Summary counts the plans of a result in a line, such as "12 jobs: 7 always_hash, 5 fan_in; 2
// errors, 1 warning"; "" for a result with fewer than two plans.
func Summary(r *planner.Result, o Options) string {
	if len(r.Plans) < 2 {
		return ""
	}
	chosen := map[string]int{}
	kinds := map[string]int{}
	for _, plan := range r.Plans {
		chosen[plan.Strategy]++
		for _, a := range plan.Advice {
			kinds[a.Kind]++
		}
	}
	kinds["error"] = 0 // those of plans are among the diagnostics
	for _, d := range r.Diagnostics {
		kinds[d.Severity]++
	}
	line := Plural(len(r.Plans), "job") + ": " + counts(chosen)
	var found []string
	for _, kind := range []string{"error", "warning"} {
		if kinds[kind] > 0 {
			found = append(found, Plural(kinds[kind], kind))
		}
	}
	if len(found) > 0 {
		line += "; " + strings.Join(found, ", ")
	}
	p := &page{Options: o}
	p.row(piece{}, text(line))
	return p.String()
}

// counts lists strategies, the most frequent first.
func counts(chosen map[string]int) string {
	var list []string
	for name := range chosen {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(chosen[b], chosen[a]), cmp.Compare(a, b))
	})
	for i, name := range list {
		list[i] = fmt.Sprintf("%d %s", chosen[name], name)
	}
	return strings.Join(list, ", ")
}
