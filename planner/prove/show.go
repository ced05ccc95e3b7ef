package prove

import (
	"context"

	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// Show puts into a plan, for each strategy that it calls wrong, a witness, or why none was found. The same plan and
// seed give the same ones. An error is that of the context.
func Show(ctx context.Context, job *pipeline.Job, seed uint64) error {
	wrong := map[string]bool{}
	for _, a := range job.Plan.Alternatives {
		wrong[a.Strategy] = a.Verdict == "wrong"
	}
	r := NewReport(job, func(strategy string) bool { return wrong[strategy] })
	if len(r.Strategies) == 0 {
		return nil
	}
	s, err := NewStatement(job)
	if err != nil {
		r.Cannot(job, err)
	} else if err := s.Search(ctx, r, seed); err != nil {
		return err
	}
	for i := range r.Strategies {
		found := &r.Strategies[i]
		for n := range job.Plan.Alternatives {
			a := &job.Plan.Alternatives[n]
			switch {
			case a.Strategy != found.Strategy:
			case found.Witness != nil:
				a.Witness = found.Witness
			case r.Executable.Because != "":
				a.NoWitness = "not executable: " + r.Executable.Text()
			default:
				a.NoWitness = found.Unshown()
			}
		}
	}
	return nil
}
