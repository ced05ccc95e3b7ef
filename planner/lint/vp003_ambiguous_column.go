package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp003 = Rule{
	Code: "VP003", Name: "ambiguous-column", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a column that several sources have, or none",
		Why: "The columns of the sources are known, and this name is a column of several of them, or of none. If it is a " +
			"key, records are routed by one column and grouped by another, or every record has no key at all.",
		Bad: `-- @name: order_regions
-- @job_mode: simple
SELECT region, COUNT(*) AS placed
FROM orders o
JOIN customers c ON o.customer_id = c.id
GROUP BY region
WINDOW TUMBLING(1h);
`,
		Good: `-- @name: order_regions
-- @job_mode: simple
SELECT c.region, COUNT(*) AS placed
FROM orders o
JOIN customers c ON o.customer_id = c.id
GROUP BY c.region
WINDOW TUMBLING(1h);
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
	for _, a := range p.Advice("unknown-column") {
		p.Report(a.Span, a.Text, "correct the name, or add the column to what is declared of the source")
	}
	for _, a := range p.Advice("ambiguous-column") {
		if message, help, _ := strings.Cut(a.Text, ": "); p.inSeveral(p.Text.Slice(a.Span)) {
			p.Report(a.Span, message, help)
		}
	}
}

// inSeveral says whether at least two sources of the statement are known to have a column. Where
// the columns are not known, a name without its source is no mistake.
func (p *Pass) inSeveral(column string) bool {
	n := 0
	for _, in := range p.Plan.Inputs {
		s := p.Project.known(in.Source)
		if s != nil && slices.ContainsFunc(s.Columns, func(c catalog.Column) bool { return strings.EqualFold(c.Name, strings.Trim(column, "\"`")) }) {
			n++
		}
	}
	return n > 1
}
