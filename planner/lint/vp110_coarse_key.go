package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp110 = Rule{
	Name: "coarse-key", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a table whose primary key does not tell its groups apart",
		Why: "A row of a table replaces the one with the same primary key. If the key lacks a column of GROUP BY, the rows of " +
			"several groups have the same key: each replaces the others, and the table holds whichever came last.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: sticky
-- @source_key.movements: article
CREATE TABLE stock AS
SELECT warehouse PRIMARY KEY, article, SUM(pieces) AS pieces
FROM movements
GROUP BY warehouse, article;
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: sticky
-- @source_key.movements: article
CREATE TABLE stock AS
SELECT article PRIMARY KEY, SUM(pieces) AS pieces
FROM movements
GROUP BY article;
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		for _, f := range p.Found(p.rule.Name) {
			p.Report(f.Span, f.Message, f.Help)
		}
	},
}
