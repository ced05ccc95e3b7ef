package lint_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// checkResult holds what must be true of every result.
func checkResult(t interface{ Errorf(string, ...any) }, r *lint.Result, text string) {
	last, found := -1, 0
	for i, f := range r.Findings() {
		found++
		if f.Span.Start < last || f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(text) {
			t.Errorf("finding %d at %v behind %d\n%q", i, f.Span, last, text)
		}
		last = f.Span.Start
		if rule, ok := lint.Lookup(f.Code()); !ok || rule.Name != f.ID || f.Message == "" || len(f.Fingerprint) != 32 {
			t.Errorf("%+v\n%q", f.Diagnostic, text)
		}
	}
	if found != r.Len() {
		t.Errorf("%d findings, %d counted\n%q", found, r.Len(), text)
	}
}

// pieces are what odd texts are made of.
var pieces = []string{
	"-- velo-plan: ignore VP205 because x\n", "-- velo-plan: ignore VP001\n", "-- velo-plan: ", "-- @partitioning_strategy: sticky\n", "-- @name: a\n",
	"-- @job_mode: adaptive\n", "-- SQL Application: a\n", "CREATE STREAM s AS ", "SELECT k, COUNT(*) FROM t ", "GROUP BY k ", "WINDOW TUMBLING(INTERVAL '5' MINUTE)",
	"ORDER BY k ", "LIMIT 5", "JOIN u ON t.k = u.k ", "WITHIN 1h ", "INTO v ", "WITH ('a' = 'b')", ";", "\n", " ", "'", "\"", "(", ")", "/*", "*/", "\x00", "\xff", "é", ";\n",
	"PRIMARY KEY", "UNION ", "INSERT INTO s ", "FROM s AS x WHERE ", "NOT a = 1 ",
}

func TestOddTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "pieces"), "")
		src := []*diag.Source{diag.NewSource("odd.sql", text)}
		r := lint.Run(src, planner.Config{}, lint.Config{})
		checkResult(t, r, text)
		again := lint.Run(src, planner.Config{}, lint.Config{Baselines: []*lint.Baseline{r.Baseline("known")}})
		if again.Fails(diag.Note) {
			t.Errorf("its own baseline leaves findings: %s\n%q", show(again), text)
		}
		lint.Fix(src, planner.Config{}, lint.Config{})
	})
}

// patience is how long one fuzzed text may take: far over what is measured, because other work may
// share the machine.
const patience = time.Minute

func FuzzRun(f *testing.F) {
	for _, folder := range []string{"jobs", "jobs-bad", "jobs-beyond"} {
		for _, src := range shipped(f, folder) {
			f.Add(src.Text)
		}
	}
	for _, r := range lint.All {
		f.Add(r.Doc.Bad)
	}
	f.Add(strings.Join(pieces, ""))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		began := time.Now()
		src := []*diag.Source{diag.NewSource("fuzz.sql", text)}
		checkResult(t, lint.Run(src, planner.Config{}, lint.Config{}), text)
		if fixed, _ := lint.Fix(src, planner.Config{}, lint.Config{}); unparsed(fixed) > unparsed(src) {
			t.Errorf("fixed, less of it parses:\n%q\n%q", text, fixed[0].Text)
		}
		if took := time.Since(began); took > patience {
			t.Errorf("took %v\n%q", took, text)
		}
	})
}
