package lint

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
)

var vp107 = Rule{
	Name: "unknown-strategy", Severity: diag.Error,
	Doc: Doc{
		Finds: "a strategy name that does not exist",
		Why: "No strategy has this name. The engine drops the annotation without a word and chooses a strategy by itself; a name in " +
			"WITH is replaced by always_hash, with a line in the log.",
		Bad: `-- @name: large_trades
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobbin
SELECT symbol, price, ts
FROM trades
WHERE volume > 10000;
`,
		Good: `-- @name: large_trades
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobin
SELECT symbol, price, ts
FROM trades
WHERE volume > 10000;
`,
		Since: "0.1.0",
	},
	Check: checkUnknownStrategy,
}

func checkUnknownStrategy(p *Pass) {
	for _, f := range p.Faults {
		if f.Code() != p.rule.Code() || p.misformed(f.Span) {
			continue
		}
		message := f.Message
		if p.Statement != nil && !p.Project.noEngine {
			message += p.engineInstead(f.Span)
		}
		p.Report(f.Span, message, f.Help)
	}
}

// engineInstead tells what the engine does about a strategy that it does not know at a place.
func (p *Pass) engineInstead(at diag.Span) string {
	switch a, ok := p.Statement.Annotation(strategyAnnotation); {
	case ok && a.Span().Start <= at.Start && at.End <= a.Span().End:
		return "; the engine drops the line and chooses by itself"
	case !p.Statement.PropertySpan(strategyAnnotation).IsZero():
		return "; the engine uses always_hash instead"
	}
	return ""
}

// misformed reports whether a place is in an annotation that the engine drops because of its form: VP301 then
// tells what is wrong with it.
func (p *Pass) misformed(at diag.Span) bool {
	return !p.Project.noEngine && slices.ContainsFunc(p.Annotations(), func(a engine.Annotation) bool {
		return a.Name == strategyAnnotation && a.Status == engine.WrongForm && a.Span.Start <= at.Start && at.End <= a.Span.End
	})
}
