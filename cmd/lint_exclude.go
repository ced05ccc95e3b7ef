package cmd

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// leaveOut drops the files that --exclude or the configuration file excludes. A file that is named as an argument
// stays unless --force-exclude is given. With that flag it is fine if no file is left: a hook names whatever is
// committed.
func (p *program) leaveOut(f *lintFlags, cfg *config.Config, args, paths []string, problems []diag.Diagnostic) ([]string, []diag.Diagnostic) {
	kept := slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		return (f.forceExclude || !slices.Contains(args, path)) && f.excluded(cfg, path)
	})
	switch gone := len(paths) - len(kept); {
	case len(kept) > 0 || gone == 0 || len(problems) > 0:
	case !f.forceExclude:
		problems = append(problems, cannot(args[0], "every file is excluded", "name a file explicitly to read it anyway"))
	case !f.quiet:
		fmt.Fprintf(p.errOut, "nothing to lint: %s excluded\n", render.Plural(gone, "file"))
	}
	return kept, problems
}

// excluded reports whether a path is excluded. Patterns of --exclude are relative to the working directory, those of
// the configuration file to that file.
func (f *lintFlags) excluded(cfg *config.Config, path string) bool {
	if path == stdinArgument {
		path = f.stdinFilename
	}
	return path != "" && (matches(f.exclude, ".", path) || matches(cfg.File.Lint.Exclude, filepath.Dir(cfg.Path), path))
}

// matches reports whether a pattern that is relative to a folder matches a path, or a folder above it.
func matches(patterns []string, folder, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		name, pattern := config.RelativeTo(folder, path), filepath.Clean(filepath.FromSlash(pattern))
		if filepath.IsAbs(pattern) {
			name = absolute(path)
		}
		return doublestar.PathMatchUnvalidated(pattern, name) || doublestar.PathMatchUnvalidated(filepath.Join(pattern, "**"), name)
	})
}
