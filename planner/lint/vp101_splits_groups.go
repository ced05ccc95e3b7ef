package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp101 = Rule{
	Code: "VP101", Name: "splits-groups", Severity: diag.Error,
	Doc: Doc{
		Finds: "a named strategy that puts one group into several partitions, or has no key to hash",
		Why: "The strategy that is named puts records of one group into several partitions, and each of them computes its " +
			"own part: counts are too small, duplicates stay, joins miss their match. Nothing fails, the numbers are wrong. " +
			"Or it hashes, and no column serves all operators, or none is there, so that it cannot run.",
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
	Check: (*Pass).reportFaults,
}
