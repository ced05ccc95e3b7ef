package cmd

import (
	"os"
	"path/filepath"
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
