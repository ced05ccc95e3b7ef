package cmd

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// repository is the absolute path of the root folder of a repository of git; "" if there is none.
type repository string

// findRepository returns the repository that a folder is part of.
func findRepository(folder string) repository {
	for at := absolute(folder); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil { // a file in a work tree, or in a submodule
			return repository(at)
		}
		if filepath.Dir(at) == at {
			return ""
		}
	}
}

// root is the folder to which names are relative: the working directory, if there is no repository.
func (r repository) root() string {
	if r == "" {
		return absolute(".")
	}
	return string(r)
}

// name is how reports for other programs name a file: relative to the root, from whatever folder the program is run,
// with slashes. A file outside of the repository keeps its absolute path.
func (r repository) name(name string) string {
	if r == "" || name == "" || name == stdinName {
		return name
	}
	return filepath.ToSlash(inside(string(r), absolute(filepath.FromSlash(name))))
}

// git runs git in the root folder.
func (r repository) git(in io.Reader, args ...string) ([]byte, error) {
	command := exec.Command("git", args...)
	var out, problems bytes.Buffer
	command.Dir, command.Stdin, command.Stdout, command.Stderr = r.root(), in, &out, &problems
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
