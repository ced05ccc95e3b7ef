package lint

import (
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
)

var vp305 = Rule{
	Name: "engine-default-differs", Severity: diag.Error,
	Doc: Doc{
		Finds: "a job for which the engine itself would choose a wrong strategy",
		Why: "If nothing names a strategy, the engine chooses one. It analyzes only a bare SELECT: whatever is created or " +
			"started as a job runs sticky, whatever its groups need. For this job the choice is wrong, or right only if " +
			"the topic happens to be keyed accordingly.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
CREATE STREAM symbol_counts AS
SELECT symbol, COUNT(*) AS trades
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM symbol_counts AS
SELECT symbol, COUNT(*) AS trades
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: checkEngineDefault,
}

func checkEngineDefault(p *Pass) {
	e := p.Deployed()
	if e == nil || p.strategyNamed() || !p.runsWrong() {
		return
	}
	p.Report(whyNot(p.Plan), "nothing names a strategy, so the engine runs "+e.Runs+", which is "+e.Verdict+": "+e.Why, "name the right one: "+e.Write)
}

// strategyNamed reports whether the text names a strategy, even in a way that the engine drops: VP107 and VP301
// report those.
func (p *Pass) strategyNamed() bool {
	for _, a := range p.Annotations() {
		if a.Name == strategyAnnotation && a.Status != engine.NeedsOther {
			return true
		}
	}
	return !p.Statement.PropertySpan(strategyAnnotation).IsZero()
}

// whyNot is the operator that a plan's first requirement comes from.
func whyNot(plan *planner.Plan) diag.Span {
	for _, r := range plan.Required {
		if !r.Soft {
			return r.Because.Span
		}
	}
	return diag.Span{}
}
