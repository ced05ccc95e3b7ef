package render_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (- want, + got; run with -update to accept):\n%s", path, diff)
	}
}

// formats are all ways to print plans.
var formats = map[string]func(*planner.Result) string{
	"table.txt":        func(r *planner.Result) string { return render.ExplainTable(r, render.Options{}) },
	"table_color.txt":  func(r *planner.Result) string { return render.ExplainTable(r, render.Options{Color: true}) },
	"table_110.txt":    func(r *planner.Result) string { return render.ExplainTable(r, render.Options{Width: 200}) },
	"tree.txt":         func(r *planner.Result) string { return render.ExplainTree(r, render.Options{}) },
	"tree_color.txt":   func(r *planner.Result) string { return render.ExplainTree(r, render.Options{Color: true}) },
	"markdown.md":      render.ExplainMarkdown,
	"mermaid.mmd":      func(r *planner.Result) string { return render.ExplainMermaid(r, false) },
	"mermaid_tree.mmd": func(r *planner.Result) string { return render.ExplainMermaid(r, true) },
	"dot.gv":           func(r *planner.Result) string { return render.ExplainDOT(r, false) },
	"dot_tree.gv":      func(r *planner.Result) string { return render.ExplainDOT(r, true) },
}

func TestExplain(t *testing.T) {
	for name, format := range formats {
		golden(t, "explain_"+name, format(sample()))
	}
}

func TestExplainHostileNames(t *testing.T) {
	result := &planner.Result{Plans: []*planner.Plan{hostile()}}
	for name, format := range formats {
		got := format(result)
		golden(t, "hostile_"+name, got)
		if strings.Contains(name, "color") {
			got = strings.ReplaceAll(got, "\x1b[", "")
		}
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar) {
				t.Errorf("%s: %U reaches the terminal", name, r)
			}
		}
	}
}

// Every line of the formats for terminals fits the page, but for names that are longer, and for the
// first line of a finding, which programs read.
func TestExplainFits(t *testing.T) {
	for _, width := range []int{60, 80, 100} {
		o := render.Options{Width: width}
		for _, got := range []string{render.ExplainTable(sample(), o), render.ExplainTree(sample(), o)} {
			for line := range strings.Lines(got) {
				if n := displaywidth.String(strings.TrimRight(line, "\n")); n > width && !strings.Contains(line, ": error: ") {
					t.Errorf("%d columns, not %d: %s", n, width, line)
				}
				if strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
					t.Errorf("blanks at the end of %q", line)
				}
			}
		}
	}
}

func TestExplainColorsOnlyColor(t *testing.T) {
	for _, format := range []func(*planner.Result, render.Options) string{render.ExplainTable, render.ExplainTree} {
		plain, colored := format(sample(), render.Options{}), format(sample(), render.Options{Color: true})
		if colored == plain {
			t.Error("no colours")
		}
		var b strings.Builder
		for rest := colored; rest != ""; {
			before, after, found := strings.Cut(rest, "\x1b[")
			b.WriteString(before)
			if !found {
				break
			}
			_, rest, _ = strings.Cut(after, "m")
		}
		if diff := cmp.Diff(plain, b.String()); diff != "" {
			t.Error(diff)
		}
	}
}

// Every word for a place or a requirement is printed somewhere.
func TestExplainWords(t *testing.T) {
	for chosen, want := range map[string]string{
		"automatic": "chosen by the decision tree", "flag": "named by --strategy", "annotation": "named by @partitioning_strategy",
		"with": "named in WITH", "environment": "named by VELO_PLAN_STRATEGY", "config": "set in the configuration file",
	} {
		p := grouped()
		p.ChosenBy = chosen
		if got := render.ExplainTable(&planner.Result{Plans: []*planner.Plan{p}}, render.Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", chosen, want)
		}
	}
	for stated, want := range map[string]string{
		"flag": "8, by --partitions", "annotation": "8, by @num_partitions", "environment": "8, by VELO_PLAN_PARTITIONS",
		"config": "8, by the configuration file", "default": "8, the default",
	} {
		p := grouped()
		p.PartitionsBy = stated
		if got := render.ExplainTable(&planner.Result{Plans: []*planner.Plan{p}}, render.Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", stated, want)
		}
	}
	for dist, want := range map[string]string{
		"any": "no records have to meet", "single": "all records must meet", "source": "source partitions stay whole", "by": "equal symbol must meet",
	} {
		p := grouped()
		p.Required[0].Dist.Dist = dist
		if got := render.ExplainTree(&planner.Result{Plans: []*planner.Plan{p}}, render.Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", dist, want)
		}
	}
	for route, want := range map[string]string{
		"hash": "hash on symbol", "single": "all to one partition", "keep": "kept in its source partitions",
		"copy": "copied to every partition", "any": "to any partition",
	} {
		p := grouped()
		p.Inputs[0].Route = route
		if got := render.ExplainMarkdown(&planner.Result{Plans: []*planner.Plan{p}}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", route, want)
		}
	}
}

func TestJSON(t *testing.T) {
	got, err := render.JSON(map[string]any{"b": "<a> & b", "a": []int{}})
	if want := "{\n  \"a\": [],\n  \"b\": \"<a> & b\"\n}\n"; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := render.JSON(func() {}); err == nil {
		t.Error("a function has no JSON")
	}
}
