package render_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/decide"
)

// The lines that a drawing may have, labels included: what a label holds cannot end it.
var (
	mermaidLine = regexp.MustCompile(`^(flowchart LR|  %% .*| *end| *direction (TB|LR)|  subgraph \w+\["LABEL"\]` +
		`| +\w+(\["LABEL"\]|\[\("LABEL"\)\]|\{\{"LABEL"\}\}|\("LABEL"\)|\(\["LABEL"\]\))` +
		`|  \w+ (-->|==>|-\.->)(\|"LABEL"\|)? \w+|  classDef \w+ [-\w:#, ]+|  class [\w,]+ \w+|  linkStyle [\d,]+ stroke:#\w+)$`)
	mermaidText = regexp.MustCompile(`"(?:[\p{L}\p{M}\p{N} ,/().…_-]|#\d+;|<br/>)*"`)

	dotLine = regexp.MustCompile(`^(digraph velo_plan \{| *\}|  rankdir=LR;|  (node|edge) \[fontname=LABEL, fontsize=\d+\];` +
		`|  subgraph cluster_\w+ \{|    (label|fontname|color)=LABEL;| +\w+( -> \w+)?( \[(\w+=(LABEL|[\w.]+)(, )?)+\])?;)$`)
	dotText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// checkDrawing reports whether every line of a drawing is one that it may have.
func checkDrawing(t interface{ Fatalf(string, ...any) }, text string, line, label *regexp.Regexp, replacement string) {
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if !line.MatchString(label.ReplaceAllString(l, replacement)) {
			t.Fatalf("not a line of a drawing: %q", l)
		}
		for _, r := range l {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
				t.Fatalf("%U stands in a drawing: %q", r, l)
			}
		}
		if len([]rune(l)) > 4000 && !strings.HasPrefix(l, "  class ") {
			t.Fatalf("a line of %d characters", len([]rune(l)))
		}
	}
}

func checkMermaid(t interface{ Fatalf(string, ...any) }, text string) {
	checkDrawing(t, text, mermaidLine, mermaidText, `"LABEL"`)
}

func checkDOT(t interface{ Fatalf(string, ...any) }, text string) {
	checkDrawing(t, text, dotLine, dotText, "LABEL")
}

// graph is a graph with everything that a graph can have; name is put into all of its names.
func graph(name string) *planner.Graph {
	return &planner.Graph{
		Nodes: []planner.GraphNode{
			{ID: "topic:trades", Kind: planner.NodeTopic, Name: "trades" + name, File: "a.sql" + name, Line: 1, Keys: []string{"trader_id" + name}, Partitions: 12, Origin: planner.OriginCatalog, Aliases: []string{"raw" + name}},
			{ID: "job:stats", Kind: planner.NodeJob, Name: "stats" + name, File: "a.sql", Line: 3, Strategy: "always_hash", Keys: []string{"symbol" + name}, Partitions: 8},
			{ID: "topic:stats", Kind: planner.NodeTopic, Name: "stats" + name, File: "a.sql", Line: 3, Origin: planner.OriginJob, Keys: []string{"symbol"}},
			{ID: "view:busy", Kind: planner.NodeView, Name: "busy" + name, File: "b.sql", Line: 1},
			{ID: "job:top", Kind: planner.NodeJob, Name: "top" + name, File: "b.sql", Line: 2, Strategy: "fan_in", Partitions: 1, Stages: 2},
			{ID: "job:ping", Kind: planner.NodeJob, Name: "ping", File: "c.sql", Line: 1, Strategy: "round_robin", Partitions: 8},
			{ID: "topic:ping", Kind: planner.NodeTopic, Name: "ping", File: "c.sql", Line: 1, Origin: planner.OriginJob},
			{ID: "topic:odd", Kind: planner.NodeTopic, Name: "odd", File: "c.sql", Line: 2, Origin: planner.OriginUnknown},
			{ID: "job:one", Kind: planner.NodeJob, Name: "one" + name, File: "c.sql", Line: 9, Strategy: "round_robin", Partitions: 8},
		},
		Edges: []planner.GraphEdge{
			{From: "topic:trades", To: "job:stats", Kind: planner.EdgeReads, Route: "hash", Keys: []string{"symbol" + name}, Exchange: true},
			{From: "job:stats", To: "topic:stats", Kind: planner.EdgeWrites, Keys: []string{"symbol"}},
			{From: "topic:stats", To: "view:busy", Kind: planner.EdgeReads},
			{From: "view:busy", To: "job:top", Kind: planner.EdgeView},
			{From: "topic:stats", To: "job:top", Kind: planner.EdgeReads, Route: "single", Exchange: true},
			{From: "topic:odd", To: "job:top", Kind: planner.EdgeReads, Route: "copy"},
			{From: "topic:ping", To: "job:ping", Kind: planner.EdgeReads, Route: "keep"},
			{From: "job:ping", To: "topic:ping", Kind: planner.EdgeWrites},
		},
		Cycles: [][]string{{"job:ping", "topic:ping"}},
	}
}

// graphFormats are all ways to print a graph.
var graphFormats = map[string]func(*planner.Graph) string{
	"tree.txt":       func(g *planner.Graph) string { return render.GraphTree(g, render.Options{}) },
	"tree_color.txt": func(g *planner.Graph) string { return render.GraphTree(g, render.Options{Color: true}) },
	"markdown.md":    render.GraphMarkdown,
	"mermaid.mmd":    render.GraphMermaid,
	"dot.gv":         render.GraphDOT,
}

func TestGraph(t *testing.T) {
	for name, format := range graphFormats {
		golden(t, "graph_"+name, format(graph("")))
	}
}

func TestDrawingsAreWellFormed(t *testing.T) {
	result := sample()
	result.Plans = append(result.Plans, hostile())
	for _, tree := range []bool{false, true} {
		checkMermaid(t, render.ExplainMermaid(result, tree))
		checkDOT(t, render.ExplainDOT(result, tree))
	}
	checkMermaid(t, render.GraphMermaid(graph("")))
	checkDOT(t, render.GraphDOT(graph("")))
	checkMermaid(t, render.ExplainMermaid(&planner.Result{}, true))
	checkDOT(t, render.ExplainDOT(&planner.Result{}, true))
}

// No name can end its label: quotes, brackets, entities, directives, line ends, whole statements.
func TestDrawingsOfAnyName(t *testing.T) {
	odd := rapid.OneOf(rapid.String(), rapid.StringMatching(`(["\\#;:%{}\[\]()<>|&`+"`"+`*_~$=.\n\r-]|end|style|classDef|class|subgraph|init|<br/>|-->|1\. |[a-z])*`))
	rapid.Check(t, func(t *rapid.T) {
		name := odd.Draw(t, "name")
		p := staged()
		p.Job, p.File, p.Keys = name, name, []string{name, name}
		p.Inputs[0].Source, p.Inputs[0].Alias, p.Inputs[0].Key, p.Sink.Name = name, name, []string{name}, name
		p.Inputs[0].Staged.Keys, p.Stages[0].Operator, p.Stages[1].Keys = []string{name}, name, []string{name}
		p.Trace[1].Because, p.Trace[3].Because = name, name
		result := &planner.Result{Plans: []*planner.Plan{p, refuted()}}
		result.Plans[1].Required[0].Because.Text = name
		checkMermaid(t, render.ExplainMermaid(result, true))
		checkDOT(t, render.ExplainDOT(result, true))
		checkMermaid(t, render.GraphMermaid(graph(name)))
		checkDOT(t, render.GraphDOT(graph(name)))
	})
}

// The check must be able to fail: these lines are what an unescaped name would make.
func TestDrawingCheckCatchesFaults(t *testing.T) {
	for _, bad := range []string{`  a["x"y"]`, `  a["x#y"]`, "  a[\"x:y\"]", `  a["<script>"]`, `  a b`, "  a[\"x\x1b\"]"} {
		caught := &catcher{}
		checkMermaid(caught, bad)
		if !caught.failed {
			t.Errorf("taken as a line of Mermaid: %q", bad)
		}
	}
	for _, bad := range []string{`  a [label="x"y"];`, `  a [label="x\"];`, `  a [label=x y];`, `  a -> b -> c`} {
		caught := &catcher{}
		checkDOT(caught, bad)
		if !caught.failed {
			t.Errorf("taken as a line of DOT: %q", bad)
		}
	}
}

type catcher struct{ failed bool }

func (c *catcher) Fatalf(string, ...any) { c.failed = true }

func TestLongLabelsAreCut(t *testing.T) {
	p := grouped()
	p.Required[0].Because.Text = strings.Repeat("GROUP BY a, ", 10000)
	p.Inputs[0].Source = strings.Repeat("x", 1<<20)
	for _, text := range []string{render.ExplainMermaid(&planner.Result{Plans: []*planner.Plan{p}}, false), render.ExplainDOT(&planner.Result{Plans: []*planner.Plan{p}}, false)} {
		if len(text) > 4000 || strings.Count(text, "…") != 2 {
			t.Errorf("%d bytes, %d marks of a cut", len(text), strings.Count(text, "…"))
		}
	}
}

// Mermaid draws 500 edges unless it is told otherwise, so a larger drawing says so.
func TestMermaidSaysThatItIsLarge(t *testing.T) {
	g := graph("")
	for i := range 500 {
		g.Edges = append(g.Edges, planner.GraphEdge{From: "topic:trades", To: "job:one", Kind: planner.EdgeReads, Keys: []string{fmt.Sprint(i)}})
	}
	if text := render.GraphMermaid(g); !strings.Contains(text, "%% 508 edges") {
		t.Error("a drawing of 508 edges says nothing of it")
	}
}

// Every node of the decision tree is drawn, and the way that was taken is marked and unbroken.
func TestDecisionIsDrawnWhole(t *testing.T) {
	for _, plan := range []*planner.Plan{grouped(), refuted()} {
		text := render.ExplainDOT(&planner.Result{Plans: []*planner.Plan{plan}}, true)
		for _, node := range decide.Tree {
			if !strings.Contains(text, `label="`+node.Name+`\n`) {
				t.Errorf("%s: %s is not drawn", plan.Job, node.Name)
			}
		}
		at := 0
		for at < len(decide.Tree) && strings.Contains(text, fmt.Sprintf("p1dq%d -> p1dq%d [label=\"no\", color=\"#1a7f37\"", at+1, at+2)) {
			at++
		}
		if want := "explicit"; plan.ChosenBy != "automatic" && decide.Tree[at].Name != want {
			t.Errorf("%s: the way ends at %s, not %s", plan.Job, decide.Tree[at].Name, want)
		}
		if want := "routable"; plan.ChosenBy == "automatic" && decide.Tree[at].Name != want {
			t.Errorf("%s: the way ends at %s, not %s", plan.Job, decide.Tree[at].Name, want)
		}
		if !strings.Contains(text, fmt.Sprintf("p1dq%d -> p1dq%dy [label=\"yes\", color=\"#1a7f37\"", at+1, at+1)) {
			t.Errorf("%s: the way does not lead to a strategy", plan.Job)
		}
	}
}
