package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// commandPages are the pages whose commands are run.
var commandPages = []string{"README.md", filepath.Join("docs", "usage.md"), filepath.Join("docs", "formats.md")}

// speed is what differs from run to run in a transcript of replay: how fast, and where the time went.
var speed = regexp.MustCompile(`[0-9.]+ ?[kM]? records/s, [0-9.]+ [KMG]iB/s in [0-9.]+ m?s with [0-9]+ workers?(\n  time  .*(\n {14}.*)*)?`)

// clone makes what the commands of the pages use of a clone, and goes there. It returns a function that runs a line
// as a shell does, but with velo-plan for "go run ." and a fake cluster for that of the pages.
func clone(t *testing.T) func(line string) (output string, code int) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not installed")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	brokers := fakeCluster(t)
	t.Chdir(t.TempDir())
	for _, folder := range []string{"testdata/jobs", "testdata/jobs-bad", "testdata/records", "docs/example"} {
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	return func(line string) (string, int) {
		line = strings.ReplaceAll(line, "localhost:9092", brokers)
		if rest, ok := strings.CutPrefix(line, "go run . "); ok {
			line = "velo-plan " + rest
		}
		c := exec.Command("bash", "-c", line)
		out, err := c.CombinedOutput()
		if c.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), c.ProcessState.ExitCode()
	}
}

// TestTranscripts runs the transcripts of the pages and compares the output, but for speed. With -update it writes them
// anew.
func TestTranscripts(t *testing.T) {
	texts := map[string]string{}
	for _, page := range commandPages {
		texts[page] = readRoot(t, page)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	run := clone(t)
	const begin = "```console\n$ "
	ran := 0
	for page, text := range texts {
		parts := strings.Split(text, begin)
		for i, part := range parts[1:] {
			block, rest, closed := strings.Cut(part, "```")
			command, want, ok := strings.Cut(block, "\n")
			if !closed || !ok || !strings.HasPrefix(command, "velo-plan ") {
				t.Fatalf("%s: not a transcript: %s", page, command)
			}
			ran++
			got, _ := run(command)
			if speed.ReplaceAllString(got, "SPEED") == speed.ReplaceAllString(want, "SPEED") {
				continue
			}
			if !*update {
				t.Errorf("%s: %s prints\n%s", page, command, got)
			}
			parts[i+1] = command + "\n" + got + "```" + rest
		}
		if *update {
			if err := os.WriteFile(filepath.Join(root, page), []byte(strings.Join(parts, begin)), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ran < 3 {
		t.Errorf("there are %d transcripts, expected at least 3", ran)
	}
}

// inline finds a command, or flags for replay, in code inside a line.
var inline = regexp.MustCompile("`((?:velo-plan|--)[^`]*)`")

// TestCommands runs every other command of the pages: none is a mistake.
func TestCommands(t *testing.T) {
	var lines []string
	for _, page := range commandPages {
		for i, part := range strings.Split("\n"+readRoot(t, page), "\n```") {
			if language, body, _ := strings.Cut(part, "\n"); i%2 == 1 && language == "sh" {
				lines = append(lines, strings.Split(strings.TrimSpace(body), "\n")...)
			}
			if i%2 == 1 {
				continue
			}
			for line := range strings.Lines(part) {
				for _, found := range inline.FindAllStringSubmatch(line, -1) {
					switch command := found[1]; {
					case strings.HasPrefix(command, "velo-plan ") && !strings.Contains(command, "COMMAND"):
						lines = append(lines, command)
					case strings.HasPrefix(line, "|") && strings.HasPrefix(command, "--"):
						lines = append(lines, "velo-plan replay testdata/records/flights.ndjson --query testdata/jobs/flights_by_origin.sql "+command)
					}
				}
			}
		}
	}
	run := clone(t)
	ran := map[string]bool{}
	for _, line := range lines {
		if !strings.HasPrefix(line, "velo-plan ") && !strings.HasPrefix(line, "go run . ") || ran[line] {
			continue
		}
		ran[line] = true
		if out, code := run(line); code > exitFindings {
			t.Errorf("%s exits with %d:\n%s", line, code, out)
		}
	}
	if len(ran) < 30 {
		t.Errorf("only %d commands were found", len(ran))
	}
}

// The story that the README begins with is true: the job is found, its records are split under the engine's choice, and the
// line to write mends both.
func TestReadmeStory(t *testing.T) {
	run := clone(t)
	const job = "docs/example/traded.sql"
	if out, code := run("velo-plan lint " + job); code != exitFindings || !strings.Contains(out, "-- @partitioning_strategy: hash") {
		t.Errorf("lint exits with %d:\n%s", code, out)
	}
	const replay = "velo-plan replay testdata/records/trades.ndjson --query " + job
	if out, code := run(replay + " --strategy sticky"); code != exitFindings || !strings.Contains(out, "30 groups, 30 in several partitions") {
		t.Errorf("replay exits with %d:\n%s", code, out)
	}
	if out, _ := run(replay + " --strategy sticky --source-key trades=trader_id"); !strings.Contains(out, "source_key_holds  holds") {
		t.Errorf("the topic is not keyed by trader:\n%s", out)
	}
	text, err := os.ReadFile(job)
	if err == nil {
		err = os.WriteFile(job, append([]byte("-- @partitioning_strategy: hash\n"), text...), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"velo-plan lint " + job, replay} {
		if out, code := run(command); code != exitFine {
			t.Errorf("%s exits with %d:\n%s", command, code, out)
		}
	}
}

// The pictures and pages that the pages point to are there.
func TestLinks(t *testing.T) {
	for _, page := range commandPages {
		for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(readRoot(t, page), -1) {
			if _, err := os.Stat(filepath.Join("..", filepath.Dir(page), link[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}
