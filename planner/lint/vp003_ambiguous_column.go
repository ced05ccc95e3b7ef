package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp003 = Rule{
	Name: "ambiguous-column", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a column that several sources have, or none",
		Why: "The columns of the sources are known, and this name is a column of several of them, or of none. If it is a " +
			"key, records are routed by one column and grouped by another, or every record has no key at all.",
		Bad: `CREATE STREAM order_regions AS
SELECT o.order_id AS order_id, region AS region
FROM orders o
JOIN deliveries d ON o.order_id = d.order_id
    AND d.ts BETWEEN o.ts AND o.ts + INTERVAL '1' HOUR;
`,
		Good: `CREATE STREAM order_regions AS
SELECT o.order_id AS order_id, d.region AS region
FROM orders o
JOIN deliveries d ON o.order_id = d.order_id
    AND d.ts BETWEEN o.ts AND o.ts + INTERVAL '1' HOUR;
`,
		Catalog: `streams:
  orders:     {columns: [order_id, region, amount, ts], key: [order_id]}
  deliveries: {columns: [order_id, region, ts], key: [order_id]}
`,
		Since: "0.1.0",
	},
	Check: checkAmbiguousColumn,
}

func checkAmbiguousColumn(p *Pass) {
	for _, f := range p.Found("unknown-column", "ambiguous-column", "unsure-key") {
		p.Report(f.Span, f.Message, f.Help)
	}
}
