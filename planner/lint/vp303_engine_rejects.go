package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp303 = Rule{
	Name: "engine-rejects", Severity: diag.Error,
	Doc: Doc{
		Finds: "syntax that the engine rejects, with the form that it accepts",
		Why: "velo-plan reads more SQL than the engine does. The engine's parser rejects this statement, so the job cannot be " +
			"started. Much of what it rejects is in its own documents.",
		Bad: `-- @name: page_views
SELECT page, COUNT(*) AS views
FROM clicks
GROUP BY page
WINDOW TUMBLING(INTERVAL '5' MINUTE);
`,
		Good: `-- @name: page_views
SELECT page, COUNT(*) AS views
FROM clicks
GROUP BY page
WINDOW TUMBLING(5m);
`,
		Since: "0.1.0",
	},
	Check: checkEngineRejects,
}

func checkEngineRejects(p *Pass) {
	if p.Statement == nil {
		return
	}
	// The mark says how the file is encoded and is not part of the SQL, so no edit removes it.
	if p.marked() {
		p.Report(diag.Span{End: len(byteOrderMark)}, "the statement: the engine takes no byte order mark before it and refuses the whole statement",
			"save the file without the mark, as plain UTF-8")
	}
	if v := p.Engine(); !v.Accepted {
		p.Report(v.Rejected, v.Message+"; the engine rejects the whole statement", takes(v.Form)).Fix = v.Fix
	}
}

// takes introduces a form that the engine accepts.
func takes(form string) string { return "the engine accepts: " + form }
