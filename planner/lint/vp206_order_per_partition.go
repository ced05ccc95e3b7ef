package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp206 = Rule{
	Name: "order-per-partition", Severity: diag.Warning,
	Doc: Doc{
		Finds: "ORDER BY without LIMIT over several partitions",
		Why: "A stream has no end, so ORDER BY without LIMIT cannot order it as a whole: each partition writes its records " +
			"in the order in which they come, and the partitions do not wait for each other.",
		Bad: `-- @name: ordered_payments
-- @job_mode: adaptive
-- @num_partitions: 4
SELECT payment_id, amount, ts
FROM payments
ORDER BY ts;
`,
		Good: `-- @name: newest_payments
-- @job_mode: simple
SELECT payment_id, amount, ts
FROM payments
ORDER BY ts DESC
LIMIT 20;
`,
		Since: "0.1.0",
	},
	Check: checkOrder,
}

func checkOrder(p *Pass) {
	plan := p.Spread()
	if plan == nil || plan.Partitions == 1 || gathers(plan) {
		return
	}
	for _, f := range p.Found("order-per-partition") {
		p.Report(f.Span, f.Message, f.Help)
	}
}
