package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// baselines returns the baseline that is named, if one is. Where it is to be written it need not be there.
func (f *lintFlags) baselines() ([]*lint.Baseline, error) {
	if f.baseline == "" {
		if f.writeBaseline {
			return nil, errors.New("--write-baseline: name the file with --baseline, or in velo-plan.yaml (lint: {baseline: ..})")
		}
		return nil, nil
	}
	if f.writeBaseline && blocks(f.baseline) {
		return nil, nil
	}
	if f.writeBaseline {
		data, err := os.ReadFile(f.baseline)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(data)) == 0 {
			return nil, nil
		}
	}
	return readBaseline(f.baseline)
}

// readBaseline reads a baseline file.
func readBaseline(path string) ([]*lint.Baseline, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the baseline %s: %w; make it with --write-baseline", path, config.Cause(err))
	}
	known, err := lint.ReadBaseline(filepath.ToSlash(path), data)
	if err != nil {
		return nil, err
	}
	return []*lint.Baseline{known}, nil
}

// saveBaseline writes the baseline file and says so.
func (p *program) saveBaseline(f *lintFlags, r *lint.Result, inputs []string) error {
	data, findings, err := r.BaselineFile()
	if err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	place := flags{output: f.baseline}
	if err := p.write(&place, string(data), inputs); err != nil {
		return err
	}
	if f.quiet {
		return nil
	}
	said := render.Plural(findings, "finding") + " in " + f.baseline
	if n := len(r.Gone); n > 0 {
		said += fmt.Sprintf("; %d gone", n)
	}
	if n := len(r.Unseen); n > 0 {
		said += fmt.Sprintf("; %d kept of files or rules that this run left out", n)
	}
	fmt.Fprintln(p.errOut, said)
	return nil
}

// sayGone says which findings of the baseline file are no longer there.
func (p *program) sayGone(f *lintFlags, r *lint.Result) {
	const most = 3
	if len(r.Gone) == 0 || f.quiet {
		return
	}
	var some []string
	for _, k := range r.Gone[:min(len(r.Gone), most)] {
		some = append(some, k.Code+" in "+k.File)
	}
	if more := len(r.Gone) - most; more > 0 {
		some = append(some, fmt.Sprintf("%d more", more))
	}
	are := "are"
	if len(r.Gone) == 1 {
		are = "is"
	}
	fmt.Fprintf(p.errOut, "velo-plan: %s of the baseline %s %s gone: %s; --write-baseline removes what is gone\n",
		render.Plural(len(r.Gone), "finding"), f.baseline, are, render.Clean(strings.Join(some, ", ")))
}
