package cmd

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// explain says each fault once, however many parts of a plan it bears on.
func TestExplainSaysFaultsOnce(t *testing.T) {
	t.Setenv("COLUMNS", "")
	files, err := filepath.Glob("../testdata/jobs*/*.sql")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	faults := 0
	for _, path := range files {
		var text, data, none bytes.Buffer
		Main([]string{"explain", "--full", path}, strings.NewReader(""), &text, &text)
		Main([]string{"explain", "-f", "json", path}, strings.NewReader(""), &data, &none)
		var result struct{ Diagnostics []struct{ Message string } }
		if err := json.Unmarshal(data.Bytes(), &result); err != nil {
			t.Fatal(err)
		}
		said := strings.Join(strings.Fields(strings.ReplaceAll(text.String(), "│", " ")), " ")
		found := map[string]int{}
		for _, d := range result.Diagnostics {
			found[d.Message]++
		}
		for message, want := range found {
			if got := strings.Count(said, message); got != want {
				t.Errorf("%s: %d times: %s", path, got, message)
			}
			faults++
		}
	}
	if faults < 30 {
		t.Errorf("%d faults in all: the test sees too little", faults)
	}
}

// The counts of several jobs are those of lint.
func TestExplainCountsAsLint(t *testing.T) {
	counts := regexp.MustCompile(`[0-9]+ errors?, [0-9]+ warnings?|[0-9]+ (errors?|warnings?)`)
	total := ""
	for _, folders := range [][]string{{"jobs"}, {"jobs-bad"}, {"jobs-beyond"}, {"jobs", "jobs-bad", "jobs-beyond"}} {
		count := func(command string) string {
			args := []string{command}
			for _, folder := range folders {
				args = append(args, filepath.Join("..", "testdata", folder))
			}
			var out, none bytes.Buffer
			Main(args, strings.NewReader(""), &out, &none)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n\n")
			return counts.FindString(strings.Join(strings.Fields(lines[len(lines)-1]), " "))
		}
		planned, linted := count("explain"), count("lint")
		if planned != linted {
			t.Errorf("%v: explain counts %q, lint %q", folders, planned, linted)
		}
		total = linted
	}
	if !strings.Contains(total, "errors, ") {
		t.Errorf("lint counts %q in all folders", total)
	}
}
