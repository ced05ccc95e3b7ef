package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp106 = Rule{
	Name: "expression-key", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a group key that no router can evaluate",
		Why: "The only key that would bring the groups together is an expression that a router cannot evaluate on a record " +
			"as it comes from the topic, so everything goes through one partition. If an upstream job computes it, it is a plain column.",
		Bad: `-- @name: orders_by_shop
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT SHOP_OF(order_id) AS shop, COUNT(*) AS placed
FROM orders
GROUP BY SHOP_OF(order_id)
WINDOW TUMBLING(1h);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM orders_with_shop AS
SELECT SHOP_OF(order_id) AS shop PRIMARY KEY, order_id
FROM orders;

-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM orders_by_shop AS
SELECT shop, COUNT(*) AS placed
FROM orders_with_shop
GROUP BY shop
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		if p.Spread() == nil {
			return
		}
		for _, f := range p.Found("expression-key") {
			p.Report(f.Span, f.Message, f.Help)
		}
	},
}
