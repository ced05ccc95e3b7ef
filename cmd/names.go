package cmd

import (
	"os"
	"path/filepath"
	"strings"
)

// shownName is how plans and messages refer to a file: as it was given, with slashes. An absolute path inside the
// working directory is shown relative to it, so that output is the same on every machine.
func shownName(path string) string {
	if filepath.IsAbs(path) {
		if here, err := os.Getwd(); err == nil {
			path = inside(here, path)
		}
	}
	return filepath.ToSlash(path)
}

// inside returns a path relative to a folder that contains it, or else the path itself. If the folder is reached
// by a symbolic link, its real path counts too.
func inside(folder, path string) string {
	if relative, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(relative) {
		return relative
	}
	if real, err := filepath.EvalSymlinks(folder); err == nil && real != folder {
		return inside(real, path)
	}
	return path
}

// absolute returns a path by which two names of one file can be recognized; standard input stays "-".
func absolute(path string) string {
	if path == stdinArgument || strings.Contains(path, "\x00") {
		return path
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return filepath.Clean(path)
}
