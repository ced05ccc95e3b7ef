package cmd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// explain and lint say the same of every shipped file: the same errors at the same places, and the same exit code.
func TestExplainAndLintAgree(t *testing.T) {
	type finding struct {
		Severity, Code, File, Message string
		Line, Column                  int
	}
	errorsOf := func(command, path string) ([]string, int) {
		var out, problems bytes.Buffer
		code := Main([]string{command, "-f", "json", path}, strings.NewReader(""), &out, &problems)
		var result struct {
			Diagnostics []struct {
				finding
				Suppressed any
			}
		}
		if err := json.Unmarshal(out.Bytes(), &result); err != nil {
			t.Fatalf("%s %s: %v\n%s", command, path, err, &problems)
		}
		var list []string
		for _, d := range result.Diagnostics {
			if d.Severity == "error" && d.Suppressed == nil {
				list = append(list, fmt.Sprint(d.finding))
			}
		}
		slices.Sort(list)
		return list, code
	}
	t.Chdir("..") // explain names files as they are given, lint from the root of the repository
	files, err := filepath.Glob("testdata/jobs*/*.sql")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	wrong := 0
	for _, path := range files {
		planned, planCode := errorsOf("explain", path)
		linted, lintCode := errorsOf("lint", path)
		if !slices.Equal(planned, linted) {
			t.Errorf("%s: explain says\n%s\nlint says\n%s", path, strings.Join(planned, "\n"), strings.Join(linted, "\n"))
		}
		if planCode != lintCode {
			t.Errorf("%s: explain exits with %d, lint with %d", path, planCode, lintCode)
		}
		wrong += len(linted)
	}
	if wrong < 30 {
		t.Errorf("%d errors in all: the test sees too little", wrong)
	}
}
