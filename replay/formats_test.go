package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
)

// TestLayoutsCountAlike: the same records give the same counts however they are laid out, compressed or piped, at any
// number of workers.
func TestLayoutsCountAlike(t *testing.T) {
	var lines []string
	for i := range 2000 {
		lines = append(lines, fmt.Sprintf(`{"k":"key %d","n":{"v":[%d,"},{"]},"_partition":%d}`, i%37, i, i%5))
	}
	indented := func(content string) string {
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(content), "", "  "); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	var pretty strings.Builder
	for _, line := range lines {
		pretty.WriteString(indented(line) + "\n")
	}
	array := "[" + strings.Join(lines, ",") + "]"
	var want *report.Report
	for _, layout := range []struct{ name, content string }{
		{"lines", strings.Join(lines, "\n")}, {"array", array}, {"pretty array", indented(array)}, {"pretty", pretty.String()},
		{"concatenated", strings.Join(lines, "")}, {"CR", strings.Join(lines, "\r")}, {"sequence", "\x1e" + strings.Join(lines, "\n\x1e")},
		{"gzip", zipped(array)}, {"zstd", zstandard(pretty.String())},
	} {
		for workers := 1; workers <= 4; workers++ {
			for _, path := range []string{write(t, "in", layout.content), "-"} {
				cfg := Config{Inputs: []string{path}, Stdin: strings.NewReader(layout.content), Keys: fields("k"), KeyNames: []string{"k"},
					Partitions: 4, Workers: workers, Strategy: strategies.AlwaysHash, blockBytes: 1000}
				cfg.WriteDir = filepath.Join(t.TempDir(), "out")
				r := run(t, cfg)
				r.Input.Files, r.Input.Formats, r.Input.Bytes, r.Throughput = nil, nil, 0, report.ThroughputBlock{}
				for i := range r.Partitions {
					r.Partitions[i].Bytes = 0 // of lines, which are longer where blanks are inside
				}
				r.State.Model.RecordBytes = 0 // likewise
				if want == nil {
					want = r
				}
				if diff := cmp.Diff(want, r); diff != "" {
					t.Fatalf("%s, %d workers: %s", layout.name, workers, diff)
				}
				if n := linesIn(t, cfg.WriteDir); n != len(lines) {
					t.Fatalf("%s: %d lines are written", layout.name, n)
				}
			}
		}
	}
}

// linesIn counts the lines of the files in a folder, each of which has to be one JSON value.
func linesIn(t *testing.T, dir string) (n int) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(content) {
			if !json.Valid(line) {
				t.Fatalf("%q", line)
			}
			n++
		}
	}
	return n
}

// TestCutArray: an array without its end is an error, with a report of what was there.
func TestCutArray(t *testing.T) {
	path := write(t, "cut.json", `[{"k":1},{"k":2},{"k"`)
	r, err := Run(t.Context(), roundRobin(path))
	if err == nil || !strings.Contains(err.Error(), "the JSON array has no end") || r.Complete || r.Input.Records != 2 || r.Input.Rejected.Count != 0 {
		t.Errorf("error %v, %+v", err, r.Input)
	}
}

// TestPadding: a gzip file that is padded with zeros, as on a tape, is read as GNU gzip does.
func TestPadding(t *testing.T) {
	one := zipped("{}\n")
	for name, c := range map[string]struct {
		content string
		lines   uint64
		fails   bool
	}{
		"members": {one + one, 2, false}, "padded": {one + one + strings.Repeat("\x00", 1000), 2, false},
		"a member after the padding": {one + "\x00" + one, 1, true}, "something after it": {one + "\x00x", 1, true},
	} {
		cfg := roundRobin("-")
		cfg.Stdin = io.MultiReader(strings.NewReader(c.content))
		r, err := Run(t.Context(), cfg)
		if (err != nil) != c.fails || r.Input.Records != c.lines {
			t.Errorf("%s: error %v, %+v", name, err, r.Input)
		}
	}
}
