package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp104 = Rule{
	Name: "two-stages", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a job that no single key serves, so that it runs in one partition",
		Why: "The job routes its records once, and no key serves all of its operators: what one of them needs together, " +
			"another separates. As it is written it is right only in one partition, whatever @num_partitions says. Split into " +
			"two statements with a stream between them, each part, or at least the first one, has a key of its own. The finding shows the two statements.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
CREATE STREAM spend_by_region AS
SELECT c.region, SUM(o.amount) AS spent
FROM orders o
JOIN customer_changes c ON o.customer_id = c.customer_id
    AND c.ts BETWEEN o.ts - INTERVAL '1' HOUR AND o.ts
GROUP BY c.region
WINDOW TUMBLING(1h);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM orders_with_region AS
SELECT c.region AS region PRIMARY KEY, o.amount AS amount
FROM orders o
JOIN customer_changes c ON o.customer_id = c.customer_id
    AND c.ts BETWEEN o.ts - INTERVAL '1' HOUR AND o.ts;

-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM spend_by_region AS
SELECT region, SUM(amount) AS spent
FROM orders_with_region
GROUP BY region
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: checkTwoStages,
}

func checkTwoStages(p *Pass) {
	if p.Spread() == nil {
		return
	}
	for _, f := range p.Found("two-stages") {
		p.Report(f.Span, f.Message, f.Help).Instead = f.Instead
	}
}
