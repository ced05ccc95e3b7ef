package cmd

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// run runs the program in this process.
func run(stdin string, args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = Main(args, strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}

const grouping = "SELECT symbol, COUNT(*) FROM trades GROUP BY symbol"

func TestMainSideBySide(t *testing.T) {
	_, want, _ := run("", "explain", "-e", grouping)
	if !strings.Contains(want, "always_hash on symbol") {
		t.Fatalf("no plan: %s", want)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if code, out, errOut := run("", "explain", "-e", grouping); code != exitFine || out != want || errOut != "" {
				t.Errorf("exit code %d, other output:\n%s%s", code, out, errOut)
			}
		})
	}
	wait.Wait()
}

// words are what odd command lines are made of.
var words = []string{
	"explain", "replay", "strategies", "schema", "version", "help", "completion", "bash", "-", "--", "-e", grouping, "SELECT", "job.sql",
	"data.ndjson", "*.sql", "[", "{", "", ".", "..", "missing", "-f", "json", "table", "tree", "markdown", "-o", "out.txt", "--query", "--key",
	"a,b", "a..b", ",", "--strategy", "hash", "fanin", "smart", "sticky", "--source", "trades", "--source-key", "trades=symbol", "=", "a=",
	"--source-partitions", "trades=3", "-n", "0", "1", "-1", "65536", "99999999999999999999", "--workers", "2", "--hash", "murmur2", "--job", "j",
	"--catalog", "catalog.yaml", "--config", "--color", "always", "-q", "--quiet=false", "--help", "-h", "\x00", "\xff\xfe", "ünïcode", "-i", "--input",
	"--graph", "--tree", "--diff", "mermaid", "dot", "yaml", "always_hash", "config", "--max-line-bytes", "--partition-field", "%s%d", "\x1b[2J",
	"generate", "--records", "3", "--keys", "--skew", "--layouts", "--envelope", "kcat", "--keyed-by", "symbol", "--nulls", "0.5",
}

// TestMainOddArguments throws words together: never a fault, never another exit code.
func TestMainOddArguments(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"job.sql":      grouping + ";\nSELECT * FROM a JOIN b ON a.x = b.y;\nSELECT (;\n",
		"data.ndjson":  "{\"a\":1,\"symbol\":\"A\"}\n[]\n{\"a\":null}\n",
		"catalog.yaml": "streams: {trades: {key: [symbol], partitions: 4}}\n",
	} {
		if err := os.WriteFile(filepath.Clean(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[int]int{}
	for range 1500 {
		args := make([]string, random.IntN(8))
		for i := range args {
			args[i] = words[random.IntN(len(words))]
			if i == 0 && random.IntN(4) > 0 {
				args[i] = words[random.IntN(5)]
			}
		}
		code, _, errOut := run("SELECT 1 FROM s;", args...)
		seen[code]++
		if code < exitFine || code > exitUsage || strings.Contains(errOut, "fault of velo-plan") {
			t.Fatalf("%q: exit code %d\n%s", args, code, errOut)
		}
		if code == exitUsage && errOut == "" && !strings.Contains(strings.Join(args, " "), "json") {
			t.Errorf("%q: exit code 2 without a word", args)
		}
	}
	for code := exitFine; code <= exitUsage; code++ {
		if seen[code] == 0 {
			t.Errorf("no arguments gave exit code %d: %v", code, seen)
		}
	}
}

// faulty is a writer that panics, as a fault of the program would.
type faulty struct{}

func (faulty) Write([]byte) (int, error) { panic("the \x1b[31mwriter is broken") }

func TestMainFault(t *testing.T) {
	var errOut bytes.Buffer
	if code := Main([]string{"version"}, strings.NewReader(""), faulty{}, &errOut); code != exitFault {
		t.Errorf("exit code %d", code)
	}
	text := errOut.String()
	for _, want := range []string{`the \x1b[31mwriter is broken`, "report it", "VELO_PLAN_DEBUG=1"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "goroutine") {
		t.Errorf("a stack that nobody asked for:\n%s", text)
	}
	t.Setenv("VELO_PLAN_DEBUG", "1")
	errOut.Reset()
	Main([]string{"version"}, strings.NewReader(""), faulty{}, &errOut)
	if !strings.Contains(errOut.String(), "goroutine") {
		t.Errorf("no stack with VELO_PLAN_DEBUG=1:\n%s", errOut.String())
	}
}

// failing is a writer with an error.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestMainUnwritableOutput(t *testing.T) {
	tests := []struct {
		err  error
		code int
		said string
	}{
		{syscall.EPIPE, exitFine, ""},
		{&os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, exitFine, ""},
		{errors.New("disk full"), exitUsage, "velo-plan: cannot write to standard output: disk full\n"},
	}
	for _, test := range tests {
		var errOut bytes.Buffer
		code := Main([]string{"explain", "-e", grouping}, strings.NewReader(""), failing{test.err}, &errOut)
		if code != test.code || errOut.String() != test.said {
			t.Errorf("%v: exit code %d, said %q", test.err, code, errOut.String())
		}
	}
}

// endless is standard input that gives a record whenever it is asked.
type endless struct{ asked chan<- struct{} }

func (e endless) Read(p []byte) (int, error) {
	select {
	case e.asked <- struct{}{}:
	default:
	}
	return copy(p, "{\"a\":1}\n"), nil
}

func TestReplayInterrupted(t *testing.T) {
	interrupted(t, `"complete": false`, "replay", "-", "-f", "json")
}

func TestProveInterrupted(t *testing.T) {
	interrupted(t, `"partial": true`, "prove", "-e", "SELECT a, COUNT(*) AS n FROM t GROUP BY a", "-i", "-", "-f", "json", "-q")
}

// interrupted interrupts a command that reads standard input without an end.
func interrupted(t *testing.T, partial string, args ...string) {
	t.Helper()
	asked := make(chan struct{})
	var out, errOut bytes.Buffer
	code := make(chan int)
	go func() {
		code <- Main(args, endless{asked}, &out, io.Writer(&errOut))
	}()
	<-asked
	<-asked
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != exitInterrupted {
		t.Errorf("exit code %d", got)
	}
	if !strings.Contains(out.String(), partial) {
		t.Errorf("no partial report: %s", out.String())
	}
	if errOut.Len() > 0 {
		t.Errorf("said %q", errOut.String())
	}
}

func TestVersion(t *testing.T) {
	if got := buildOf(nil).String(); !strings.HasPrefix(got, "velo-plan (unknown) go") {
		t.Errorf("%q", got)
	}
	b := buildOf(&debug.BuildInfo{Main: debug.Module{Version: "v0.1.0"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"}, {Key: "vcs.time", Value: "2026-05-04T03:02:01Z"}, {Key: "vcs.modified", Value: "true"}}})
	if got := b.String(); !strings.HasPrefix(got, "velo-plan v0.1.0 0123456789ab 2026-05-04 (modified) go") {
		t.Errorf("%q", got)
	}
	if b.Commit != "0123456789abcdef0123456789abcdef01234567" || b.Date != "2026-05-04T03:02:01Z" {
		t.Errorf("%+v", b)
	}
}
