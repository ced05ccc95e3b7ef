package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp203 = Rule{
	Name: "needless-hash", Severity: diag.Note,
	Doc: Doc{
		Finds: "a hash although the source already brings the groups together",
		Why: "The source already brings the groups together, so every record could stay in its partition. Hashing gives the " +
			"same result and moves nearly all of them.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
-- @source_key.orders: customer_id
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
-- @source_key.orders: customer_id
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		for _, f := range p.Found("needless-hash") {
			p.Report(f.Span, "always_hash is named although the source already brings the groups together", "name sticky: nothing moves")
		}
	},
}
