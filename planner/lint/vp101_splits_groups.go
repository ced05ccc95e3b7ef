package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp101 = Rule{
	Name: "splits-groups", Severity: diag.Error,
	Doc: Doc{
		Finds: "a named strategy that puts one group into several partitions, or has no key to hash",
		Why: "The strategy that is named puts records of one group into several partitions, and each of them computes its " +
			"own part: counts are too small, duplicates stay, joins miss matches. Nothing fails, but the numbers are wrong. " +
			"Or the strategy hashes and cannot run, because no column serves all operators, or there is no key at all.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: roundrobin
CREATE STREAM customer_orders AS
SELECT customer_id, COUNT(*) AS placed
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM customer_orders AS
SELECT customer_id, COUNT(*) AS placed
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportStrategy,
}
