package pipeline

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// sourcesOf reads "-- name --" and a text, several times.
func sourcesOf(input string) []*diag.Source {
	var out []*diag.Source
	for _, f := range txtar.Parse([]byte(input)).Files {
		out = append(out, diag.NewSource(f.Name, string(f.Data)))
	}
	return out
}

// TestGraphs runs testdata/graph. A case is `graph [job=name]` with texts, and `catalog` sets the
// catalog for the cases after it. The plans of the texts in reverse order must be the same.
func TestGraphs(t *testing.T) {
	datadriven.Walk(t, "testdata/graph", func(t *testing.T, path string) {
		var cfg planner.Config
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd == "catalog" {
				c, err := catalog.Read("catalog.yaml", []byte(d.Input))
				if err != nil {
					t.Fatal(err)
				}
				cfg.Catalog = c
				return ""
			}
			cfg.Job = ""
			if d.HasArg("job") {
				d.ScanArgs(t, "job", &cfg.Job)
			}
			sources := sourcesOf(d.Input)
			res := Plan(sources, cfg)
			if len(res.Graph.Cycles) == 0 {
				checkOrderFree(t, sources, cfg, res)
			}
			return printGraph(res)
		})
	})
}

// checkOrderFree plans the texts in other orders: each job must have the same plan.
func checkOrderFree(t *testing.T, sources []*diag.Source, cfg planner.Config, res *planner.Result) {
	t.Helper()
	want := plansByPlace(res)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		shuffled := slices.Clone(sources)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again := Plan(shuffled, cfg)
		if diff := cmp.Diff(want, plansByPlace(again)); diff != "" {
			t.Errorf("another order of the texts gives other plans:\n%s", diff)
		}
	}
}

// plansByPlace are the plans as JSON, by file and line.
func plansByPlace(res *planner.Result) map[string]string {
	out := map[string]string{}
	for _, p := range res.Plans {
		text, _ := json.Marshal(p)
		out[fmt.Sprintf("%s:%d", p.File, p.Line)] = string(text)
	}
	return out
}

func printGraph(res *planner.Result) string {
	var b strings.Builder
	for _, n := range res.Graph.Nodes {
		fmt.Fprintf(&b, "%s (%s:%d)", n.ID, n.File, n.Line)
		if n.Kind == planner.NodeJob {
			fmt.Fprintf(&b, " %s n=%d", n.Strategy, n.Partitions)
		}
		if n.Stages > 0 {
			fmt.Fprintf(&b, " %d stages", n.Stages)
		}
		if len(n.Keys) > 0 {
			fmt.Fprintf(&b, " on %s", strings.Join(n.Keys, ", "))
		}
		if n.Kind == planner.NodeTopic {
			fmt.Fprintf(&b, " from %s", n.Origin)
			if n.Partitions > 0 {
				fmt.Fprintf(&b, " %d partitions", n.Partitions)
			}
			if n.Aliases != nil {
				fmt.Fprintf(&b, " alias %s", strings.Join(n.Aliases, ", "))
			}
		}
		b.WriteByte('\n')
	}
	for _, e := range res.Graph.Edges {
		fmt.Fprintf(&b, "%s %s %s %s %v", e.From, e.Kind, e.To, e.Route, e.Keys)
		if e.Exchange {
			b.WriteString(" exchange")
		}
		b.WriteByte('\n')
	}
	for _, c := range res.Graph.Cycles {
		fmt.Fprintf(&b, "cycle %s\n", strings.Join(c, " "))
	}
	for _, d := range res.Diagnostics {
		fmt.Fprintf(&b, "%s %s %s:%d:%d: %s [%s]\n", d.Severity, d.Code, d.File, d.Line, d.Column, d.Message, d.Help)
	}
	return b.String()
}
