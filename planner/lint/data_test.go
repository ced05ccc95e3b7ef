package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// TestData runs the data files, one a rule. Their commands are
//
//	catalog                        sets the catalog file of the commands behind it
//	cluster                        sets the cluster's topics: "name partitions", a line each
//	lint [only=VP205] [engine=none] [strategy=sticky] [VP205=off]
//	                               lints the input; "==== name.sql" begins another file of it. With
//	                               only, findings of that rule alone are shown
//	fix                            lints, fixes, and shows the texts
func TestData(t *testing.T) {
	for _, r := range lint.All {
		t.Run(r.Code(), func(t *testing.T) {
			var plans planner.Config
			hits, misses := 0, 0
			datadriven.RunTest(t, filepath.Join("testdata", "rules", strings.ToLower(r.Code())), func(t *testing.T, d *datadriven.TestData) string {
				switch d.Cmd {
				case "catalog":
					c, err := catalog.Read("catalog.yaml", []byte(d.Input))
					if err != nil {
						return err.Error()
					}
					plans.Catalog = c
					return ""
				case "cluster":
					plans.Cluster = clusterOf(t, d.Input)
					return ""
				case "lint":
					out := lintData(t, d, plans)
					if strings.Contains(out, " "+r.Code()+" ") {
						hits++
					} else {
						misses++
					}
					return out
				case "fix":
					sources, made := lint.Fix(split(d.Input), plans, lint.Config{})
					return fmt.Sprintf("%d made\n%s", made, join(sources))
				}
				t.Fatalf("%s: no such command: %s", d.Pos, d.Cmd)
				return ""
			})
			if hits == 0 || misses == 0 {
				t.Errorf("%d cases with the finding and %d without: both are needed", hits, misses)
			}
		})
	}
}

// clusterOf reads the topics of a cluster.
func clusterOf(t *testing.T, text string) *planner.Cluster {
	t.Helper()
	c := &planner.Cluster{Name: "the cluster b:9092", Partitions: map[string]int{}}
	for line := range strings.Lines(text) {
		var topic string
		var n int
		if _, err := fmt.Sscan(line, &topic, &n); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		c.Partitions[topic] = n
	}
	return c
}

// lintData runs one lint command.
func lintData(t *testing.T, d *datadriven.TestData, plans planner.Config) string {
	cfg := lint.Config{Levels: map[string]lint.Level{}}
	only := ""
	for _, arg := range d.CmdArgs {
		switch arg.Key {
		case "only":
			only = arg.Vals[0]
		case "engine":
			cfg.NoEngine = arg.Vals[0] == "none"
			plans.NoEngine = cfg.NoEngine
		case "annotations":
			cfg.Annotations = arg.Vals
		case "strategy":
			plans.Strategy.Flag = arg.Vals[0]
		case "unreadable":
			cfg.Unreadable = append(cfg.Unreadable, diag.Diagnostic{ID: "unreadable", File: "gone.sql", Message: "cannot be read: no such file", Help: "look"})
		default:
			cfg.Levels[arg.Key] = lint.Level(arg.Vals[0])
		}
	}
	r := lint.Run(split(d.Input), plans, cfg)
	return tell(r, only)
}

// tell writes findings with all that they carry, those of one rule alone if one is given.
func tell(r *lint.Result, only string) string {
	var b strings.Builder
	for _, f := range r.Findings() {
		if only != "" && f.Code() != only {
			continue
		}
		p := f.Present()
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d %s %s: %s\n", p.File, p.Line, p.Column, p.EndLine, p.EndColumn, p.Code, p.Severity, p.Message)
		if p.Help != "" {
			fmt.Fprintf(&b, "  help: %s\n", p.Help)
		}
		for line := range strings.Lines(strings.Join(f.Instead, "\n\n")) {
			fmt.Fprintf(&b, "  | %s\n", strings.TrimRight(line, "\n"))
		}
		if f.Suppressed != nil {
			fmt.Fprintf(&b, "  suppressed: %s, %s\n", f.Suppressed.Kind, f.Suppressed.Reason)
		}
		for _, e := range f.Fix {
			fmt.Fprintf(&b, "  fix: %q -> %q\n", f.Source.Slice(e.Span), e.Text)
		}
	}
	if b.Len() == 0 {
		return "fine"
	}
	return b.String()
}

// TestShipped shows every finding of the shipped job files; the data file has a command a folder.
func TestShipped(t *testing.T) {
	datadriven.RunTest(t, filepath.Join("testdata", "shipped"), func(t *testing.T, d *datadriven.TestData) string {
		cfg := lint.Config{NoEngine: d.HasArg("engine")}
		return tell(lint.Run(shipped(t, d.Cmd), planner.Config{}, cfg), "")
	})
}

// split cuts an input into files at lines "==== name"; what stands before the first is job.sql.
func split(input string) []*diag.Source {
	parts := strings.Split("\n"+input, "\n==== ")
	var list []*diag.Source
	if first := strings.TrimPrefix(parts[0], "\n"); first != "" || len(parts) == 1 {
		list = append(list, diag.NewSource("job.sql", first+"\n"))
	}
	for _, part := range parts[1:] {
		name, text, _ := strings.Cut(part, "\n")
		list = append(list, diag.NewSource(name, text+"\n"))
	}
	return list
}

func join(sources []*diag.Source) string {
	var b strings.Builder
	for i, src := range sources {
		if i > 0 {
			b.WriteString("==== " + src.Name + "\n")
		}
		b.WriteString(src.Text)
	}
	return b.String()
}

// Every data file belongs to a rule: a rule that is taken away takes its file along.
func TestDataFilesHaveRules(t *testing.T) {
	files, err := os.ReadDir("testdata/rules")
	if err != nil || len(files) != len(lint.All) {
		t.Errorf("%d data files for %d rules, %v", len(files), len(lint.All), err)
	}
}
