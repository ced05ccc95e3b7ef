package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp104 = Rule{
	Name: "two-stages", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a job that no single key serves, so that it runs in one partition",
		Why: "The job routes its records once, and no key serves all of its operators: what one of them needs together, " +
			"another separates. As it is written it is right only in one partition, whatever @num_partitions says. Split into " +
			"two statements with a stream between them, each part, or at least the first one, has a key of its own. The finding shows the two statements.",
		Bad: `-- @name: busiest_lane
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT CASE WHEN speed < 80 THEN 'slow' ELSE 'fast' END AS lane, COUNT(*) AS cars
FROM passages
GROUP BY CASE WHEN speed < 80 THEN 'slow' ELSE 'fast' END
WINDOW TUMBLING(1h)
ORDER BY cars DESC
LIMIT 1;
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 2
CREATE STREAM lanes AS
SELECT CASE WHEN speed < 80 THEN 'slow' ELSE 'fast' END AS lane PRIMARY KEY, ts
FROM passages;

-- @job_mode: adaptive
-- @num_partitions: 2
-- @partitioning_strategy: sticky
CREATE STREAM lane_counts AS
SELECT lane, COUNT(*) AS cars
FROM lanes
GROUP BY lane
WINDOW TUMBLING(1h);

-- @job_mode: adaptive
-- @partitioning_strategy: fanin
CREATE STREAM busiest_lane AS
SELECT lane, cars
FROM lane_counts
WINDOW TUMBLING(1h)
ORDER BY cars DESC
LIMIT 1;
`,
		Since: "0.1.0",
	},
	Check: checkTwoStages,
}

func checkTwoStages(p *Pass) {
	if p.Spread() == nil {
		return
	}
	for _, f := range p.Found("two-stages") {
		p.Report(f.Span, f.Message, f.Help).Instead = f.Instead
	}
}
