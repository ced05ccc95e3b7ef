package cmd

import (
	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// judgedPlans plans texts as one project and asks the rules about them, so that explain, replay and lint say the same.
func judgedPlans(sources []*diag.Source, cfg *config.Config) *planner.Result {
	return lint.Plan(sources, cfg.Planner(), lint.Config{Levels: cfg.File.Lint.Levels, NoEngine: cfg.File.Lint.NoEngine, Annotations: cfg.File.Lint.Annotations})
}
