package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp403 = Rule{
	Name: "unknown-source", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a stream that nothing declares, although there is a catalog",
		Why: "A catalog is given, and this stream is not in it; no statement makes or declares it, and no WITH says where it " +
			"comes from. Most likely its name is misspelled: the job would read a topic that does not exist. The " +
			"nearest known name is shown, if one is similar.",
		Bad: `-- @name: cheap_orders
SELECT order_id, amount
FROM oders
WHERE amount < 5;
`,
		Good: `-- @name: cheap_orders
SELECT order_id, amount
FROM orders
WHERE amount < 5;
`,
		Catalog: `streams:
  orders: {columns: [order_id, amount], key: [order_id]}
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportFaults,
}
