package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp102 = Rule{
	Name: "partial-globals", Severity: diag.Error,
	Doc: Doc{
		Finds: "a result over all records that would come out once per partition",
		Why: "Something is computed over all records: an aggregate without GROUP BY, a LIMIT, a top list, a table that is " +
			"read as a whole. Under any strategy that does not bring everything together, each partition gives a result of " +
			"its own: N partial totals, N times ten rows, every row of the table N times. A hash has no key that " +
			"would bring everything together.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: sticky
CREATE STREAM click_total AS
SELECT COUNT(*) AS views
FROM clicks
WINDOW TUMBLING(1m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: fanin
CREATE STREAM click_total AS
SELECT COUNT(*) AS views
FROM clicks
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportStrategy,
}
