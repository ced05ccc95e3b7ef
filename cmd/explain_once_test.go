package cmd

import (
	"bytes"
	"encoding/json"
	"path/filepath"
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
