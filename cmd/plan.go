package cmd

import (
	"path/filepath"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// judgedPlans plans texts as one project and asks the rules about them, so that explain, replay and lint say the same.
// What the project's baseline holds is suppressed as it is for lint.
func judgedPlans(sources []*diag.Source, cfg *config.Config) (*planner.Result, error) {
	rules := projectRules(cfg, filepath.Dir(cfg.Path))
	if name := cfg.File.Lint.Baseline; name != "" {
		path, err := cfg.Inside(name)
		if err != nil {
			return nil, err
		}
		if rules.Baselines, err = readBaseline(path); err != nil {
			return nil, err
		}
	}
	return lint.Plan(sources, cfg.Planner(), rules), nil
}
