package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd"
)

// There is a page for every command that the help shows, and each tells of every flag.
func TestPages(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pages", "man1")
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	pages := 0
	var check func(c *cobra.Command)
	check = func(c *cobra.Command) {
		if !c.IsAvailableCommand() && c.HasParent() {
			return
		}
		pages++
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Error(err)
			return
		}
		for _, line := range strings.Split(c.LocalFlags().FlagUsages(), "\n") {
			for _, word := range strings.Fields(line) {
				if strings.HasPrefix(word, "--") && strings.HasPrefix(strings.TrimLeft(line, " "), "-") {
					if flag := strings.ReplaceAll(word, "-", `\-`); !strings.Contains(string(text), flag) && !strings.Contains(string(text), word) {
						t.Errorf("%s: nothing of %s", name, word)
					}
					break
				}
			}
		}
		for _, below := range c.Commands() {
			check(below)
		}
	}
	check(cmd.Commands())
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != pages || pages < 10 {
		t.Errorf("%d pages for %d commands: %v", len(files), pages, err)
	}
}

// make docs is what writes them for people.
func TestMakeDocs(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make here")
	}
	folder := filepath.Join(t.TempDir(), "man1")
	if out, err := exec.Command("make", "-C", "../..", "docs", "MANDIR="+folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(folder, "velo-plan-explain.1")); err != nil {
		t.Error(err)
	}
}

func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := write(file); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a pattern (jobs/**/*.sql)", `a pattern (jobs/\*\*/\*.sql)`},
		{"so:\n  -- velo-plan: ignore *\nand on", "so:\n\n      -- velo-plan: ignore *\n\nand on"},
		{"so:\n\n\tsource <(it)\n\non", "so:\n\n\n    \tsource <(it)\n\n\non"},
		{"VELO_PLAN_STRATEGY", `VELO\_PLAN\_STRATEGY`},
	} {
		if got := markdown(c.text); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
