package lint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

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
		"jobs-beyond": {NoEngine: true, Levels: map[string]lint.Level{"VP205": lint.LevelOff}},
	} {
		r := lint.Run(shipped(t, folder), planner.Config{}, cfg)
		for i, f := range r.Findings {
			if f.Suppressed == nil {
				t.Errorf("%s/%s:%d: %s %s", folder, f.Name(), r.Diagnostics[i].Line, f.Code, f.Message)
			}
		}
	}
}

// Every bad job has a finding, and every rule that reads one file finds something in some text.
func TestBadJobsAreFound(t *testing.T) {
	sources := shipped(t, "jobs-bad")
	found := map[string]bool{}
	for _, f := range lint.Run(sources, planner.Config{}, lint.Config{}).Findings {
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
	want, err := json.Marshal(lint.Run(sources, planner.Config{}, lint.Config{Workers: 1}))
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{2, 3, 16, 1000, 0} {
		got, _ := json.Marshal(lint.Run(sources, planner.Config{}, lint.Config{Workers: workers}))
		if !bytes.Equal(got, want) {
			t.Errorf("with %d workers the result differs", workers)
		}
	}
}

// prints are the fingerprints of a result by code and job.
func prints(r *lint.Result) map[string]string {
	m := map[string]string{}
	for _, f := range r.Findings {
		key := f.Code + " " + f.Job + " " + f.Source.Slice(f.Span)
		for m[key] != "" {
			key += "'"
		}
		m[key] = f.Fingerprint
	}
	return m
}

const groupedJobs = `-- @name: first
-- @job_mode: simple
SELECT a, COUNT(*) FROM t GROUP BY a;

-- @name: second
-- @job_mode: simple
SELECT b, COUNT(*)
FROM t
GROUP BY b;
`

// A fingerprint stays when lines are inserted, when another statement changes or goes, and when
// the statement is written with other blanks.
func TestFingerprintsStay(t *testing.T) {
	want := prints(lintText(t, groupedJobs, "", lint.Config{}))
	if len(want) != 2 {
		t.Fatalf("%v", want)
	}
	_, second, _ := strings.Cut(groupedJobs, "\n\n")
	for name, text := range map[string]string{
		"lines above":     "-- a remark\n\n\n" + groupedJobs,
		"lines between":   strings.Replace(groupedJobs, "\n\n", "\n\n\n-- a remark\n\n", 1),
		"another changes": strings.Replace(groupedJobs, "SELECT a, COUNT(*)", "SELECT a, SUM(x)", 1),
		"another first":   "-- @name: third\n-- @job_mode: simple\nSELECT c, COUNT(*) FROM t GROUP BY c;\n" + groupedJobs,
		"another goes":    second,
		"blanks":          strings.ReplaceAll(groupedJobs, "GROUP BY b", "GROUP  BY\n  b"),
	} {
		got := prints(lintText(t, text, "", lint.Config{}))
		key := "VP205 second GROUP BY b"
		if name == "blanks" {
			key = "VP205 second GROUP  BY\n  b"
		}
		if got[key] != want["VP205 second GROUP BY b"] {
			t.Errorf("%s: %v", name, got)
		}
	}
	if other := prints(lintText(t, strings.ReplaceAll(groupedJobs, "GROUP BY b", "GROUP BY c"), "", lint.Config{})); other["VP205 second GROUP BY c"] == want["VP205 second GROUP BY b"] {
		t.Error("another text under the finding has the same fingerprint")
	}
}

// Fingerprints tell all findings of a run apart.
func TestFingerprintsDiffer(t *testing.T) {
	sources := shipped(t, "jobs-bad")
	same := diag.NewSource("same.sql", "SELECT a FROM t ORDER BY a;\nSELECT a FROM t ORDER BY a;\nSELCT;\nSELCT;\n")
	seen := map[string]string{}
	for _, f := range lint.Run(append(sources, same, diag.NewSource("same too.sql", same.Text)), planner.Config{}, lint.Config{}).Findings {
		what := fmt.Sprint(f.Name(), f.Span, f.Code)
		if other, ok := seen[f.Fingerprint]; ok {
			t.Errorf("%s and %s have one fingerprint", what, other)
		}
		seen[f.Fingerprint] = what
	}
}

func TestIdentity(t *testing.T) {
	run := func(name string, identity func(string) string) string {
		r := lint.Run([]*diag.Source{diag.NewSource(name, "SELCT 1;")}, planner.Config{}, lint.Config{Identity: identity})
		return r.Findings[0].Fingerprint
	}
	base := func(name string) string { return filepath.Base(name) }
	if run("a/x.sql", base) != run("/home/me/a/x.sql", base) {
		t.Error("the identity does not count")
	}
	if run("a/x.sql", nil) == run("b/x.sql", nil) {
		t.Error("the file does not count")
	}
	if run("a/x.sql", nil) != run("./a//x.sql", nil) {
		t.Error("two spellings of a path differ")
	}
}

func TestBaseline(t *testing.T) {
	r := lintText(t, groupedJobs, "", lint.Config{})
	data, err := r.BaselineFile()
	if err != nil {
		t.Fatal(err)
	}
	known, err := lint.ReadBaseline("b.json", data)
	if err != nil || known.Len() != 2 {
		t.Fatalf("%v, %v", known, err)
	}
	cfg := lint.Config{Baselines: []*lint.Baseline{known}}
	again := lintText(t, "-- new lines\n\n"+groupedJobs+"\n-- @name: third\n-- @job_mode: simple\nSELECT c, COUNT(*) FROM t GROUP BY c;\n", "", cfg)
	var counts []string
	for _, f := range again.Findings {
		if f.Suppressed == nil {
			counts = append(counts, f.Job)
		} else if want := (lint.Suppression{Kind: "baseline", Reason: "in the baseline b.json"}); *f.Suppressed != want {
			t.Errorf("%+v", *f.Suppressed)
		}
	}
	if diff := cmp.Diff([]string{"third"}, counts); diff != "" {
		t.Error(diff)
	}
	if got := again.Summary; got.Suppressed != 2 || got.Warnings != 1 {
		t.Errorf("%+v", got)
	}
	if second, _ := again.BaselineFile(); bytes.Equal(second, data) {
		t.Error("a baseline of more findings is the same")
	}
}

// What an ignore comment suppresses stays out of baselines: the comment is its place.
func TestBaselineLeavesIgnoredOut(t *testing.T) {
	r := lintText(t, "-- velo-plan: ignore VP205 because few\n"+groupedJobs, "", lint.Config{})
	if n := r.Baseline("").Len(); n != 1 {
		t.Errorf("%d findings in the baseline", n)
	}
}

func TestReadBaselineMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"": "no JSON of a baseline", "[]": "no JSON of a baseline", "{}": "no format_version",
		`{"format_version": "2.0"}`:                        "has format_version 2.0, and this velo-plan reads 1.0",
		`{"format_version": "1.0", "findings": [{}]}`:      "without a fingerprint",
		`{"format_version": "1.0", "findings": "many"}`:    "no JSON of a baseline",
		`{"format_version": "1.7", "findings": [], "x":1}`: "",
	} {
		_, err := lint.ReadBaseline("b.json", []byte(text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "b.json")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestJobPicksFindings(t *testing.T) {
	r := lintText(t, groupedJobs, "", lint.Config{Job: "SECOND"})
	if len(r.Findings) != 1 || r.Findings[0].Job != "second" || r.Summary.Warnings != 1 {
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

// Fix keeps every byte outside its replacements, ends, and leaves nothing to fix.
func TestFix(t *testing.T) {
	sources := append(shipped(t, "jobs-bad"), shipped(t, "jobs-beyond")...)
	fixed, made := lint.Fix(sources, planner.Config{}, lint.Config{})
	if made == 0 {
		t.Fatal("nothing was fixed")
	}
	changed := 0
	for i, src := range fixed {
		if src.Text != sources[i].Text {
			changed++
		} else if src != sources[i] {
			t.Errorf("%s is a copy without a change", src.Name)
		}
	}
	if changed == 0 {
		t.Error("no text changed")
	}
	again, more := lint.Fix(fixed, planner.Config{}, lint.Config{})
	if more != 0 {
		t.Errorf("%d findings to fix are left", more)
	}
	if before, after := unparsed(sources), unparsed(again); after > before {
		t.Errorf("%d texts do not parse, %d before", after, before)
	}
}

// unparsed counts what does not parse.
func unparsed(sources []*diag.Source) (n int) {
	for _, src := range sources {
		_, problems := syntax.Parse(src)
		n += len(problems)
	}
	return n
}

// Suppressed findings are not fixed.
func TestFixObeysIgnores(t *testing.T) {
	text := "-- velo-plan: ignore VP303 because it is a sketch\n-- @name: a\nSELECT k, COUNT(*) FROM t GROUP BY k WINDOW TUMBLING(INTERVAL '5' MINUTE);\n"
	fixed, made := lint.Fix([]*diag.Source{diag.NewSource("a.sql", text)}, planner.Config{}, lint.Config{})
	if made != 0 || fixed[0].Text != text {
		t.Errorf("%d made: %s", made, fixed[0].Text)
	}
}

// checkResult holds what must be true of every result.
func checkResult(t interface{ Errorf(string, ...any) }, r *lint.Result, text string) {
	counted := r.Summary.Errors + r.Summary.Warnings + r.Summary.Notes + r.Summary.Suppressed
	if counted != len(r.Findings) || len(r.Diagnostics) != len(r.Findings) {
		t.Errorf("%d findings, %d diagnostics, %d counted\n%q", len(r.Findings), len(r.Diagnostics), counted, text)
	}
	last := -1
	for i, f := range r.Findings {
		if f.Span.Start < last || f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(text) {
			t.Errorf("finding %d at %v behind %d\n%q", i, f.Span, last, text)
		}
		last = f.Span.Start
		if rule, ok := lint.Lookup(f.Code); !ok || rule.Name != f.Rule || f.Message == "" || len(f.Fingerprint) != 32 {
			t.Errorf("%+v\n%q", f.Diagnostic, text)
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("%v\n%q", err, text)
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
		src := []*diag.Source{diag.NewSource("fuzz.sql", text)}
		checkResult(t, lint.Run(src, planner.Config{}, lint.Config{}), text)
		if fixed, _ := lint.Fix(src, planner.Config{}, lint.Config{}); unparsed(fixed) > unparsed(src) {
			t.Errorf("fixed, less of it parses:\n%q\n%q", text, fixed[0].Text)
		}
	})
}
