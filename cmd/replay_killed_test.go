//go:build unix

package cmd

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/unfinished"
)

var kills = flag.Int("replay.kills", 4, "how many replays TestReplayIsKilled ends with SIGTERM, and as many with SIGKILL")

// killedRecords is how many records TestReplayIsKilled replays.
const killedRecords = 60_000

// TestReplayIsKilled: whenever a replay that writes everything it can is ended, no file under a final name is
// incomplete, and the next run of the same command works.
func TestReplayIsKilled(t *testing.T) {
	t.Chdir(t.TempDir())
	var lines strings.Builder
	for i := range killedRecords {
		fmt.Fprintf(&lines, "{\"symbol\":\"S%d\",\"n\":%d}\n", i*i%997, i)
		if i%100 == 0 {
			fmt.Fprintf(&lines, "no record %d\n", i)
		}
	}
	write(t, "in.ndjson", lines.String())
	args := func(to string) []string {
		return []string{"replay", "in.ndjson", "--strategy", "always_hash", "--key", "symbol", "-n", "3", "--quiet", "--format", "json",
			"--write", to + "/parts", "--state", to + "/a.state", "--on-error", to + "/rejected", "-o", to + "/report.json"}
	}
	replay := func(to string) map[string]string {
		t.Helper()
		if code, out, errOut := run("", args(to)...); code != exitFine {
			t.Fatalf("exit code %d: %s%s", code, out, errOut)
		}
		return filesIn(t, to)
	}
	os.Mkdir("whole", 0o755)
	start := time.Now()
	whole := replay("whole")
	took := time.Since(start)
	if len(whole) != 6 {
		t.Fatalf("%v", slices.Sorted(maps.Keys(whole)))
	}
	for name, sig := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGKILL": syscall.SIGKILL} {
		ended := 0
		for n := range *kills {
			to := fmt.Sprintf("%s%d", name, n)
			os.Mkdir(to, 0o755)
			c, errOut := process(t, args(to)...)
			time.Sleep(time.Duration(rand.Float64() * 1.5 * float64(took)))
			c.Process.Signal(sig)
			if c.Wait() != nil {
				ended++
			}
			checkFiles(t, to, whole, sig == syscall.SIGTERM)
			if strings.Contains(errOut.String(), "panic") {
				t.Errorf("%s: %s", to, errOut)
			}
			if left, _ := filepath.Glob(to + "/parts/*"); len(left) == 3 && !strings.HasSuffix(strings.Join(left, ""), unfinished.Suffix) {
				os.RemoveAll(to + "/parts") // it was done: a folder with partitions is not written over
			}
			again := replay(to)
			checkFiles(t, to, whole, false)
			if len(again) != len(whole) {
				t.Errorf("%s: the next run leaves %v", to, slices.Sorted(maps.Keys(again)))
			}
		}
		t.Logf("%s: %d of %d replays were ended before they were done", name, ended, *kills)
	}
}

// checkFiles compares the files that have their final names in a folder with those of a whole run. The report and the
// state, which tell how long the run took, must be readable, and about the whole unless a part is enough.
func checkFiles(t *testing.T, folder string, whole map[string]string, part bool) {
	t.Helper()
	for file, text := range filesIn(t, folder) {
		if file == "a.state" {
			var errOut string
			if _, text, errOut = run("", "replay", "merge", folder+"/a.state", "--format", "json"); text == "" {
				t.Errorf("%s/%s: %s", folder, file, errOut)
			}
			file = "report.json"
		}
		var r report.Report
		switch isReport := file == "report.json"; {
		case !isReport && text != whole[file]:
			t.Errorf("%s/%s has %d bytes, not %d", folder, file, len(text), len(whole[file]))
		case !isReport:
		case json.Unmarshal([]byte(text), &r) != nil:
			t.Errorf("%s/%s is cut: %s", folder, file, text)
		case r.Complete && r.Input.Records != killedRecords || !r.Complete && !part:
			t.Errorf("%s/%s: complete %t with %d records", folder, file, r.Complete, r.Input.Records)
		}
	}
}

// filesIn returns the files in and below a folder that have their final names.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, unfinished.Suffix) {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
