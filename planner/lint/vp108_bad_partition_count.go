package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp108 = Rule{
	Code: "VP108", Name: "bad-partition-count", Severity: diag.Error,
	Doc: Doc{
		Finds: "a partition count that is none",
		Why: "@num_partitions must be a whole number over 0. What is none is dropped, and the job runs with as many " +
			"partitions as the server has CPUs; an absurd one asks the server for as many queues and tasks.",
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
			if f.Code() != p.rule.Code {
				continue
			}
			message := f.Message
			if p.Statement != nil && !p.Project.noEngine {
				if a, ok := p.Statement.Annotation("num_partitions"); ok && strings.TrimLeft(a.Value, "0123456789") != "" {
					message += "; the engine drops the line and takes one partition a CPU"
				}
			}
			p.Report(f.Span, message, f.Help)
		}
	},
}
