package lint

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
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
	plan := p.Spread()
	if plan == nil || p.strategyNamed() {
		return
	}
	v := p.Engine()
	if !v.Accepted || p.joinsStreams() {
		return
	}
	for _, a := range plan.Alternatives {
		if a.Strategy != v.Strategy || a.Verdict == "chosen" || a.Verdict == "correct" || hashOfNothing(v, a) {
			continue
		}
		right, _ := strategies.Lookup(plan.WouldChoose)
		p.Report(whyNot(plan), fmt.Sprintf("nothing names a strategy, so the engine runs %s, which is %s: %s", v.Strategy, a.Verdict, a.Because),
			"name the right one: -- @"+strategyAnnotation+": "+right.Annotation)
	}
}

// hashOfNothing reports whether the engine hashes although none of the group keys is a plain column. It hashes
// only plain columns, so every record goes to one partition, which is right.
func hashOfNothing(v *engine.Verdict, a planner.Alternative) bool {
	ran, _ := strategies.Lookup(v.Strategy)
	return ran.NeedsKeys && (a.Verdict == "unavailable" || len(v.Keys) > 0 && v.Keys[0] == "any_key")
}

// joinsStreams reports whether the statement joins streams. The engine does that in a single task, whatever
// strategy is named (server/stream_job_server.rs).
func (p *Pass) joinsStreams() bool {
	for _, s := range p.selects() {
		if j, ok := s.From.(*syntax.Join); ok && p.streams(j.Left) && p.streams(j.Right) {
			return true
		}
	}
	return false
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
