package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp004 = Rule{
	Name: "unused-ignore", Severity: diag.Warning,
	Doc: Doc{
		Finds: "an ignore comment that suppresses nothing, or gives no reason",
		Why: "A comment that suppresses nothing hides the next real finding in this place, and one without a reason " +
			"cannot be judged by whoever reads it later, so it has no effect.",
		Bad: `-- @name: cheap_orders
-- velo-plan: ignore VP205 because the orders of a day are few
SELECT order_id, amount
FROM orders
WHERE amount < 5;
`,
		Good: `-- @name: buyers
-- velo-plan: ignore VP205 because the shop has a few hundred customers
SELECT customer_id, COUNT(*) AS placed
FROM orders
GROUP BY customer_id;
`,
		Since: "0.1.0",
	},
	Check: checkUnusedIgnore,
}

func checkUnusedIgnore(p *Pass) {
	i := p.Ignore
	switch {
	case i == nil:
	case i.Mistake != "":
		p.Report(i.Span, i.Mistake, i.Help)
	case len(i.Unused) > 0:
		what, where := "the statement below has", "remove "+strings.Join(i.Unused, ", ")+" from the comment"
		if i.leads == nil {
			what = "the lines below have"
		}
		if len(i.Unused) == len(i.Codes) {
			where = "remove the comment, or put it on the line before the finding"
		}
		if i.File {
			what, where = "the file has", strings.TrimSuffix(where, ", or put it on the line before the finding")
		}
		p.Report(i.Span, strings.Join(i.Unused, ", ")+" suppresses nothing: "+what+" no such finding", where)
	}
}
