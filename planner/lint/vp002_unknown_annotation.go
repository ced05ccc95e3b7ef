package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
)

var vp002 = Rule{
	Name: "unknown-annotation", Severity: diag.Warning,
	Doc: Doc{
		Finds: "an annotation that nobody reads, with the name that was probably meant",
		Why: "Nobody reads an annotation of this name: it is misspelled, written in another case (the names are " +
			"case-sensitive), or found only in documents. The job runs as if the line were not there, and nothing says so.",
		Bad: `-- @job_mode: adaptive
-- @partition_strategy: hash
CREATE STREAM cheap_orders AS
SELECT order_id, amount
FROM orders
WHERE amount < 5;
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM orders_by_customer AS
SELECT customer_id, COUNT(*) AS placed
FROM orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: checkUnknownAnnotation,
}

func checkUnknownAnnotation(p *Pass) {
	for _, a := range p.Annotations() {
		if slices.ContainsFunc(p.Project.annotations, func(prefix string) bool { return strings.HasPrefix(a.Name, prefix) }) {
			continue
		}
		switch a.Status {
		case engine.UnknownName:
			if a.Nearest == "" && a.Value == "" {
				continue // "@alice: see below" is a remark to a person
			}
		case engine.WrongCase:
		case engine.Unread:
			if p.Project.noEngine {
				continue
			}
		default:
			continue
		}
		help := "remove the line, or write it as a comment without @"
		if a.Status == engine.UnknownName {
			help += "; if a tool of yours reads it, velo-plan.yaml can say so: lint: {annotations: [" + a.Name + "]}"
		}
		if a.Nearest != "" {
			help = "did you mean @" + a.Nearest + "?"
		}
		p.Report(a.Span, "@"+a.Name+" has no effect: "+a.Reason, help)
	}
	p.reportFaults() // velo-plan's own, about a stream that the statement does not read
}
