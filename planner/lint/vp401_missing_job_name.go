package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp401 = Rule{
	Name: "missing-job-name", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a job that nothing names",
		Why: "Nothing names the job: neither an annotation nor what it creates. The engine generates a name, which is part of " +
			"its consumer group and its metrics, and changes when the file does: offsets and dashboards are lost.",
		Bad: `SELECT order_id, amount
FROM orders
WHERE amount > 500;
`,
		Good: `-- @name: dear_orders
SELECT order_id, amount
FROM orders
WHERE amount > 500;
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		if p.Statement == nil || p.Job() == nil || named(p) {
			return
		}
		message := "nothing names this job"
		if !p.Project.noEngine {
			message += ": the engine generates a name, and when that changes, offsets and metrics are lost"
		}
		p.Report(p.head(), message, "put -- @name: some_name on a line before it")
	},
}
