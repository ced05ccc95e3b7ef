package lint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// A count of one has its noun in the singular.
func TestOneValue(t *testing.T) {
	text := "-- @name: a\n-- @job_mode: adaptive\n-- @num_partitions: 2\n-- @partitioning_strategy: hash\n" +
		"SELECT venue, COUNT(*) AS n FROM trades WHERE venue IN ('X') GROUP BY venue WINDOW TUMBLING(1m);\n"
	for _, f := range lint.Run([]*diag.Source{diag.NewSource("a.sql", text)}, planner.Config{}, lint.Config{}).Findings() {
		if f.Code() == "VP204" && f.Message == "venue has at most 1 value (WHERE lists them), so 1 of the 2 partitions stay idle" {
			return
		}
	}
	t.Error("VP204 does not say so")
}

// shipped reads the job files of a folder of testdata.
func shipped(t testing.TB, folder string) []*diag.Source {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", folder, "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in %s: %v", len(files), folder, err)
	}
	var list []*diag.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, diag.NewSource(filepath.Base(file), string(text)))
	}
	return list
}

// The jobs as people run them have no finding that counts.
func TestShippedJobsAreSilent(t *testing.T) {
	for folder, cfg := range map[string]lint.Config{
		"jobs":        {},
		"jobs-beyond": {NoEngine: true},
	} {
		r := lint.Run(shipped(t, folder), planner.Config{}, cfg)
		for _, f := range r.Findings() {
			if f.Suppressed == nil {
				t.Errorf("%s/%s:%d: %s %s", folder, f.Name(), f.Present().Line, f.Code(), f.Message)
			}
		}
	}
}

// Every bad job has a finding, and every rule that reads one file finds something in some text.
func TestBadJobsAreFound(t *testing.T) {
	sources := shipped(t, "jobs-bad")
	found := map[string]bool{}
	for _, f := range lint.Run(sources, planner.Config{}, lint.Config{}).Findings() {
		found[f.Name()] = true
	}
	for _, src := range sources {
		if !found[src.Name] {
			t.Errorf("%s has no finding", src.Name)
		}
	}
}

// The result is the same to the byte, however many files are checked side by side.
func TestSideBySide(t *testing.T) {
	var sources []*diag.Source
	for _, folder := range []string{"jobs", "jobs-bad", "jobs-beyond"} {
		sources = append(sources, shipped(t, folder)...)
	}
	printed := func(workers int) []byte {
		var b bytes.Buffer
		if err := render.LintJSON(&b, lint.Run(sources, planner.Config{}, lint.Config{Workers: workers})); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	want := printed(1)
	for _, workers := range []int{2, 3, 16, 1000, 0} {
		if !bytes.Equal(printed(workers), want) {
			t.Errorf("with %d workers the result differs", workers)
		}
	}
}

func TestJobPicksFindings(t *testing.T) {
	r := lintText(t, groupedJobs, "", lint.Config{Job: "SECOND"})
	if r.Len() != 1 || first(r).Job != "second" || r.Summary.Warnings != 1 {
		t.Errorf("%s", show(r))
	}
	if diff := cmp.Diff([]string{"first", "second"}, r.Jobs); diff != "" {
		t.Error(diff)
	}
}

func TestFails(t *testing.T) {
	note := lint.Config{Levels: map[string]lint.Level{"VP205": lint.LevelNote}}
	err := lint.Config{Levels: map[string]lint.Level{"VP205": lint.LevelError}}
	tests := []struct {
		cfg       lint.Config
		threshold diag.Severity
		fails     bool
	}{
		{lint.Config{}, diag.Error, false}, {lint.Config{}, diag.Warning, true}, {lint.Config{}, diag.Note, true},
		{note, diag.Warning, false}, {note, diag.Note, true}, {err, diag.Error, true},
	}
	for _, test := range tests {
		if got := lintText(t, groupedJobs, "", test.cfg).Fails(test.threshold); got != test.fails {
			t.Errorf("%v at %v: %v", test.cfg.Levels, test.threshold, got)
		}
	}
}
