package pipeline

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// jobFiles are the shipped job files, good and bad.
func jobFiles(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/jobs*/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d job files: %v", len(files), err)
	}
	out := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[f] = string(text)
	}
	return out
}

// checkResult holds what must be true of every result, whatever the text.
func checkResult(t *testing.T, text string, res *planner.Result) {
	t.Helper()
	for _, p := range res.Plans {
		assumes := slices.ContainsFunc(p.Findings, func(f diag.Diagnostic) bool { return f.ID == "unknown-function" })
		if p.ChosenBy == "automatic" && p.Verdict != "proven" && (!assumes || p.Verdict != "unproven") {
			t.Errorf("%s: chosen by itself, but %s\n%s", p.Strategy, p.Verdict, text)
		}
		if len(p.Alternatives) != 5 || len(p.Required) == 0 || len(p.Trace) == 0 {
			t.Errorf("%d alternatives, %d requirements, %d steps\n%s", len(p.Alternatives), len(p.Required), len(p.Trace), text)
		}
		chosen := 0
		for _, a := range p.Alternatives {
			if a.Because == "" {
				t.Errorf("%s %s without a reason\n%s", a.Strategy, a.Verdict, text)
			}
			if a.Verdict == "chosen" {
				chosen++
			}
		}
		if want := p.Verdict == "proven"; want != (chosen == 1) {
			t.Errorf("verdict %s, %d chosen\n%s", p.Verdict, chosen, text)
		}
		for _, s := range p.Trace {
			if s.Because == "" {
				t.Errorf("node %s without a reason\n%s", s.Node, text)
			}
		}
	}
	for _, d := range res.Diagnostics {
		if d.Code == "VP000" {
			t.Errorf("%s\n%s", d.Message, text)
		}
		if d.Message == "" || d.Line < 1 {
			t.Errorf("a diagnostic without text or place: %+v\n%s", d, text)
		}
	}
	if _, err := json.Marshal(res); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestShippedJobs(t *testing.T) {
	for file, text := range jobFiles(t) {
		res := Plan([]*diag.Source{diag.NewSource(file, text)}, planner.Config{})
		checkResult(t, file, res)
		bad := strings.Contains(file, "jobs-bad")
		if len(res.Diagnostics) > 0 && !bad {
			t.Errorf("%s: %+v", file, res.Diagnostics[0])
		}
		again, _ := json.Marshal(Plan([]*diag.Source{diag.NewSource(file, text)}, planner.Config{}))
		if first, _ := json.Marshal(res); string(first) != string(again) {
			t.Errorf("%s: two runs give two plans", file)
		}
	}
}

// Chains of views and CTEs that read the one before twice would double with every step.
func TestDoublingIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("WITH c0 AS (SELECT a FROM t)")
	for i := 1; i <= 60; i++ {
		fmt.Fprintf(&b, ", c%d AS (SELECT x.a FROM c%d x JOIN c%d y ON x.a = y.a)", i, i-1, i-1)
	}
	b.WriteString(" SELECT * FROM c60")
	res := Plan([]*diag.Source{diag.NewSource("q.sql", b.String())}, planner.Config{})
	if len(res.Diagnostics) != 1 || !strings.Contains(res.Diagnostics[0].Message, "reads more than") {
		t.Errorf("got %+v", res.Diagnostics)
	}
}

// FuzzPlan plans any text: no panic, every automatic choice proven, every answer with a reason.
func FuzzPlan(f *testing.F) {
	for _, text := range jobFiles(f) {
		f.Add(text)
	}
	files, err := filepath.Glob("testdata/plans/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(text), "\nplan ") {
			if _, sql, ok := strings.Cut(c, "\n"); ok {
				sql, _, _ = strings.Cut(sql, "\n----")
				f.Add(sql)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		checkResult(t, text, Plan([]*diag.Source{diag.NewSource("fuzz.sql", text)}, planner.Config{}))
	})
}
