package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp109 = Rule{
	Name: "unproven-alignment", Severity: diag.Warning,
	Doc: Doc{
		Finds: "kept partitions although nothing says how the source is keyed",
		Why: "The strategy keeps the source's partitions. That is right only if the topic is keyed so that a group lies in " +
			"one of them, and nothing says how it is keyed. If it is keyed differently, every partition gives a part of each group.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM site_counts AS
SELECT site, COUNT(*) AS readings
FROM sensors
GROUP BY site
WINDOW TUMBLING(5m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
-- @source_key.sensors: site
CREATE STREAM site_counts AS
SELECT site, COUNT(*) AS readings
FROM sensors
GROUP BY site
WINDOW TUMBLING(5m);
`,
		Since: "0.1.0",
	},
	Check: func(p *Pass) {
		if p.joinedInOneTask() {
			return
		}
		for _, f := range p.Found("unproven-alignment") {
			p.Report(f.Span, f.Message, f.Help+"; velo-plan replay checks it on records of the topic")
		}
	},
}
