package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// diffFormats are the formats of explain --diff, the default first.
var diffFormats = []string{config.FormatTable, config.FormatMarkdown, config.FormatJSON, config.FormatYAML}

// explainDiff compares the plans of the files with an earlier result, or with those of other files.
func (p *program) explainDiff(f *explainFlags, cfg *config.Config, args []string) error {
	before, err := f.before(args)
	if err != nil {
		return err
	}
	from, fromPaths, err := p.side(before, []string{f.diff}, nil)
	if err != nil {
		return fmt.Errorf("--diff: %w", err)
	}
	to, toPaths, err := p.side(cfg, args, f.inline)
	if err != nil {
		return err
	}
	if cfg.Job != "" && len(from.Plans)+len(to.Plans) == 0 {
		return fmt.Errorf("--job %q: no such job, neither in the old plan nor in the new one", cfg.Job)
	}
	difference := planner.Diff(from, to)
	text, err := diffText(difference, cfg.Format(diffFormats), p.dataStyle(&f.flags, cfg))
	if err != nil {
		return fmt.Errorf("cannot print the difference: %w", err)
	}
	p.code = diffCode(difference, from, to)
	if err := p.write(&f.flags, text, append(fromPaths, toPaths...)); err != nil {
		return err
	}
	p.printUnread(&f.flags, cfg, to.Unread)
	for _, side := range []*planner.Result{from, to} {
		p.printDiagnostics(&f.flags, cfg, side.Findings)
	}
	return nil
}

// before returns the configuration of the old side. Flags are about the new one, so that a difference shows what they
// change; the old side has the configuration file above its own folder, or else that of the new side.
func (f *explainFlags) before(args []string) (*config.Config, error) {
	old := flags{config: f.config, job: f.job}
	cfg, err := old.load(near([]string{f.diff}))
	if err == nil && cfg.Path == "" {
		cfg, err = old.load(near(args))
	}
	f.read = append(f.read, old.read...)
	return cfg, err
}

// side plans one side of a comparison, or reads it if it is a single JSON file.
func (p *program) side(cfg *config.Config, args, inline []string) (*planner.Result, []string, error) {
	in := p.gather(cfg, args, inline)
	if len(in.sources) == 1 && len(in.problems) == 0 && isJSON(in.paths, in.sources[0]) {
		r, err := planner.ReadResult([]byte(in.sources[0].Text))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", in.sources[0].Name, err)
		}
		r.Plans = slices.DeleteFunc(r.Plans, func(plan *planner.Plan) bool {
			return cfg.Job != "" && !strings.EqualFold(cfg.Job, plan.Job)
		})
		return r, in.paths, nil
	}
	if len(in.problems) > 0 {
		var list []error
		for _, problem := range in.problems {
			list = append(list, fmt.Errorf("%s: %s", problem.Name(), problem.Message))
		}
		return nil, nil, errors.Join(list...)
	}
	r, err := judgedPlans(in.sources, cfg)
	return r, in.paths, err
}

// isJSON reports whether a text is meant to be JSON: because of its name, or because no statement begins like
// that.
func isJSON(paths []string, source *diag.Source) bool {
	if len(paths) == 1 && strings.HasSuffix(strings.ToLower(paths[0]), ".json") {
		return true
	}
	text := strings.TrimLeft(source.Text, "\ufeff \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// diffText renders a difference in a format.
func diffText(d *planner.Difference, format string, style render.Options) (string, error) {
	switch format {
	case config.FormatJSON:
		return render.JSON(d)
	case config.FormatYAML:
		return render.YAML(d)
	case config.FormatMarkdown:
		return render.DiffMarkdown(d), nil
	default:
		return render.DiffTable(d, style), nil
	}
}

// diffCode is the exit code: 1 where the state of a job is re-keyed, or where a statement could
// not be compared because it does not parse.
func diffCode(d *planner.Difference, sides ...*planner.Result) int {
	if d.Summary.Rekeyed > 0 {
		return exitFindings
	}
	for _, side := range sides {
		if slices.ContainsFunc(side.Findings, func(f diag.Diagnostic) bool { return f.Severity == diag.Error }) {
			return exitFindings
		}
	}
	return exitFine
}
