package lint

import (
	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
)

var vp307 = Rule{
	Name: "engine-drops-batches", Severity: diag.Error,
	Doc: Doc{
		Finds: "a hash by a column that the engine does not find in the records",
		Why: "Where a hash runs, the engine looks in each record for a field that is called exactly as GROUP BY writes it. It knows no " +
			"qualifier, no name that the select list gives, and none of its own columns there. A record without that field " +
			"fails the whole batch that it was read in: the batch is dropped with a line in the log, and the job goes on.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM clicks_by_user AS
SELECT c.user_id, COUNT(*) AS clicks
FROM clicks c
GROUP BY c.user_id
WINDOW TUMBLING(1m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM clicks_by_user AS
SELECT c.user_id, COUNT(*) AS clicks
FROM clicks c
GROUP BY user_id
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		e := p.Deployed()
		if e == nil || e.Verdict != deploy.Refused {
			return
		}
		if s, _ := strategies.Lookup(e.Runs); s.TakesKeys {
			p.Report(e.Span, e.Because, "write "+e.Write)
		}
	},
}
