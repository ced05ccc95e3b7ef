package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/replay/objects"
)

// stdinArgument stands for standard input.
const stdinArgument = "-"

// unreadable is the code of diagnostics about inputs that cannot be read.
const unreadable = "unreadable"

// expand turns arguments into the files that they mean, in order and each once: a file, every .sql file in and
// below a folder, the files that a pattern matches, or standard input. An argument that means nothing becomes a
// diagnostic.
func expand(args []string) (paths []string, problems []diag.Diagnostic) {
	seen := map[string]bool{}
	for _, arg := range args {
		found, err := expandOne(arg)
		if err != nil {
			problems = append(problems, cannot(arg, err.Error(), ""))
		}
		for _, path := range found {
			key := absolute(path)
			switch {
			case seen[key]:
				continue
			case path != arg && blocks(path):
				problems = append(problems, cannot(path, "this is a pipe or a device, not a file", "name it explicitly to read it anyway"))
			default:
				paths = append(paths, path)
			}
			seen[key] = true
		}
	}
	return paths, problems
}

// blocks reports whether a path is not a file but something that may block forever when it is read.
func blocks(path string) bool {
	const kinds = fs.ModeNamedPipe | fs.ModeSocket | fs.ModeDevice | fs.ModeCharDevice
	info, err := os.Stat(path)
	return err == nil && info.Mode()&kinds != 0
}

// cannot returns a diagnostic about an input that cannot be read.
func cannot(name, why, help string) diag.Diagnostic {
	return diag.Diagnostic{ID: unreadable, Severity: diag.Error, File: shownName(name), Message: why, Help: help}
}

// expandOne expands one argument. A name that exists is taken as it is, whatever characters it has. There may be
// files even if there is an error.
func expandOne(arg string) ([]string, error) {
	if arg == stdinArgument {
		return []string{arg}, nil
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return sqlFiles(arg)
	case err == nil:
		return []string{arg}, nil
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[{"):
		return glob(arg)
	}
	return nil, fmt.Errorf("cannot be read: %w", config.Cause(err))
}

// glob returns the files that a pattern matches, sorted; it is an error if there are none. A ** does not follow
// links, which may lead in a circle.
func glob(pattern string) ([]string, error) {
	files, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
	if err != nil {
		return nil, fmt.Errorf("a malformed pattern: quote [, ] and { with a backslash, or close them")
	}
	files = slices.DeleteFunc(files, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.IsDir()
	})
	if len(files) == 0 {
		return nil, errors.New("no file matches the pattern")
	}
	slices.Sort(files)
	return files, nil
}

// sqlFiles returns the .sql files in and below a folder, sorted, without hidden folders. It is an error if there
// are none. A folder that cannot be read is an error too, next to the files of the others.
func sqlFiles(folder string) ([]string, error) {
	var files []string
	var failed error
	walked := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			failed = cmp.Or(failed, fmt.Errorf("cannot look into the folder %s: %w", shownName(path), config.Cause(err)))
		case entry.IsDir():
			if path != folder && strings.HasPrefix(entry.Name(), ".") {
				return filepath.SkipDir
			}
		case strings.EqualFold(filepath.Ext(path), ".sql"):
			files = append(files, path)
		}
		return nil
	})
	if failed = cmp.Or(failed, walked); failed == nil && len(files) == 0 {
		return nil, errors.New("the folder holds no .sql file")
	}
	slices.Sort(files)
	return files, failed
}

// near is the folder in which the project of the first argument lies.
func near(args []string) string {
	if len(args) == 0 || args[0] == stdinArgument || strings.HasPrefix(args[0], objects.Scheme) {
		return "."
	}
	if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
		return args[0]
	}
	if _, err := os.Stat(args[0]); err != nil && strings.ContainsAny(args[0], "*?[{") {
		base, _ := doublestar.SplitPattern(filepath.ToSlash(args[0]))
		return filepath.FromSlash(base)
	}
	return filepath.Dir(args[0])
}
