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
			"that belong together are read in different partitions and never meet.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: sticky
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 12
CREATE STREAM labelled_scans AS
SELECT s.parcel_id, s.depot, l.service
FROM scans s
JOIN labels l ON s.parcel_id = l.parcel_id
    AND l.ts BETWEEN s.ts - INTERVAL '1' HOUR AND s.ts;
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 12
CREATE STREAM labelled_scans AS
SELECT s.parcel_id, s.depot, l.service
FROM scans s
JOIN labels l ON s.parcel_id = l.parcel_id
    AND l.ts BETWEEN s.ts - INTERVAL '1' HOUR AND s.ts;
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportFaults,
}
