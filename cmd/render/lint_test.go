package render_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// findings lints texts that have what the formats must show: every severity, several files, none
// in one of them, wide characters before the place, SQL to write instead, a certain replacement,
// suppressions of both kinds and a file that cannot be read.
func findings(name string) *lint.Result {
	sources := []*diag.Source{
		diag.NewSource(name+"jobs/a.sql", "-- @name: größe\n-- @job_mode: adaptive\n/* 価格 */ SELECT COUNT(*) AS n FROM t WINDOW TUMBLING(1m);\n"+
			"-- @partitioning_strategy: always_hash\nCREATE STREAM s AS SELECT 価格, COUNT(*) FROM t\tGROUP BY 価格 WINDOW TUMBLING(1m);\n"),
		diag.NewSource(name+"jobs/fine.sql", "-- @name: fine\nSELECT x FROM t;\n"),
		diag.NewSource(name+"jobs/b.sql", "-- velo-plan: ignore VP205 because there are \"few\" <groups> & users\n-- @name: grouped\n-- @job_mode: simple\n"+
			"SELECT k, COUNT(*) FROM t GROUP BY k;\n-- @name: bad\nSELCT 1;\n-- @name: known\nSELECT x FROM t ORDER BY\n  x;\n"),
	}
	cfg := lint.Config{
		Levels:     map[string]lint.Level{"VP201": lint.LevelNote},
		Unreadable: []diag.Diagnostic{{ID: "unreadable", File: name + "jobs/gone.sql", Message: "cannot be read: no such file"}},
	}
	known := lint.Run(sources[2:], planner.Config{}, lint.Config{Levels: map[string]lint.Level{"VP001": lint.LevelOff}}).Baseline("in the baseline b.json")
	cfg.Baselines = append(cfg.Baselines, known)
	return lint.Run(sources, planner.Config{}, cfg)
}

// odd is the beginning of a file name that no format may take for its own signs.
const odd = "o:d,d%0A\x1b[2J<&\"'>]]> ü/"

// without drops the error of a format that has none for these results.
func without(t *testing.T) func(string, error) string {
	return func(text string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

// full is a writer that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

// lintFormats prints a result in every format, by the name of the golden file.
func lintFormats(t *testing.T, r *lint.Result) map[string]string {
	texts := map[string]string{}
	for name, print := range map[string]func(io.Writer) error{
		"text.txt":       func(w io.Writer) error { return render.LintText(w, r, render.Options{}, false) },
		"text_color.txt": func(w io.Writer) error { return render.LintText(w, r, render.Options{Color: true}, false) },
		"json.json":      func(w io.Writer) error { return render.LintJSON(w, r) },
		"sarif.json": func(w io.Writer) error {
			return render.LintSARIF(w, r, render.SARIFOrigin{Version: "v1.2.3", Root: "/src/shop"})
		},
		"github.txt":     func(w io.Writer) error { return render.LintGitHub(w, r) },
		"junit.xml":      func(w io.Writer) error { return render.LintJUnit(w, r, diag.Warning) },
		"gitlab.json":    func(w io.Writer) error { return render.LintGitLab(w, r) },
		"markdown.md":    func(w io.Writer) error { return render.LintMarkdown(w, r, false) },
		"quiet.txt":      func(w io.Writer) error { return render.LintText(w, r, render.Options{}, true) },
		"checkstyle.xml": func(w io.Writer) error { return render.LintCheckstyle(w, r) },
		"rdjsonl.jsonl":  func(w io.Writer) error { return render.LintRDJSONL(w, r) },
	} {
		var b strings.Builder
		if err := print(&b); err != nil {
			t.Fatal(err)
		}
		texts[name] = b.String()
		if err := print(full{}); b.Len() > 0 && err == nil {
			t.Errorf("%s: a full disk goes unnoticed", name)
		}
	}
	return texts
}

func TestLint(t *testing.T) {
	for name, text := range lintFormats(t, findings("")) {
		if name == "quiet.txt" {
			continue // TestLintTextQuiet
		}
		golden(t, "lint_"+name, text)
	}
}

// Names and messages of odd characters come back as they were, and none reaches a terminal.
func TestLintOddNames(t *testing.T) {
	r := findings(odd)
	for name, text := range lintFormats(t, r) {
		switch {
		case strings.HasSuffix(name, ".txt") && name != "text_color.txt" && strings.Contains(text, "\x1b"):
			t.Errorf("%s holds an escape:\n%q", name, text)
		case strings.HasSuffix(name, ".xml"):
			checkXML(t, name, text)
		case strings.HasSuffix(name, ".json"):
			if !json.Valid([]byte(text)) {
				t.Errorf("%s is no JSON", name)
			}
		case strings.HasSuffix(name, ".jsonl"):
			for line := range strings.Lines(text) {
				if !json.Valid([]byte(line)) {
					t.Errorf("%s: no JSON: %s", name, line)
				}
			}
		}
	}
	golden(t, "lint_odd_github.txt", lintFormats(t, r)["github.txt"])
	golden(t, "lint_odd_markdown.md", lintFormats(t, r)["markdown.md"])
}

// checkXML reads a document to its end.
func checkXML(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
			return
		}
	}
}

// Without a finding that counts the formats for people and machines say so, each in its way.
func TestLintFine(t *testing.T) {
	r := lint.Run([]*diag.Source{diag.NewSource("a.sql", "-- @name: a\nSELECT x FROM t;\n")}, planner.Config{}, lint.Config{})
	got := lintFormats(t, r)
	for name, want := range map[string]string{"text.txt": "", "github.txt": "", "rdjsonl.jsonl": ""} {
		if got[name] != want {
			t.Errorf("%s: %q", name, got[name])
		}
	}
	for name, want := range map[string]string{
		"gitlab.json": "[]", "markdown.md": "### velo-plan lint: no findings in 1 file\n", "json.json": `"diagnostics": []`, "sarif.json": `"results": []`, "junit.xml": `tests="1" failures="0"`, "checkstyle.xml": `<file name="a.sql"></file>`,
	} {
		if !strings.Contains(got[name], want) {
			t.Errorf("%s lacks %s:\n%s", name, want, got[name])
		}
	}
}

func TestLintTextQuiet(t *testing.T) {
	texts := lintFormats(t, findings(""))
	loud, quiet := texts["text.txt"], texts["quiet.txt"]
	if !strings.HasPrefix(loud, quiet) || len(loud) == len(quiet) || strings.Contains(quiet, "suppressed") {
		t.Errorf("quiet:\n%s", quiet)
	}
}

// The findings are printed one by one as encoding/json prints them all.
func TestLintJSONAgainstEncoder(t *testing.T) {
	for _, r := range []*lint.Result{findings(""), lint.Run(nil, planner.Config{}, lint.Config{})} {
		whole := struct {
			FormatVersion string            `json:"format_version"`
			Diagnostics   []lint.Diagnostic `json:"diagnostics"`
			Summary       lint.Summary      `json:"summary"`
		}{r.FormatVersion, []lint.Diagnostic{}, r.Summary}
		for _, f := range r.Findings() {
			whole.Diagnostics = append(whole.Diagnostics, f.Present())
		}
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(whole); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), lintFormats(t, r)["json.json"]); diff != "" {
			t.Error(diff)
		}
	}
}

// The messages of GitHub's commands come back as they were when its runner unescapes them.
func TestLintGitHubEscapes(t *testing.T) {
	r := findings(odd)
	unescape := strings.NewReplacer("%2C", ",", "%3A", ":", "%0A", "\n", "%0D", "\r", "%25", "%").Replace
	command := regexp.MustCompile(`^::(error|warning|notice) file=([^,]*)(?:,[a-zA-Z]+=\d+)*,title=[^,:]*::(.*)$`)
	lines := 0
	for line := range strings.Lines(lintFormats(t, r)["github.txt"]) {
		lines++
		m := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Fatalf("no command: %s", line)
		}
		if name := unescape(m[2]); !strings.HasPrefix(name, render.Clean(odd)) {
			t.Errorf("the file is %q", name)
		}
	}
	if want := r.Summary.Errors + r.Summary.Warnings + r.Summary.Notes; lines != want {
		t.Errorf("%d commands for %d findings", lines, want)
	}
}

func TestRules(t *testing.T) {
	one, _ := lint.Lookup("VP403")
	golden(t, "rules_table.txt", render.RulesTable(lint.All, render.Options{}))
	golden(t, "rules_one.txt", render.RulesTable([]lint.Rule{one}, render.Options{}))
	golden(t, "rules_one_color.txt", render.RulesTable([]lint.Rule{one}, render.Options{Color: true}))
	golden(t, "rules_one.md", render.RulesMarkdown([]lint.Rule{one}))
	text := without(t)(render.RulesJSON(lint.All))
	var back struct {
		Rules []struct{ Code, Name, Bad string } `json:"rules"`
	}
	if err := json.Unmarshal([]byte(text), &back); err != nil || len(back.Rules) != len(lint.All) {
		t.Fatalf("%d rules, %v", len(back.Rules), err)
	}
	for i, r := range lint.All {
		if diff := cmp.Diff([]string{r.Code(), r.Name, r.Doc.Bad}, []string{back.Rules[i].Code, back.Rules[i].Name, back.Rules[i].Bad}); diff != "" {
			t.Error(diff)
		}
	}
}
