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
		Bad: `-- @job_mode: simple
CREATE TABLE order_regions AS
SELECT region, COUNT(*) AS placed
FROM orders o
JOIN customers c ON o.customer_id = c.id
GROUP BY region;
`,
		Good: `-- @job_mode: simple
CREATE TABLE order_regions AS
SELECT c.region, COUNT(*) AS placed
FROM orders o
JOIN customers c ON o.customer_id = c.id
GROUP BY c.region;
`,
		Catalog: `streams:
  orders:    {columns: [order_id, customer_id, region, amount], key: [order_id]}
  customers: {kind: table, columns: [id, region], primary_key: [id]}
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
