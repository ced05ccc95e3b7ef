package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp103 = Rule{
	Name: "join-not-copartitioned", Severity: diag.Error,
	Doc: Doc{
		Finds: "joined sources that are kept in their partitions and do not line up",
		Why: "The strategy keeps the partitions of the joined sources, but the sources do not line up: they are keyed by " +
			"columns other than those that the join compares, or have different numbers of partitions or partitioners. Records " +
			"that belong together are read in different partitions and never meet. Velostream joins two streams in one task, " +
			"whatever strategy is named: there the finding is a warning about a line that nothing reads.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: sticky
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 12
CREATE STREAM labelled_scans AS
SELECT l.parcel_id AS parcel_id, s.depot AS depot, l.service AS service
FROM labels l
JOIN scans s ON l.parcel_id = s.parcel_id
    AND s.ts BETWEEN l.ts AND l.ts + INTERVAL '1' HOUR;
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 12
CREATE STREAM labelled_scans AS
SELECT l.parcel_id AS parcel_id, s.depot AS depot, l.service AS service
FROM labels l
JOIN scans s ON l.parcel_id = s.parcel_id
    AND s.ts BETWEEN l.ts AND l.ts + INTERVAL '1' HOUR;
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportStrategy,
}
