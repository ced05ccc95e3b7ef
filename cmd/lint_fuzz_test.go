package cmd

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// lintPatience is how long one fuzzed file may take: far over what is measured, because other work
// may share the machine.
const lintPatience = time.Minute

// FuzzLint gives the command any bytes as a job file and any format: never a fault, never another
// exit code, never an unsound document, never long.
func FuzzLint(f *testing.F) {
	for _, folder := range []string{"jobs", "jobs-bad", "jobs-beyond"} {
		files, err := filepath.Glob(filepath.Join("..", "testdata", folder, "*.sql"))
		if err != nil || len(files) == 0 {
			f.Fatalf("no jobs in %s: %v", folder, err)
		}
		for i, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, uint8(i))
		}
	}
	for i, r := range lint.All {
		f.Add([]byte(r.Doc.Bad), uint8(i))
	}
	f.Add([]byte("\xff\xfeS\x00"), uint8(1))
	f.Add([]byte("\ufeff-- @name: a\r\n-- velo-plan: ignore VP205 because x\r\nSELECT\t\x00;"), uint8(2))
	f.Fuzz(func(t *testing.T, text []byte, choice uint8) {
		format := lintFormats[int(choice)%len(lintFormats)]
		began := time.Now()
		code, out, errOut := run(string(text), "lint", "-", "--stdin-filename", "fuzz.sql", "-f", format)
		if took := time.Since(began); took > lintPatience {
			t.Errorf("%s: took %v\n%q", format, took, text)
		}
		if code < exitFine || code > exitUsage || errOut != "" {
			t.Errorf("%s: exit code %d\n%s\n%q", format, code, errOut, text)
		}
		checkFormat(t, format, out)
	})
}

// checkFormat checks that a document can be read by what reads its format.
func checkFormat(t *testing.T, format, out string) {
	t.Helper()
	switch format {
	case config.FormatJSON, formatSARIF, formatGitLab:
		if !json.Valid([]byte(out)) {
			t.Errorf("%s is no JSON:\n%s", format, out)
		}
	case formatRDJSONL:
		for line := range strings.Lines(out) {
			if !json.Valid([]byte(line)) {
				t.Errorf("no JSON: %s", line)
			}
		}
	case formatGitHub:
		for line := range strings.Lines(out) {
			if !strings.HasPrefix(line, "::") {
				t.Errorf("no command: %s", line)
			}
		}
	case formatJUnit, formatCheckstyle:
		checkXML(t, out)
	}
}

// checkXML reads a document to its end.
func checkXML(t *testing.T, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%v\n%s", err, text)
			return
		}
	}
}
