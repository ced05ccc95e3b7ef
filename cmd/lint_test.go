package cmd

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write writes a file of a test.
func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// lintWords are what odd command lines of lint and rules are made of.
var lintWords = []string{
	"-", "job.sql", "bad.sql", "missing", ".", "*.sql", "[", "-f", "--format", "text", "sarif=o.sarif", "json", "json=", "=", "junit=o.xml", "-o", "o.txt", "-q",
	"--fail-on", "note", "never", "--max-warnings", "0", "-1", "--baseline", "b.json", "--write-baseline", "--since", "HEAD", "--fix", "--stdin-filename", "x.sql",
	"--rule", "--disable", "VP2", "--exclude", "--force-exclude", "--job", "a", "--config", "c.yaml", "--catalog", "--source-key", "t=k", "VP101", "vp999", "", "\x00", "--help", "-e",
}

// Words thrown together: never a fault, never another exit code.
func TestLintOddArguments(t *testing.T) {
	t.Chdir(t.TempDir())
	random := rand.New(rand.NewPCG(3, 4))
	seen := map[int]int{}
	for range 800 {
		write(t, "job.sql", "-- @name: a\nSELECT x FROM t;\n")
		write(t, "bad.sql", "-- @name: a\nSELECT \"x\" FROM t WINDOW TUMBLING(INTERVAL '5' MINUTE);\n")
		write(t, "c.yaml", "lint: {include: [job.sql], baseline: b.json}\n")
		args := []string{"lint", "job.sql"}
		if random.IntN(8) == 0 {
			args = []string{"rules"}
		}
		for range random.IntN(6) {
			args = append(args, lintWords[random.IntN(len(lintWords))])
		}
		code, _, errOut := run("SELECT 1 FROM s;", args...)
		seen[code]++
		if code < exitFine || code > exitUsage || strings.Contains(errOut, "fault of velo-plan") {
			t.Fatalf("%q: exit code %d\n%s", args, code, errOut)
		}
	}
	for code := exitFine; code <= exitUsage; code++ {
		if seen[code] == 0 {
			t.Errorf("no arguments gave exit code %d: %v", code, seen)
		}
	}
}

// --fix writes through a link and into a file whose folder it may write, and says when it may not.
func TestFixThroughLink(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "real.sql", "-- @name: a\nSELECT k, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING(INTERVAL '5' MINUTE);\n")
	if err := os.Symlink("real.sql", "link.sql"); err != nil {
		t.Skip(err)
	}
	if code, out, errOut := run("", "lint", "link.sql", "--fix"); code != exitFine {
		t.Fatalf("exit code %d\n%s%s", code, out, errOut)
	}
	text, err := os.ReadFile("real.sql")
	if err != nil || !strings.Contains(string(text), "TUMBLING(5m)") {
		t.Errorf("%s, %v", text, err)
	}
	if info, err := os.Lstat("link.sql"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if rest, _ := filepath.Glob(".velo-plan-*"); len(rest) > 0 {
		t.Errorf("left behind: %v", rest)
	}
}

func TestReplaceFileSaysWhy(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := replaceFile("gone.sql", ""); err == nil || !strings.Contains(err.Error(), "cannot fix gone.sql: no such file") {
		t.Errorf("%v", err)
	}
}

func TestReadBatchBroken(t *testing.T) {
	for _, out := range []string{"", "1234 blob 100\nshort", "1234 blob 5"} {
		if list, err := readBatch([]string{"a.sql"}, []byte(out)); err == nil {
			t.Errorf("%q: %v", out, list)
		}
	}
	list, err := readBatch([]string{"a", "b", "c"}, []byte("x missing\n1234 tree 1\nx\n1234 blob 2\nhi\n"))
	if err != nil || len(list) != 1 || list[0].Name != "c" || list[0].Text != "hi" {
		t.Errorf("%v, %v", list, err)
	}
}
