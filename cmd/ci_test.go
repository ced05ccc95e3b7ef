package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// fence is a block of code of a page.
type fence struct{ language, text string }

// fences cuts the blocks of code out of a page.
func fences(t *testing.T, page string) []fence {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var list []fence
	for i, part := range strings.Split("\n"+string(text), "\n```") {
		if i%2 == 1 {
			language, body, _ := strings.Cut(part, "\n")
			list = append(list, fence{language, body + "\n"})
		}
	}
	return list
}

// project makes a repository with the shipped jobs and a branch origin/main, and goes there.
func project(t *testing.T) {
	t.Helper()
	jobs, err := filepath.Abs(filepath.Join("..", "testdata", "jobs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("jobs", os.DirFS(jobs)); err != nil {
		t.Fatal(err)
	}
	write(t, "catalog.yaml", "streams:\n")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."}, {"-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first"},
		{"update-ref", "refs/remotes/origin/main", "HEAD"},
	} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}

// command finds velo-plan in a line of a recipe, up to a pipe or the end of a quoted text.
var command = regexp.MustCompile(`velo-plan (lint [^|'\n]*)`)

// Every command of the CI page runs: it is fine for good jobs, fails for a bad one, and writes the
// files that the recipe hands on.
func TestRecipes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	recipes := fences(t, filepath.Join("..", "docs", "ci.md"))
	bad, err := os.ReadFile(filepath.Join("..", "testdata", "jobs-bad", "ignored_strategy_spelling.sql"))
	if err != nil {
		t.Fatal(err)
	}
	project(t)
	ran := 0
	for _, recipe := range recipes {
		if recipe.language == "yaml" {
			var value any
			if err := yaml.Unmarshal([]byte(recipe.text), &value); err != nil {
				t.Errorf("%v\n%s", err, recipe.text)
			}
		}
		for _, found := range command.FindAllStringSubmatch(recipe.text, -1) {
			ran++
			args := strings.Fields(os.Expand(found[1], func(name string) string {
				return map[string]string{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}[name]
			}))
			if code, out, errOut := run("", args...); code != exitFine {
				t.Errorf("%v: exit code %d\n%s%s", args, code, out, errOut)
			}
			for _, arg := range args {
				if _, file, ok := strings.Cut(arg, "="); ok && (strings.Count(recipe.text, file) < 2 || !exists(file)) {
					t.Errorf("%v: the recipe does not hand %s on, or it is not written", args, file)
				}
			}
			if slices.Contains(args, "--write-baseline") {
				continue
			}
			write(t, "jobs/bad.sql", string(bad))
			if code, out, errOut := run("", args...); code != exitFindings {
				t.Errorf("%v with a bad job: exit code %d\n%s%s", args, code, out, errOut)
			}
			if err := os.Remove("jobs/bad.sql"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ran < 8 {
		t.Errorf("only %d commands were found", ran)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// The configuration and the statement that the CI page shows do what it says.
func TestRecipeTexts(t *testing.T) {
	recipes := fences(t, filepath.Join("..", "docs", "ci.md"))
	project(t)
	write(t, "lint-baseline.json", `{"format_version": "1.0"}`)
	shown := map[string]bool{}
	for _, recipe := range recipes {
		switch {
		case strings.HasPrefix(recipe.text, "# "+config.FileName):
			write(t, config.FileName, recipe.text)
			if code, out, errOut := run("", "lint"); code != exitFine {
				t.Errorf("exit code %d\n%s%s", code, out, errOut)
			}
			if err := os.Remove(config.FileName); err != nil {
				t.Fatal(err)
			}
			shown["configuration"] = true
		case recipe.language == "sql":
			if _, out, _ := run("-- @name: cells\n-- @job_mode: simple\n"+recipe.text, "lint", "-", "-f", "json"); !strings.Contains(out, `"suppressed": 1`) || strings.Contains(out, "VP004") {
				t.Errorf("the comment does not hold:\n%s", out)
			}
			shown["comment"] = true
		}
	}
	if len(shown) != 2 {
		t.Errorf("found only %v", shown)
	}
}

// The hooks of pre-commit that the CI page names exist, and what they run is fine for good jobs.
func TestPreCommitHooks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry string }
	if err := yaml.Unmarshal(text, &hooks); err != nil || len(hooks) == 0 {
		t.Fatalf("%d hooks, %v", len(hooks), err)
	}
	page, err := os.ReadFile(filepath.Join("..", "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	project(t)
	for _, hook := range hooks {
		if !strings.Contains(string(page), hook.ID) {
			t.Errorf("the CI page does not name %s", hook.ID)
		}
		args := append(strings.Fields(hook.Entry)[1:], "jobs/price_stats.sql", "jobs/web_shop.sql")
		if code, out, errOut := run("", args...); code != exitFine {
			t.Errorf("%s: exit code %d\n%s%s", hook.ID, code, out, errOut)
		}
	}
}
