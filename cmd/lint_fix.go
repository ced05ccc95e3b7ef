package cmd

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// fix applies the certain edits and returns the texts as they are afterwards. It writes them into the files, unless
// only the changes are to be shown.
func (p *program) fix(f *lintFlags, cfg *config.Config, paths []string, sources []*diag.Source, rules lint.Config) ([]*diag.Source, error) {
	byName := map[string]string{}
	for _, path := range paths {
		byName[shownName(path)] = path
	}
	fixed, made := lint.Fix(sources, allPlans(cfg), rules)
	files, done := 0, "fixed"
	for i, src := range fixed {
		if src.Text == sources[i].Text {
			continue
		}
		files++
		if f.diff {
			done = "would fix"
		} else if err := replaceFile(byName[src.Name], src.Text); err != nil {
			return nil, err
		}
	}
	if files > 0 && !f.quiet {
		fmt.Fprintf(p.errOut, "%s %s in %s\n", done, render.Plural(made, "finding"), render.Plural(files, "file"))
	}
	return fixed, nil
}

// printDiff prints what fix would change. The exit code is that of a finding if there is something.
func (p *program) printDiff(f *lintFlags, cfg *config.Config, sources, fixed []*diag.Source, problems []diag.Diagnostic, inputs []string) error {
	fmt.Fprint(p.errOut, render.Diagnostics(problems, p.style(p.errOut, cfg.Color())))
	text := render.LintDiff(sources, fixed, p.dataStyle(&f.flags, cfg))
	switch {
	case len(problems) > 0:
		p.code = exitUsage
	case text != "":
		p.code = exitFindings
	}
	return p.write(&f.flags, text, inputs)
}

// replaceFile gives a file new content atomically: whoever reads it meanwhile sees either the old content or the
// new one. Its permissions stay, and a link stays a link.
func replaceFile(path, text string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("cannot fix %s: %w", path, config.Cause(err))
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("cannot fix %s: %w", path, config.Cause(err))
	}
	draft, err := os.CreateTemp(filepath.Dir(target), ".velo-plan-*")
	if err != nil {
		return fmt.Errorf("cannot fix %s: %w", path, config.Cause(err))
	}
	_, err = draft.WriteString(text)
	for _, step := range []func() error{
		func() error { return draft.Chmod(info.Mode().Perm()) }, draft.Sync, draft.Close,
		func() error { return os.Rename(draft.Name(), target) },
	} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		draft.Close()
		os.Remove(draft.Name())
		return fmt.Errorf("cannot fix %s: %w", path, config.Cause(err))
	}
	return nil
}
