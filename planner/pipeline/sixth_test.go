package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// keyRange is a strategy that the planner does not know: it hashes the first key alone.
var keyRange = strategies.Strategy{
	Name: "first_key", Spellings: []string{"first_key", "first"}, Annotation: "first", TakesKeys: true, NeedsKeys: true,
	Deliver: func(ctx strategies.RoutingContext) (dist.Dist, error) {
		if len(ctx.Keys) == 0 {
			return dist.Dist{}, fmt.Errorf("no first key: name one")
		}
		return dist.By(ctx.Keys[0]), nil
	},
	Bind: strategies.AlwaysHash.Bind,
}

// blend is another: it brings pairs of source partitions together.
var blend = strategies.Strategy{
	Name: "partition_pairs", Spellings: []string{"partition_pairs", "pairs"}, Annotation: "pairs",
	Deliver: func(strategies.RoutingContext) (dist.Dist, error) { return dist.Source(), nil },
	Bind:    strategies.StickyPartition.Bind,
}

// TestAStrategyMoreNeedsNoPlanner adds strategies to the list and nothing else. Their verdicts, exchanges, routes
// and advice follow from what they deliver.
func TestAStrategyMoreNeedsNoPlanner(t *testing.T) {
	saved := strategies.All
	t.Cleanup(func() { strategies.All = saved })
	strategies.All = append(slices.Clone(saved), keyRange, blend)

	for _, c := range []struct {
		name, text string
		verdicts   string // of first_key and partition_pairs
	}{
		{"stateless", "SELECT a FROM t", "unavailable correct"},
		{"one key", "SELECT a, COUNT(*) FROM t GROUP BY a", "correct unproven"},
		{"two keys", "SELECT a, b, COUNT(*) FROM t GROUP BY a, b", "correct unproven"},
		{"aligned", "-- @source_key.t: a\nSELECT a, COUNT(*) FROM t GROUP BY a", "correct correct"},
		{"keyed otherwise", "-- @source_key.t: b\nSELECT a, COUNT(*) FROM t GROUP BY a", "correct wrong"},
		{"all", "SELECT COUNT(*) FROM t", "unavailable wrong"},
		{"join", "SELECT * FROM t JOIN u ON t.a = u.a", "correct unproven"},
	} {
		p := planOf(t, c.text)
		got := map[string]string{}
		for _, a := range p.Alternatives {
			got[a.Strategy] = a.Verdict
			if a.Because == "" {
				t.Errorf("%s: no reason for %s", c.name, a.Strategy)
			}
		}
		if have := got[keyRange.Name] + " " + got[blend.Name]; have != c.verdicts {
			t.Errorf("%s: the verdicts are %s, want %s", c.name, have, c.verdicts)
		}
		if len(got) != len(strategies.All) {
			t.Errorf("%s: verdicts of %d strategies", c.name, len(got))
		}
	}
}

// TestAStrategyMoreIsRun names the added strategies in statements.
func TestAStrategyMoreIsRun(t *testing.T) {
	saved := strategies.All
	t.Cleanup(func() { strategies.All = saved })
	strategies.All = append(slices.Clone(saved), keyRange, blend)

	p := planOf(t, "-- @partitioning_strategy: first\nSELECT a, b, COUNT(*) FROM t GROUP BY a, b")
	if p.Strategy != keyRange.Name || p.Verdict != "proven" || len(p.Routes) != 1 || !slices.Equal(p.Routes[0].Names, []string{"a"}) || p.Routes[0].Strategy != keyRange.Name {
		t.Errorf("it runs as %s, %s, routes %+v", p.Strategy, p.Verdict, p.Routes)
	}
	if in := p.Inputs[0]; in.Route != "hash" || !slices.Equal(in.Keys, []string{"a"}) {
		t.Errorf("the input goes by %s %v", in.Route, in.Keys)
	}
	p = planOf(t, "-- @partitioning_strategy: pairs\n-- @source_key.t: b\nSELECT a, COUNT(*) FROM t GROUP BY a")
	if p.Strategy != blend.Name || p.Verdict != "refuted" || p.Inputs[0].Route != "keep" {
		t.Errorf("it runs as %s, %s, %s", p.Strategy, p.Verdict, p.Inputs[0].Route)
	}
	if !slices.ContainsFunc(p.Findings, func(d diag.Diagnostic) bool {
		return d.ID == "splits-groups" && d.Severity == diag.Error && strings.Contains(d.Message, blend.Name)
	}) {
		t.Errorf("it is not reported: %v", p.Findings)
	}
	r := pipeline.Plan([]*diag.Source{diag.NewSource("a.sql", "-- @partitioning_strategy: firts\nSELECT a FROM t")}, planner.Config{})
	if !slices.ContainsFunc(r.Plans[0].Findings, func(d diag.Diagnostic) bool { return strings.Contains(d.Help, "did you mean first?") }) {
		t.Errorf("a misspelling of it is not told: %v", r.Plans[0].Findings)
	}
}

func planOf(t *testing.T, text string) *planner.Plan {
	t.Helper()
	r := pipeline.Plan([]*diag.Source{diag.NewSource("a.sql", text)}, planner.Config{})
	if len(r.Plans) != 1 {
		t.Fatalf("%d plans of %s: %v", len(r.Plans), text, r.Diagnostics)
	}
	return r.Plans[0]
}
