package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp306 = Rule{
	Name: "engine-reads-otherwise", Severity: diag.Error,
	Doc: Doc{
		Finds: "text that the engine reads with another meaning, or never runs",
		Why: "The engine accepts the text but gives it another meaning: a name in double quotes is a constant, NOT binds to " +
			"the next operand only, a position in GROUP BY is a number. Of a statement that joins two streams it runs the " +
			"first join, always as INNER JOIN, and the select list; a limit in time, WHERE, GROUP BY, WINDOW and all other clauses are " +
			"parsed and then ignored. In a joined table it looks nothing up: each record is joined with one made-up row. With a " +
			"WINDOW a join is not run at all. The job runs and computes something else.",
		Bad: `-- @name: unpaid_orders
SELECT order_id, status
FROM orders
WHERE NOT status = 'paid';
`,
		Good: `-- @name: unpaid_orders
SELECT order_id, status
FROM orders
WHERE NOT (status = 'paid');
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		if p.Statement == nil {
			return
		}
		for _, m := range p.misreads() {
			p.Report(m.Span, m.What, "instead: "+m.Instead).Fix = m.Fix
		}
	},
}
