package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

// local reports whether a path or pattern of a configuration file stays below the folder of that file,
// and notes it as a mistake if not: whoever lints a checked out project must not have files written, or
// read, that are no part of it. Alternatives of a pattern count one by one: {../a,b}.
func local(v mapping.Value, path string) bool {
	path = filepath.ToSlash(path)
	parts := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{},", r) })
	if !slices.Contains(parts, "..") && !filepath.IsAbs(path) && !strings.HasPrefix(path, "/") && filepath.VolumeName(path) == "" {
		return true
	}
	v.Note(fmt.Sprintf("%s leads out of the folder of this file", path), "name files in and below that folder here; arguments and flags may name any")
	return false
}

// Inside returns the path of a file that the configuration file names relative to itself. It is an error
// if links lead it out of the folder of that file, even to a file that is not there yet.
func (c *Config) Inside(path string) (string, error) {
	folder, err := os.OpenRoot(filepath.Dir(c.Path))
	if err != nil {
		return "", fmt.Errorf("%s: %w", c.Path, Cause(err))
	}
	defer folder.Close()
	if _, err := folder.Stat(filepath.FromSlash(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s names %s, which cannot be taken: %w; name a file in or below its folder, or give it on the command line", c.Path, path, Cause(err))
	}
	return c.Beside(path), nil
}
