package cmd

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/twmb/franz-go/pkg/kfake"
)

var update = flag.Bool("update", false, "write the golden texts in the scripts anew")

// settled runs the tests without what the environment says of terminals.
type settled struct{ *testing.M }

func (s settled) Run() int {
	for _, name := range []string{"COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "LC_ALL", "LC_CTYPE", "LANG"} {
		os.Unsetenv(name)
	}
	return s.M.Run()
}

func TestMain(m *testing.M) {
	testscript.Main(settled{m}, map[string]func(){
		"velo-plan": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the program as a user does. The scripts know the commands
//
//	exits CODE COMMAND ARGS...           runs a command and checks its exit code
//	repeat FILE PREFIX PIECE COUNT REST  writes a file; the texts may have Go's escapes
//	same-but-throughput A.json B.json    compares two reports of replay, but for their times
//
// and the variables TESTDATA, the folder of jobs and records that all packages share, and FAKE_BROKERS,
// the address of a fake cluster with the topics trades and orders (12 partitions) and quotes (16).
func TestScripts(t *testing.T) {
	shared, err := filepath.Abs(filepath.Join("..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	brokers := fakeCluster(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TESTDATA", shared)
			e.Setenv("FAKE_BROKERS", brokers)
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "root" { // root may read every file
				return false, fmt.Errorf("no condition is called %s", name)
			}
			return os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "repeat": repeat, "same-but-throughput": sameButThroughput,
		},
	})
}

// fakeCluster starts the cluster that scripts ask, which makes topics of itself, if it is let.
func fakeCluster(t *testing.T) string {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.AllowAutoTopicCreation(), kfake.SeedTopics(12, "trades", "orders"), kfake.SeedTopics(16, "quotes"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.ListenAddrs()[0]
}

// exits runs a command and checks its exit code.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failed, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// repeat writes a file of a prefix, a piece repeated, and a rest.
func repeat(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 5 {
		ts.Fatalf("usage: repeat FILE PREFIX PIECE COUNT REST")
	}
	var texts [3]string
	for i, quoted := range []string{args[1], args[2], args[4]} {
		text, err := strconv.Unquote(`"` + quoted + `"`)
		ts.Check(err)
		texts[i] = text
	}
	count, err := strconv.Atoi(args[3])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(texts[0]+strings.Repeat(texts[1], count)+texts[2]), 0o666))
}

// sameButThroughput compares two reports of replay, but for the block that differs from run to run.
func sameButThroughput(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 2 {
		ts.Fatalf("usage: same-but-throughput A.json B.json")
	}
	var reports [2]map[string]any
	for i, name := range args {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &reports[i]))
		if _, ok := reports[i]["throughput"]; !ok {
			ts.Fatalf("%s has no throughput", name)
		}
		delete(reports[i], "throughput")
	}
	if diff := cmp.Diff(reports[0], reports[1]); diff != "" {
		ts.Fatalf("%s", diff)
	}
}
