package cmd

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// sourcesAt returns the texts as they were at a revision of git, with their names; files that did
// not exist then are left out.
func sourcesAt(revision string, sources []*diag.Source) ([]*diag.Source, error) {
	commit, err := git(nil, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", revision, err)
	}
	var names []string
	var asked bytes.Buffer
	for _, src := range sources {
		path, err := besideHere(src.Name)
		if err != nil || strings.Contains(path, "\n") { // git takes one name per line
			continue
		}
		names = append(names, src.Name)
		fmt.Fprintf(&asked, "%s:%s\n", strings.TrimSpace(string(commit)), path)
	}
	out, err := git(&asked, "cat-file", "--batch")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", revision, err)
	}
	return readBatch(names, out)
}

// git runs git in the working directory.
func git(in io.Reader, args ...string) ([]byte, error) {
	command := exec.Command("git", args...)
	var out, problems bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = in, &out, &problems
	err := command.Run()
	switch text, _, _ := strings.Cut(strings.TrimSpace(problems.String()), "\n"); {
	case err == nil:
		return out.Bytes(), nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("git is not installed")
	case text != "":
		return nil, errors.New(strings.TrimPrefix(text, "fatal: "))
	default:
		return nil, errors.New("git knows no such revision: a shallow clone may lack it (fetch-depth: 0)")
	}
}

// besideHere is a path in the form that git reads relative to the working directory: "./jobs/a.sql".
func besideHere(name string) (string, error) {
	path := filepath.FromSlash(name)
	if filepath.IsAbs(path) {
		here, err := os.Getwd()
		if err != nil {
			return "", err
		}
		if path, err = filepath.Rel(here, path); err != nil {
			return "", err
		}
	}
	path = filepath.ToSlash(filepath.Clean(path))
	if !strings.HasPrefix(path, "../") {
		path = "./" + path
	}
	return path, nil
}

// readBatch reads the output of `git cat-file --batch`: for each name a line "id type size" followed by the
// content, or a line that ends in "missing".
func readBatch(names []string, out []byte) ([]*diag.Source, error) {
	var list []*diag.Source
	r := bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("git broke off before %s: %w", name, err)
		}
		var id, kind string
		var size int
		if n, _ := fmt.Sscanf(line, "%s %s %d\n", &id, &kind, &size); n < 3 {
			continue // missing, or a name that means several things
		}
		content := make([]byte, size+1) // a line end follows
		if _, err := io.ReadFull(r, content); err != nil {
			return nil, fmt.Errorf("git broke off in %s: %w", name, err)
		}
		if kind == "blob" {
			list = append(list, diag.NewSource(name, string(content[:size])))
		}
	}
	return list, nil
}
