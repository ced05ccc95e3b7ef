package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// drawnJobs are what the goldens of the formats show: jobs in a chain, one of them in several
// stages, one refuted, and two that feed each other.
const drawnJobs = "testdata/formats/jobs"

// TestEveryFormatHasGolden prints the same jobs in every format that explain has, in every way that
// the format knows.
func TestEveryFormatHasGolden(t *testing.T) {
	explain, _, err := (&program{}).root().Find([]string{"explain"})
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(explain.Flag("format").Usage, ": ")
	formats := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
	formats = slices.DeleteFunc(formats, func(word string) bool { return word == "or" })
	if len(formats) < 7 {
		t.Fatalf("only the formats %v were found", formats)
	}
	one := filepath.Join(drawnJobs, "desk.sql")
	used := map[string]bool{}
	for _, format := range formats {
		check := func(name string, args ...string) {
			used[name] = true
			formatGolden(t, name, append([]string{"explain", "-f", format}, args...))
		}
		check(format+".golden", one, "--full")
		if format != config.FormatHTML { // its page has the graph
			check("graph_"+format+".golden", drawnJobs, "--graph")
		}
		if format == config.FormatTable || format == config.FormatJSON || format == config.FormatYAML { // others show them by themselves
			check("witness_"+format+".golden", one, "--full", "--witness")
		}
		check("several_"+format+".golden", drawnJobs)
		if format == "mermaid" || format == "dot" {
			check("tree_"+format+".golden", one, "--tree")
			check("plans_"+format+".golden", drawnJobs, "--graph=false")
		}
		if slices.Contains(diffFormats, format) {
			check("diff_"+format+".golden", drawnJobs, "--diff", "testdata/formats/old")
		}
	}
	files, err := filepath.Glob("testdata/formats/*.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !used[filepath.Base(file)] {
			t.Errorf("%s is of no format", file)
		}
	}
}

// formatGolden compares standard output with a file of testdata/formats.
func formatGolden(t *testing.T, name string, args []string) {
	t.Helper()
	var out, errOut bytes.Buffer
	if code := Main(args, strings.NewReader(""), &out, &errOut); code > exitFindings {
		t.Errorf("%v: exit code %d: %s", args, code, errOut.String())
	}
	path := filepath.Join("testdata", "formats", name)
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("%s (- want, + got; run with -update to accept):\n%s", path, diff)
	}
}
