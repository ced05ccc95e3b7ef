package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/prove"
)

// witnessFlags are the flags of explain about records that show a strategy wrong.
type witnessFlags struct {
	witness bool
	asked   bool // --witness was given, whatever its value
}

// witnessFormats are the formats that show them without being asked: they are read by those who have to be convinced.
var witnessFormats = []string{config.FormatMarkdown, config.FormatHTML}

// maxWitnessed is up to how many jobs these formats do so. A search takes some milliseconds a job, or more if it finds nothing.
const maxWitnessed = 100

// witnessSeed is the seed of the search, that of prove if none is given.
const witnessSeed = 1

// add gives a command the flags.
func (f *witnessFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.witness, "witness", false, fmt.Sprintf("below each strategy that is wrong, show records on which it is (html and markdown do so for up to %d jobs)", maxWitnessed))
}

// check reports flags that do not go together.
func (f *witnessFlags) check(all *explainFlags, format string) error {
	drawn := slices.Contains([]string{config.FormatTree, config.FormatMermaid, config.FormatDOT}, format)
	switch {
	case !f.witness:
		return nil
	case drawn:
		return fmt.Errorf("--witness shows records: --format %s has no place for them; give table, html, markdown, json or yaml", format)
	case all.diff != "" || all.graph:
		return errors.New("--witness shows records below plans: leave --diff and --graph out")
	}
	return nil
}

// showWitnesses puts into plans the records that show strategies wrong, if they are wanted. Without that SQLite is not even opened. What
// is interrupted leaves the rest of the plans without.
func (p *program) showWitnesses(ctx context.Context, f *explainFlags, cfg *config.Config, sources []*diag.Source, r *planner.Result) error {
	wanted := f.witness
	if !f.asked {
		wanted = slices.Contains(witnessFormats, cfg.Format(f.formats)) && f.diff == "" && !f.graph && len(r.Plans) <= maxWitnessed
	}
	if table := cfg.Format(f.formats); !wanted || f.short(cfg, r) && (table == config.FormatTable || table == config.FormatMarkdown) {
		return nil // or the plans are not printed
	}
	ctx, done := interruptible(ctx)
	defer done()
	type place struct {
		source *diag.Source
		start  int
	}
	shown := map[place]*planner.Plan{}
	for _, plan := range r.Plans {
		shown[place{plan.Source, plan.Span.Start}] = plan
	}
	_, jobs := pipeline.Jobs(sources, cfg.Planner())
	for _, job := range jobs {
		plan := shown[place{job.Plan.Source, job.Plan.Span.Start}]
		if plan == nil {
			continue
		}
		if err := prove.Show(ctx, job, witnessSeed); err != nil {
			return errInterrupted
		}
		plan.Alternatives = job.Plan.Alternatives
	}
	return nil
}
