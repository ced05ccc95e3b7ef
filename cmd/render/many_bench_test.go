package render_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// BenchmarkManyFindings prints findings on one long line, and on lines of their own: the two should take about
// as long.
func BenchmarkManyFindings(b *testing.B) {
	const findings = 10_000
	for _, c := range []struct{ name, between string }{{"lines", "\n"}, {"one_line", " "}} {
		src := diag.NewSource("a.sql", strings.Repeat("SELECT k, COUNT(*) FROM trades GROUP BY k;"+c.between, findings))
		r := lint.Run([]*diag.Source{src}, planner.Config{}, lint.Config{})
		for name, print := range map[string]func(io.Writer) error{
			"text":    func(w io.Writer) error { return render.LintText(w, r, render.Options{}, true) },
			"rdjsonl": func(w io.Writer) error { return render.LintRDJSONL(w, r) },
		} {
			b.Run(name+"/"+c.name, func(b *testing.B) {
				for b.Loop() {
					var out strings.Builder
					if err := print(&out); err != nil || strings.Count(out.String(), "GROUP BY without a window") != findings {
						b.Fatalf("not every finding is printed: %v", err)
					}
				}
			})
		}
	}
}

// BenchmarkManyPlans prints the plans of many jobs as JSON, as the table of several jobs, and in full.
func BenchmarkManyPlans(b *testing.B) {
	const jobs = 4000
	var text strings.Builder
	for i := range jobs {
		fmt.Fprintf(&text, "CREATE STREAM s%[1]d AS SELECT k, COUNT(*) AS n FROM t%[1]d GROUP BY k;\n", i)
	}
	r := pipeline.Plan([]*diag.Source{diag.NewSource("a.sql", text.String())}, planner.Config{})
	for name, print := range map[string]func() string{
		"json": func() string {
			s, err := render.JSON(r)
			if err != nil {
				b.Fatal(err)
			}
			return s
		},
		"overview": func() string {
			return render.Overview(r, true, render.Options{})
		},
		"full": func() string { return render.ExplainTable(r, render.Options{}) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := print(); strings.Count(got, "always_hash") < jobs {
					b.Fatal("not every plan is printed")
				}
			}
		})
	}
}
