package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp105 = Rule{
	Name: "reorders-keyed-sink", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a route on which updates of one key can overtake each other",
		Why: "The sink has a key, so a later record replaces an earlier one with the same key. The named strategy sends " +
			"records of one key and one source partition to different partitions, which do not wait for each other: the " +
			"older update may be written last, and then it stays.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobin
CREATE STREAM customer_addresses AS
SELECT customer_id PRIMARY KEY, street, city
FROM address_changes;
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: sticky
CREATE STREAM customer_addresses AS
SELECT customer_id PRIMARY KEY, street, city
FROM address_changes;
`,
		Since: "0.1.0",
	},
	Check: checkReorders,
}

func checkReorders(p *Pass) {
	for _, f := range p.Found("reorders-keyed-sink") {
		if s, ok := p.Statement.Query.Body.(*syntax.Select); ok && s.GroupBy != nil && len(p.Plan.Sink.Key) == 0 {
			continue // the rows of a grouped table are made here, in the partition of their group
		}
		p.Report(f.Span, f.Message, "name sticky, which keeps the order of every source partition, or a hash of the sink's key")
	}
}
