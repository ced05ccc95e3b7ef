package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp108 = Rule{
	Name: "bad-partition-count", Severity: diag.Error,
	Doc: Doc{
		Finds: "a partition count that is not a positive whole number",
		Why: "@num_partitions must be a whole number greater than 0. Any other value is dropped, and the job runs with as many " +
			"partitions as the server has CPUs; an absurdly large one makes the server create as many queues and tasks.",
		Bad: `-- @name: dear_orders
-- @job_mode: adaptive
-- @num_partitions: eight
SELECT order_id, amount
FROM orders
WHERE amount > 500;
`,
		Good: `-- @name: dear_orders
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT order_id, amount
FROM orders
WHERE amount > 500;
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		for _, f := range p.Faults {
			if f.Code() != p.rule.Code() {
				continue
			}
			message := f.Message
			if p.Statement != nil && !p.Project.noEngine {
				if a, ok := p.Statement.Annotation("num_partitions"); ok && strings.TrimLeft(a.Value, "0123456789") != "" {
					message += "; the engine drops the line and uses one partition per CPU"
				}
			}
			p.Report(f.Span, message, f.Help)
		}
	},
}
