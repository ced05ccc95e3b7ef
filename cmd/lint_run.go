package cmd

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// lint reads the files, asks the rules and prints what they found.
func (p *program) lint(f *lintFlags, cfg *config.Config, args []string) error {
	named := len(args) > 0
	args, err := lintArguments(cfg, args)
	if err != nil {
		return err
	}
	paths, problems := expand(args)
	paths, problems = p.leaveOut(f, cfg, args, paths, problems)
	for _, path := range paths {
		if !named { // the configuration did
			if _, err := cfg.Inside(cfg.Relative(path)); err != nil {
				return err
			}
		}
	}
	sources, more := readSources(paths, p.in)
	problems = append(problems, more...)
	f.rename(sources)
	defer tuneCollector(sources)()
	rules, err := f.rules(cfg, problems)
	if err != nil {
		return err
	}
	if rules.Baselines, err = f.baselines(); err != nil {
		return err
	}
	if f.since != "" {
		old, err := f.repository.textsAt(f.since, sources)
		if err != nil {
			return err
		}
		then := rules
		then.Baselines, then.Unreadable = nil, nil
		rules.Baselines = append(rules.Baselines, lint.Run(old, allPlans(cfg), then).Baseline("at revision "+f.since+" already"))
	}
	read := sources
	if f.fix {
		if sources, err = p.fix(f, cfg, paths, read, rules); err != nil {
			return err
		}
	}
	r := lint.Run(sources, allPlans(cfg), rules)
	if err := checkLintJob(cfg, r); err != nil {
		return err
	}
	p.printUnread(&f.flags, cfg, r.Unread)
	switch {
	case f.diff:
		return p.printDiff(f, cfg, read, sources, problems, paths)
	case f.writeBaseline:
		return p.saveBaseline(f, r, paths)
	}
	p.code = f.codeOf(r, problems)
	p.sayGone(f, r)
	return p.printLint(f, cfg, r, paths)
}

const (
	// fewBytes is how much text counts as little: linting it takes at most about 200 MB, however seldom garbage is
	// collected.
	fewBytes = 2 << 20
	// Linting more than that holds a fixed amount, and something for each file and each byte of text. These are about
	// twice what was measured, so that garbage is not collected all the time.
	heldAlways, heldPerFile, heldPerByte = 140 << 20, 2000, 2
)

// tuneCollector lets the heap grow more than usual between two garbage collections if there is little text: such a run
// is short, and most of what it allocates lives until its end. For much text it sets a limit instead, near which garbage
// is collected sooner. What the variables GOGC and GOMEMLIMIT say takes precedence. It returns a function that undoes
// this.
func tuneCollector(sources []*diag.Source) func() {
	size := 0
	for _, src := range sources {
		size += len(src.Text)
	}
	switch {
	case os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "":
		return func() {}
	case size <= fewBytes:
		const percent = 300
		before := debug.SetGCPercent(percent)
		return func() { debug.SetGCPercent(before) }
	}
	before := debug.SetMemoryLimit(int64(heldAlways + heldPerFile*len(sources) + heldPerByte*size))
	return func() { debug.SetMemoryLimit(before) }
}

// lintArguments returns the arguments, or what the configuration file includes.
func lintArguments(cfg *config.Config, args []string) ([]string, error) {
	if len(args) > 0 {
		return args, nil
	}
	if len(cfg.File.Lint.Include) == 0 {
		return nil, errors.New("no job: give files, folders, patterns or - for standard input, or name files in velo-plan.yaml (lint: {include: [..]})")
	}
	for _, pattern := range cfg.File.Lint.Include {
		args = append(args, cfg.Beside(pattern))
	}
	return args, nil
}

// rename gives standard input its name.
func (f *lintFlags) rename(sources []*diag.Source) {
	for i, src := range sources {
		if src.Name == stdinName && f.stdinFilename != "" {
			sources[i] = diag.NewSource(filepath.ToSlash(f.stdinFilename), src.Text)
		}
	}
}

// rules returns what the rules have to know.
func (f *lintFlags) rules(cfg *config.Config, problems []diag.Diagnostic) (lint.Config, error) {
	root := filepath.Dir(cfg.Path) // of the project; without a configuration file, the working directory
	if cfg.Path == "" && f.repository != "" {
		root = string(f.repository)
	}
	rules := projectRules(cfg, root)
	rules.Job, rules.Unreadable = cfg.Job, problems
	return rules, f.choose(&rules)
}

// projectRules returns what the configuration file tells the rules. Names of files are told apart relative to a
// folder.
func projectRules(cfg *config.Config, root string) lint.Config {
	return lint.Config{
		Levels: cfg.File.Lint.Levels, NoEngine: cfg.File.Lint.NoEngine, Annotations: cfg.File.Lint.Annotations,
		Identity: func(name string) string {
			if name == stdinName {
				return name
			}
			return filepath.ToSlash(config.RelativeTo(root, filepath.FromSlash(name)))
		},
		Exists: func(identity string) bool {
			_, err := os.Stat(filepath.Join(root, filepath.FromSlash(identity)))
			return err == nil
		},
	}
}

// allPlans returns what the planner has to know. It plans all jobs, whichever findings are shown.
func allPlans(cfg *config.Config) planner.Config {
	plans := cfg.Planner()
	plans.Job = ""
	return plans
}

// checkLintJob rejects a --job that no file has, and names the nearest one.
func checkLintJob(cfg *config.Config, r *lint.Result) error {
	if cfg.Job == "" || slices.ContainsFunc(r.Jobs, func(job string) bool { return strings.EqualFold(job, cfg.Job) }) {
		return nil
	}
	if len(r.Jobs) == 0 {
		return fmt.Errorf("--job %q: the input has no job with a name", cfg.Job)
	}
	return fmt.Errorf("--job %q: no such job; %s", cfg.Job, mapping.Expected(cfg.Job, r.Jobs))
}

// codeOf is the exit code for a result. An input that could not be read counts whatever the level of its rule:
// nothing in it was checked.
func (f *lintFlags) codeOf(r *lint.Result, problems []diag.Diagnostic) int {
	if len(problems) > 0 {
		return exitUsage
	}
	if r.Fails(lint.Level(f.failOn).Severity()) || f.maxWarnings != noLimit && r.Summary.Warnings > f.maxWarnings {
		return exitFindings
	}
	return exitFine
}
