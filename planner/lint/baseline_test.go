package lint_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// prints are the fingerprints of a result by code and job.
func prints(r *lint.Result) map[string]string {
	m := map[string]string{}
	for _, f := range r.Findings() {
		key := f.Code() + " " + f.Job + " " + f.Source.Slice(f.Span)
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

// Where two statements have the same text under their findings, each keeps its fingerprint when the
// other one goes.
func TestFingerprintsOfTwins(t *testing.T) {
	const twins = "-- @name: first\n-- @job_mode: simple\nSELECT a, COUNT(*) FROM t GROUP BY a;\n\n-- @name: second\n-- @job_mode: simple\nSELECT a, SUM(x) FROM t GROUP BY a;\n"
	const key = "VP205 second GROUP BY a"
	_, second, _ := strings.Cut(twins, "\n\n")
	want, got := prints(lintText(t, twins, "", lint.Config{})), prints(lintText(t, second, "", lint.Config{}))
	if want[key] == "" || got[key] != want[key] || want["VP205 first GROUP BY a"] == want[key] {
		t.Errorf("%v, alone %v", want, got)
	}
}

// Fingerprints tell all findings of a run apart.
func TestFingerprintsDiffer(t *testing.T) {
	sources := shipped(t, "jobs-bad")
	same := diag.NewSource("same.sql", "SELECT a FROM t ORDER BY a;\nSELECT a FROM t ORDER BY a;\nSELCT;\nSELCT;\n")
	seen := map[string]string{}
	for _, f := range lint.Run(append(sources, same, diag.NewSource("same too.sql", same.Text)), planner.Config{}, lint.Config{}).Findings() {
		what := fmt.Sprint(f.Name(), f.Span, f.Code())
		if other, ok := seen[f.Fingerprint]; ok {
			t.Errorf("%s and %s have one fingerprint", what, other)
		}
		seen[f.Fingerprint] = what
	}
}

func TestIdentity(t *testing.T) {
	run := func(name string, identity func(string) string) string {
		r := lint.Run([]*diag.Source{diag.NewSource(name, "SELCT 1;")}, planner.Config{}, lint.Config{Identity: identity})
		return first(r).Fingerprint
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
	data, n, err := r.BaselineFile()
	if err != nil || n != 2 {
		t.Fatal(err)
	}
	known, err := lint.ReadBaseline("b.json", data)
	if err != nil || known.Len() != 2 {
		t.Fatalf("%v, %v", known, err)
	}
	cfg := lint.Config{Baselines: []*lint.Baseline{known}}
	again := lintText(t, "-- new lines\n\n"+groupedJobs+"\n-- @name: third\n-- @job_mode: simple\nSELECT c, COUNT(*) FROM t GROUP BY c;\n", "", cfg)
	var counts []string
	for _, f := range again.Findings() {
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
	if second, _, _ := again.BaselineFile(); bytes.Equal(second, data) {
		t.Error("a baseline of more findings is the same")
	}
}

const oneGroup = "-- @name: first\n-- @job_mode: simple\nSELECT a, COUNT(*) FROM t GROUP BY a;\n"

// inFiles lints texts by their names, in order.
func inFiles(cfg lint.Config, texts ...string) *lint.Result {
	var sources []*diag.Source
	for i := 0; i < len(texts); i += 2 {
		sources = append(sources, diag.NewSource(texts[i], texts[i+1]))
	}
	return lint.Run(sources, planner.Config{}, cfg)
}

// counted are the files of the findings that count, kept those of the findings that a new baseline keeps unseen, and
// gone those of the findings that are gone.
func counted(r *lint.Result) (files, kept, gone []string) {
	for _, f := range r.Findings() {
		if f.Suppressed == nil {
			files = append(files, f.Name())
		}
	}
	for _, k := range r.Unseen {
		kept = append(kept, k.File)
	}
	for _, k := range r.Gone {
		gone = append(gone, k.Code+" "+k.File)
	}
	return files, kept, gone
}

// A baseline knows its findings again in a renamed file, though not in a copy, and tells which are gone: those that the
// run looked for.
func TestBaselineMoves(t *testing.T) {
	const broken = "SELECT a FROM t;\nSELCT b FROM t;\n"
	exists := func(files ...string) func(string) bool {
		return func(file string) bool { return slices.Contains(files, file) }
	}
	for name, test := range map[string]struct {
		known             []string // texts by name
		cfg               lint.Config
		now               []string
		files, kept, gone []string
	}{
		"renamed":                 {known: []string{"a.sql", oneGroup}, now: []string{"b.sql", oneGroup}},
		"renamed and edited":      {known: []string{"a.sql", oneGroup}, now: []string{"b.sql", "-- new\n\n" + oneGroup + "-- @name: c\nSELECT a FROM t;"}},
		"changed":                 {known: []string{"a.sql", oneGroup}, now: []string{"b.sql", strings.ReplaceAll(oneGroup, "first", "other")}, files: []string{"b.sql"}, gone: []string{"VP205 a.sql"}},
		"copied":                  {known: []string{"a.sql", oneGroup}, now: []string{"a.sql", oneGroup, "b.sql", oneGroup}, files: []string{"b.sql", "b.sql"}},
		"copied, one read":        {known: []string{"a.sql", oneGroup}, cfg: lint.Config{Exists: exists("a.sql")}, now: []string{"b.sql", oneGroup}, files: []string{"b.sql"}, kept: []string{"a.sql"}},
		"renamed and copied":      {known: []string{"a.sql", oneGroup}, now: []string{"b.sql", oneGroup, "c.sql", strings.ReplaceAll(oneGroup, "@name: first", "@name:  first")}, files: []string{"c.sql", "c.sql"}},
		"syntax error":            {known: []string{"a.sql", broken}, now: []string{"b.sql", broken}},
		"other syntax error":      {known: []string{"a.sql", broken}, now: []string{"b.sql", "SELECT a FROM t;\nSELCT c FROM t;\n"}, files: []string{"b.sql"}, gone: []string{"VP001 a.sql"}},
		"mended":                  {known: []string{"a.sql", oneGroup}, now: []string{"a.sql", "-- @name: first\nSELECT a FROM t;"}, gone: []string{"VP205 a.sql"}},
		"deleted":                 {known: []string{"a.sql", oneGroup}, now: []string{"b.sql", "-- @name: first\nSELECT a FROM t;"}, gone: []string{"VP205 a.sql"}},
		"not read":                {known: []string{"a.sql", oneGroup}, cfg: lint.Config{Exists: exists("a.sql")}, now: []string{"b.sql", "-- @name: b\nSELECT a FROM t;"}, kept: []string{"a.sql"}},
		"mended, others not read": {known: []string{"a.sql", oneGroup, "c.sql", oneGroup}, cfg: lint.Config{Exists: exists("a.sql", "c.sql")}, now: []string{"a.sql", "-- @name: first\nSELECT a FROM t;"}, kept: []string{"c.sql", "c.sql"}},
		"not asked":               {known: []string{"a.sql", oneGroup}, cfg: lint.Config{Levels: map[string]lint.Level{"VP205": lint.LevelOff}}, now: []string{"a.sql", oneGroup}, kept: []string{"a.sql"}},
		"another job":             {known: []string{"a.sql", oneGroup}, cfg: lint.Config{Job: "b"}, now: []string{"a.sql", oneGroup + "-- @name: b\nSELECT a FROM t;"}},
		"ignored by a comment":    {known: []string{"a.sql", oneGroup}, now: []string{"a.sql", "-- velo-plan: ignore VP205 because few\n" + oneGroup}},
	} {
		t.Run(name, func(t *testing.T) {
			data, _, err := inFiles(lint.Config{}, test.known...).BaselineFile()
			if err != nil {
				t.Fatal(err)
			}
			known, err := lint.ReadBaseline("b.json", data)
			if err != nil {
				t.Fatal(err)
			}
			test.cfg.Baselines = []*lint.Baseline{known}
			r := inFiles(test.cfg, test.now...)
			files, kept, gone := counted(r)
			if diff := cmp.Diff([][]string{test.files, test.kept, test.gone}, [][]string{files, kept, gone}); diff != "" {
				t.Error(diff)
			}
			// Written anew, the baseline has all that is there, and what was not looked for.
			again, n, err := r.BaselineFile()
			if err != nil || n != r.Len()+len(kept)-r.Summary.Suppressed+baselined(r) || strings.Count(string(again), `"fingerprint"`) != n {
				t.Errorf("%d findings, %v:\n%s", n, err, again)
			}
		})
	}
}

// baselined counts the findings that a baseline suppresses.
func baselined(r *lint.Result) (n int) {
	for _, f := range r.Findings() {
		if f.Suppressed != nil && f.Suppressed.Kind == lint.SuppressedBaseline {
			n++
		}
	}
	return n
}

// A file that cannot be read is not taken for another one that could not be read either.
func TestBaselineOfUnreadable(t *testing.T) {
	unreadable := func(name string) lint.Config {
		return lint.Config{Unreadable: []diag.Diagnostic{{ID: "unreadable", File: name, Message: "cannot be read"}}}
	}
	cfg := unreadable("b.sql")
	cfg.Baselines = []*lint.Baseline{inFiles(unreadable("a.sql")).Baseline("known")}
	if files, _, _ := counted(inFiles(cfg)); len(files) != 1 {
		t.Errorf("%v", files)
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
		"": "not the JSON of a baseline", "[]": "not the JSON of a baseline", "{}": "no format_version",
		`{"format_version": "2.0"}`:                        "has format_version 2.0, and this velo-plan reads 1.1",
		`{"format_version": "1.0", "findings": [{}]}`:      "without a fingerprint",
		`{"format_version": "1.0", "findings": "many"}`:    "not the JSON of a baseline",
		`{"format_version": "1.7", "findings": [], "x":1}`: "",
	} {
		_, err := lint.ReadBaseline("b.json", []byte(text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "b.json")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
