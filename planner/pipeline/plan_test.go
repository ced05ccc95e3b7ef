package pipeline

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestPlans runs testdata/plans. A case is
//
//	plan node=routable strategy=always_hash [n=4] [flag=x] [env=x] [config=x] [no-auto] [no-engine]
//	SELECT ..
//	----
//
// and must name the node that decides and the strategy that runs; `catalog` sets the catalog for
// the cases after it. Every node of the tree and every strategy must be named by some case.
func TestPlans(t *testing.T) {
	nodes, chosen := map[string]bool{}, map[string]bool{}
	datadriven.Walk(t, "testdata/plans", func(t *testing.T, path string) {
		var cat *catalog.Catalog
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd == "catalog" {
				c, err := catalog.Read("catalog.yaml", []byte(d.Input))
				if err != nil {
					return err.Error()
				}
				cat = c
				return fmt.Sprintf("%d streams", c.Len())
			}
			if d.Cmd != "plan" {
				t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
			}
			res := Plan([]*diag.Source{diag.NewSource("q.sql", d.Input)}, testConfig(t, d, cat))
			checkNamed(t, d, res, nodes, chosen)
			return printResult(res)
		})
	})
	for _, n := range decide.Tree {
		if !nodes[n.Name] {
			t.Errorf("no case names node %s", n.Name)
		}
	}
	for _, s := range strategies.All {
		if !chosen[s.Name] {
			t.Errorf("no case names strategy %s", s.Name)
		}
	}
}

func testConfig(t *testing.T, d *datadriven.TestData, cat *catalog.Catalog) planner.Config {
	cfg := planner.Config{Catalog: cat}
	for _, a := range d.CmdArgs {
		v := strings.Join(a.Vals, ",")
		switch a.Key {
		case "n":
			n, err := strconv.Atoi(v)
			if err != nil {
				t.Fatalf("%s: n=%s", d.Pos, v)
			}
			cfg.Partitions.Flag = n
		case "flag":
			cfg.Strategy.Flag = v
		case "env":
			cfg.Strategy.Environment = v
		case "config":
			cfg.Strategy.File = v
		case "no-auto":
			cfg.NoAutoSelect = true
		case "no-engine":
			cfg.NoEngine = true
		case "node", "strategy":
		default:
			t.Fatalf("%s: unknown argument %s", d.Pos, a.Key)
		}
	}
	return cfg
}

// checkNamed compares the last plan with the node and strategy that the case names.
func checkNamed(t *testing.T, d *datadriven.TestData, res *planner.Result, nodes, chosen map[string]bool) {
	t.Helper()
	if !d.HasArg("node") {
		return
	}
	if len(res.Plans) == 0 {
		t.Errorf("%s: no plan", d.Pos)
		return
	}
	p := res.Plans[len(res.Plans)-1]
	var node, strategy string
	d.ScanArgs(t, "node", &node)
	d.ScanArgs(t, "strategy", &strategy)
	if got := decidingNode(p); got != node {
		t.Errorf("%s: node %s decided, the case names %s", d.Pos, got, node)
	}
	if p.Strategy != strategy {
		t.Errorf("%s: %s runs, the case names %s", d.Pos, p.Strategy, strategy)
	}
	nodes[node], chosen[strategy] = true, true
}

func decidingNode(p *planner.Plan) string {
	for _, s := range p.Trace {
		if s.Yes {
			return s.Node
		}
	}
	return ""
}

// printResult writes what a plan says, in few lines.
func printResult(res *planner.Result) string {
	var b strings.Builder
	for i, p := range res.Plans {
		if i > 0 {
			b.WriteByte('\n')
		}
		printPlan(&b, p)
	}
	for _, u := range res.Unrouted {
		fmt.Fprintf(&b, "unrouted %d: %s %s: %s\n", u.Line, u.Kind, u.Name, u.Because)
	}
	for _, d := range res.Diagnostics {
		fmt.Fprintf(&b, "%s %s %d:%d: %s [%s]\n", d.Severity, d.Code, d.Line, d.Column, d.Message, d.Help)
	}
	return b.String()
}

func printPlan(b *strings.Builder, p *planner.Plan) {
	fmt.Fprintf(b, "%s: %s %s by %s keys=%v n=%d (%s)", p.Job, p.Strategy, p.Verdict, p.ChosenBy, p.Keys, p.Partitions, p.PartitionsBy)
	if p.WouldChoose != p.Strategy {
		fmt.Fprintf(b, " would choose %s", p.WouldChoose)
	}
	b.WriteByte('\n')
	for _, r := range p.Required {
		soft := ""
		if r.Soft {
			soft = " soft"
		}
		fmt.Fprintf(b, "  requires %s%v%s: %s @%d:%d\n", r.Dist.Dist, r.Keys, soft, r.Because.Text, r.Because.Line, r.Because.Column)
	}
	for _, s := range p.Trace {
		fmt.Fprintf(b, "  %-9s %-3s %s\n", s.Node, yesNo(s.Yes), s.Because)
	}
	for _, s := range p.Proof {
		fmt.Fprintf(b, "  proof %s\n", s)
	}
	for _, alt := range p.Alternatives {
		fmt.Fprintf(b, "  %-17s %-11s %s\n", alt.Strategy, alt.Verdict, alt.Because)
	}
	for _, in := range p.Inputs {
		fmt.Fprintf(b, "  input %s %s %v staged %d %s %v\n", in.Source, in.Route, in.Keys, in.Staged.Stage, in.Staged.Route, in.Staged.Keys)
	}
	for _, s := range p.Stages {
		fmt.Fprintf(b, "  stage %d %s <- %v %s %v\n", s.ID, s.Operator, s.Inputs, s.Exchange, s.Keys)
	}
	if p.Sink != nil {
		fmt.Fprintf(b, "  sink %s %v %s\n", p.Sink.Name, p.Sink.Key, p.Sink.KeyFrom)
	}
	for _, a := range p.Advice {
		fmt.Fprintf(b, "  %s %s @%d: %s\n", a.Kind, a.ID, a.Line, a.Text)
		for _, s := range a.Statements {
			fmt.Fprintf(b, "    | %s\n", strings.ReplaceAll(s, "\n", "\n    | "))
		}
	}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
