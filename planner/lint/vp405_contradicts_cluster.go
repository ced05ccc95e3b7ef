package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp405 = Rule{
	Name: "contradicts-cluster", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a number of source partitions that the cluster of --brokers does not have",
		Why: "A flag, the catalog file or @source_partitions says how many partitions a topic has, and the cluster says " +
			"something else: partitions were added, or the number was never right. A join that keeps its partitions by the wrong " +
			"number misses matches. It is reported only if --brokers names a cluster; in this example, one in which orders has 16 " +
			"partitions. The plan uses the number of the flag or the catalog file; the cluster takes precedence over an annotation.",
		Bad: `-- @name: cheap_orders
-- @source_partitions.orders: 12
SELECT order_id, amount
FROM orders
WHERE amount < 5;
`,
		Good: `-- @name: cheap_orders
-- @source_partitions.orders: 16
SELECT order_id, amount
FROM orders
WHERE amount < 5;
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportFaults,
}
