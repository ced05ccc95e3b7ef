package render_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// took is how long something takes, at best.
func took(what func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		what()
		best = min(best, time.Since(start))
	}
	return best
}

// Findings on one line take about as long to print as findings on lines of their own.
func TestManyFindingsOnOneLine(t *testing.T) {
	const findings = 10_000
	result := func(between string) *lint.Result {
		src := diag.NewSource("a.sql", strings.Repeat("SELECT k, COUNT(*) FROM trades GROUP BY k;"+between, findings))
		r := &lint.Result{}
		for i := range findings {
			at := i*len(src.Text)/findings + len("SELECT k, ")
			r.Findings = append(r.Findings, &lint.Finding{Diagnostic: diag.Diagnostic{ID: diag.Syntax, Source: src, Message: "all records go to one partition",
				Span: diag.Span{Start: at, End: at + len("COUNT(*)")}, Help: "give it a key"}})
		}
		return r
	}
	one, apart := result(" "), result("\n")
	for name, print := range map[string]func(*lint.Result){
		"text":    func(r *lint.Result) { render.LintText(r, render.Options{}, true) },
		"rdjsonl": func(r *lint.Result) { render.LintRDJSONL(r) },
	} {
		lines, line := took(func() { print(apart) }), took(func() { print(one) })
		if t.Logf("%s: %v, %v on one line", name, lines, line); line > 10*lines+100*time.Millisecond {
			t.Errorf("%s: %v on lines of their own, %v on one line", name, lines, line)
		}
	}
}

// Plans as tables take about as long as plans as JSON, whose time is that of their length.
func TestManyPlansAsTable(t *testing.T) {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "CREATE STREAM s%[1]d AS SELECT k, COUNT(*) AS n FROM t%[1]d GROUP BY k;\n", i)
	}
	r := pipeline.Plan([]*diag.Source{diag.NewSource("a.sql", b.String())}, planner.Config{})
	json, table := took(func() { render.JSON(r) }), took(func() { render.ExplainTable(r, render.Options{}) })
	if t.Logf("JSON %v, table %v", json, table); table > 6*json+100*time.Millisecond {
		t.Errorf("JSON takes %v, a table %v", json, table)
	}
}
