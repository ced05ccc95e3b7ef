package cmd

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// lintFlags are the flags of lint.
type lintFlags struct {
	flags
	reports       reports
	failOn        string
	maxWarnings   int
	only          []string
	disable       []string
	exclude       []string
	forceExclude  bool
	baseline      string
	writeBaseline bool
	since         string
	fix           bool
	diff          bool
	stdinFilename string
	repository    repository // of the files
	connectionFlags
	schemas registryFlags
}

// noLimit is the value of --max-warnings that sets no limit.
const noLimit = -1

// lintCommand is `velo-plan lint`.
func (p *program) lintCommand() *cobra.Command {
	f := lintFlags{maxWarnings: noLimit}
	c := &cobra.Command{
		Use:   "lint [FILE | FOLDER | PATTERN | -]...",
		Short: "Job definitions against the rules, for CI",
		Long: "Asks every rule about the jobs and prints what it finds; a run without findings prints\n" +
			"nothing. `velo-plan rules` lists the rules, `velo-plan rules VP101` explains one.\n\n" +
			"A folder stands for the .sql files in and below it, a pattern (jobs/**/*.sql) for the\n" +
			"files that it matches, - for standard input. Without arguments the files are those of\n" +
			"`lint: {include: [..]}` in velo-plan.yaml, which also holds severities, exclude,\n" +
			"fail-on, max-warnings, baseline and `engine: none`, for jobs that run elsewhere.\n\n" +
			"A comment on the line before ignores a finding, with a reason:\n" +
			"    -- velo-plan: ignore VP205 because the shop has a few hundred customers\n" +
			"With ignore-file in place of ignore it holds for the whole file.\n" +
			"--baseline leaves out the findings of a file that --write-baseline made, --since those\n" +
			"that a revision of git had already.\n\n" +
			"--brokers takes the partitions of topics from a Kafka cluster, and finds what contradicts it\n" +
			"(VP405); docs/kafka.md tells the rest. No variable does that. --schema-registry takes\n" +
			"their columns and key schemas from a schema registry.\n\n" +
			"Exit code: 0 fine; 1 a finding at or above --fail-on, or more than --max-warnings\n" +
			"warnings, or with --fix --diff a file that would change; 2 usage, configuration or\n" +
			"unreadable input; 3 a fault of velo-plan.",
		Example: "  velo-plan lint jobs\n" +
			"  velo-plan lint jobs --format sarif=lint.sarif --format text\n" +
			"  velo-plan lint jobs --baseline lint-baseline.json --write-baseline\n" +
			"  velo-plan lint jobs --since origin/main --fail-on warning\n" +
			"  velo-plan lint jobs --fix --diff\n" +
			"  velo-plan lint - --stdin-filename jobs/new.sql < draft.sql",
		ValidArgsFunction: completeSQL,
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(args); err != nil {
				return usageError{c.CommandPath(), err}
			}
			cfg, err := f.load(f.near(args))
			if err != nil {
				return err
			}
			f.repository = findRepository(f.near(args))
			if err := f.fill(c, cfg); err != nil {
				return err
			}
			if err := f.askCluster(c.Context(), cfg); err != nil {
				return err
			}
			if err := f.schemas.ask(c.Context(), cfg, f.timeout); err != nil {
				return err
			}
			return errors.Join(p.lint(&f, cfg, args), f.schemas.unanswered)
		},
	}
	f.add(c)
	return c
}

// add gives the command its flags.
func (f *lintFlags) add(c *cobra.Command) {
	f.formats = lintFormats
	set := c.Flags()
	set.VarP(&f.reports, config.KeyFormat, "f", "output format, repeatable, with =FILE into a file: "+list(lintFormats))
	oneOf(c, config.KeyFormat, lintFormats)
	f.addPlace(c)
	f.addPlanning(c)
	set.StringVar(&f.failOn, "fail-on", string(lint.LevelError), "lowest `severity` that fails the run: "+list(config.FailLevels))
	set.IntVar(&f.maxWarnings, "max-warnings", noLimit, "fail on more than `n` warnings (default: no limit)")
	set.StringSliceVar(&f.only, "rule", nil, "ask only this rule or family, as `code`: VP205 or VP2 (repeatable)")
	set.StringSliceVar(&f.disable, "disable", nil, "do not ask this rule or family, as `code` (repeatable)")
	set.StringArrayVar(&f.exclude, "exclude", nil, "leave out the files that this `pattern` matches, and what is below such a folder (repeatable)")
	set.BoolVar(&f.forceExclude, "force-exclude", false, "leave out excluded files even if they are named as arguments, as hooks do")
	set.StringVar(&f.baseline, "baseline", "", "leave out the findings that this `file` holds")
	set.BoolVar(&f.writeBaseline, "write-baseline", false, "write the findings into the baseline instead of printing them")
	set.StringVar(&f.since, "since", "", "leave out the findings that a `revision` of git had already")
	set.BoolVar(&f.fix, "fix", false, "apply all certain fixes to the files (VP301, VP303, VP304)")
	set.BoolVar(&f.diff, "diff", false, "with --fix: print the changes as a unified diff, and change nothing")
	set.StringVar(&f.stdinFilename, "stdin-filename", "", "the `name` of standard input, in messages and for velo-plan.yaml")
	f.connectionFlags.add(c)
	f.schemas.add(c)
	c.MarkFlagFilename("baseline", "json")
	for _, name := range []string{"rule", "disable"} {
		oneOf(c, name, selections())
	}
	oneOf(c, "fail-on", config.FailLevels)
}

// check reports flags that do not go together.
func (f *lintFlags) check(args []string) error {
	stdin := slices.Contains(args, stdinArgument)
	switch {
	case !slices.Contains(config.FailLevels, f.failOn):
		return fmt.Errorf("--fail-on %q: %s", f.failOn, mapping.Expected(f.failOn, config.FailLevels))
	case f.maxWarnings < noLimit:
		return fmt.Errorf("--max-warnings %d: expected 0 or more", f.maxWarnings)
	case f.stdinFilename != "" && !stdin:
		return errors.New("--stdin-filename names standard input: give - too")
	case f.diff && !f.fix:
		return errors.New("--diff shows what --fix would change: give --fix too")
	case f.diff && len(f.reports.list) > 0:
		return errors.New("--diff prints a diff instead of findings: leave out --format")
	case f.fix && !f.diff && stdin:
		return errors.New("--fix writes into files, and - is not one: give the file, or --diff to see the changes")
	case f.fix && f.writeBaseline:
		return errors.New("--fix and --write-baseline are two runs: fix first")
	case f.writeBaseline && f.job != "":
		return errors.New("--write-baseline writes down the findings of all jobs: leave out --job")
	}
	for _, pattern := range f.exclude {
		if !doublestar.ValidatePathPattern(filepath.FromSlash(pattern)) {
			return fmt.Errorf("--exclude %q: a malformed pattern: close the brackets, or quote them with a backslash", pattern)
		}
	}
	return errors.Join(f.reports.check(f.output), f.connectionFlags.check(), f.schemas.check())
}

// near is the folder of the project.
func (f *lintFlags) near(args []string) string {
	if len(args) > 0 && args[0] == stdinArgument && f.stdinFilename != "" {
		return near([]string{f.stdinFilename})
	}
	return near(args)
}

// fill takes from the configuration file what no flag states.
func (f *lintFlags) fill(c *cobra.Command, cfg *config.Config) (err error) {
	l := cfg.File.Lint
	if !c.Flags().Changed("fail-on") && l.FailOn != "" {
		f.failOn = string(l.FailOn)
	}
	if !c.Flags().Changed("max-warnings") && l.MaxWarnings != nil {
		f.maxWarnings = *l.MaxWarnings
	}
	if f.baseline == "" && l.Baseline != "" {
		f.baseline, err = cfg.Inside(l.Baseline)
	}
	return err
}
