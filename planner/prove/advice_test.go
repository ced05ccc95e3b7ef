package prove

import (
	"context"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// advisedJob plans a text and changes its advised statements.
func advisedJob(t *testing.T, text string, change func([]string) []string) (*Statement, []*diag.Source) {
	t.Helper()
	sources := []*diag.Source{diag.NewSource("job.sql", text)}
	_, jobs := pipeline.Jobs(sources, planner.Config{})
	for i := range jobs[0].Plan.Advice {
		if a := &jobs[0].Plan.Advice[i]; len(a.Statements) > 0 {
			a.Statements = change(a.Statements)
		}
	}
	s, err := NewStatement(jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	return s, sources
}

// Statements that give other rows than the job are found, and those that cannot run are named.
func TestAdvised(t *testing.T) {
	const text = "SELECT a, COUNT(*) AS n FROM t GROUP BY a ORDER BY n DESC, a LIMIT 2"
	replace := func(old, new string) func([]string) []string {
		return func(list []string) []string {
			return strings.Split(strings.Replace(strings.Join(list, "|"), old, new, 1), "|")
		}
	}
	yes, no := true, false
	for _, c := range []struct {
		name   string
		change func([]string) []string
		same   *bool
		err    string
	}{
		{"as advised", replace("", ""), &yes, ""},
		{"wrong rows", replace("LIMIT 2", "LIMIT 1"), &no, ""},
		{"wrong strategy", replace("fanin", "sticky"), &no, ""},
		{"a column is lost", replace("SELECT a, COUNT(*) AS n FROM t", "SELECT a FROM t"), nil, "does not give n"},
		{"not executable", replace("COUNT(*) AS n", "STDDEV(v) AS n"), nil, "not executable: "},
		{"broken", replace("GROUP BY a", "GROUP"), nil, "of the 2 statements can be planned"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, sources := advisedJob(t, text, c.change)
			r := NewReport(s.Job, func(string) bool { return true })
			for _, w := range s.Advised(r, sources, planner.Config{}) {
				defer w.Close()
				if err := w.Search(context.Background(), 1); err != nil {
					t.Fatal(err)
				}
			}
			if len(r.Advice) != 1 {
				t.Fatalf("%d advices", len(r.Advice))
			}
			got := r.Advice[0]
			if (got.Same == nil) != (c.same == nil) || got.Same != nil && *got.Same != *c.same {
				t.Errorf("same is %v, error %q", got.Same, got.Error)
			}
			if !strings.Contains(got.Error, c.err) || (c.err == "") != (got.Error == "") {
				t.Errorf("the error is %q, want one with %q", got.Error, c.err)
			}
		})
	}
}

// What is interrupted keeps what is known, and says of the rest that it did not run.
func TestInterrupted(t *testing.T) {
	s, _ := advisedJob(t, "SELECT a, COUNT(*) AS n FROM t GROUP BY a", func(list []string) []string { return list })
	ctx, cancel := context.WithCancel(context.Background())
	all := func(string) bool { return true }
	r := NewReport(s.Job, all)
	s.Told = func(_ string, over, _ int) {
		if over == 20 {
			cancel()
		}
	}
	if err := s.Search(ctx, r, 1); err == nil {
		t.Error("the search went on")
	}
	r.Interrupted()
	witnesses := 0
	for _, out := range r.Strategies {
		if out.Witness != nil {
			witnesses++
		}
		if (out.Witness == nil) != (out.Same == nil) || *out.HeldOn > 20 {
			t.Errorf("%s: same %v on %d", out.Strategy, out.Same, *out.HeldOn)
		}
	}
	if witnesses == 0 || !r.Partial {
		t.Errorf("%d witnesses, partial %v", witnesses, r.Partial)
	}
	r = NewReport(s.Job, all)
	x := s.Start(r, s.Router)
	defer x.Close()
	if err := x.Finish(ctx); err == nil {
		t.Error("records were executed")
	}
	r.Interrupted()
	if r.Strategies[0].Error != "interrupted" || r.Executable.Because != "" {
		t.Errorf("%+v", r.Strategies[0])
	}
}
