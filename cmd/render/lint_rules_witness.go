package render

import (
	"context"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/prove"
)

// ruleWitness executes a rule's bad example and returns the strategy that it names with the records that show it wrong;
// nil if the example names none that its plan refutes, or if it is not shown.
func ruleWitness(r lint.Rule) *planner.Alternative {
	known, err := catalog.Read("catalog.yaml", []byte(r.Doc.Catalog))
	if err != nil {
		return nil
	}
	_, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource("job.sql", r.Doc.Bad)}, planner.Config{Catalog: known})
	for _, job := range jobs {
		if job.Plan.Verdict != "refuted" || prove.Show(context.Background(), job, 1) != nil {
			continue
		}
		for i := range job.Plan.Alternatives {
			if a := &job.Plan.Alternatives[i]; a.Strategy == job.Plan.Strategy && a.Witness != nil {
				return a
			}
		}
	}
	return nil
}
