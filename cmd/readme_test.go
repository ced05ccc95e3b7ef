package cmd

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// speed is what differs from run to run in a transcript of replay: how fast, and where the time went.
var speed = regexp.MustCompile(`[0-9.]+ ?[kM]? records/s, [0-9.]+ [KMG]iB/s in [0-9.]+ m?s with [0-9]+ workers?(\n  time  .*(\n {14}.*)*)?`)

// TestReadmeTranscripts runs every transcript of the README and compares the output, but for speed.
func TestReadmeTranscripts(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("..")
	t.Setenv("NO_COLOR", "1")
	ran := 0
	for _, block := range strings.Split(string(text), "```console\n$ velo-plan ")[1:] {
		block, _, closed := strings.Cut(block, "```")
		command, want, ok := strings.Cut(block, "\n")
		if !closed || !ok {
			t.Fatalf("a transcript does not end: %s", command)
		}
		ran++
		var out bytes.Buffer
		Main(strings.Fields(command), strings.NewReader(""), &out, &out)
		if got := speed.ReplaceAllString(out.String(), "SPEED"); got != speed.ReplaceAllString(want, "SPEED") {
			t.Errorf("velo-plan %s prints\n%s", command, got)
		}
	}
	if ran < 3 {
		t.Errorf("the README has %d transcripts, expected at least 3", ran)
	}
}

// TestReadmeCommands runs the command that the README gives for a fresh clone.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("..")
	ran := 0
	for _, line := range strings.Split(string(text), "\n") {
		if command, ok := strings.CutPrefix(line, "    go run . "); ok {
			ran++
			var out bytes.Buffer
			if code := Main(strings.Fields(command), strings.NewReader(""), &out, &out); code != 0 {
				t.Errorf("velo-plan %s exits with %d:\n%s", command, code, out.String())
			}
		}
	}
	if ran == 0 {
		t.Error("the README has no command for a fresh clone")
	}
}
