package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp001 = Rule{
	Name: "syntax", Severity: diag.Error,
	Doc: Doc{
		Finds: "a statement that does not parse",
		Why: "The statement does not parse, so nothing can be said about it, and no engine runs it. The other statements " +
			"of the file are still read.",
		Bad: `-- @name: page_views
SELECT page, COUNT(*) AS views
FROM clicks
GRUOP BY page
WINDOW TUMBLING(1m);
`,
		Good: `-- @name: page_views
SELECT page, COUNT(*) AS views
FROM clicks
GROUP BY page
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: checkSyntax,
}

func checkSyntax(p *Pass) {
	if p.Text == nil {
		return
	}
	p.reportFaults()
	for _, f := range p.Faults {
		if f.ID == diag.Internal { // no rule is about the planner's own faults, but they must not get lost
			p.Report(f.Span, f.Message, f.Help)
		}
	}
}
