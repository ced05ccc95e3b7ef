package lint

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp204 = Rule{
	Name: "idle-partitions", Severity: diag.Warning,
	Doc: Doc{
		Finds: "partitions that can never get a record",
		Why: "Some of the job's partitions can never get a record: the topic has fewer partitions and the strategy keeps " +
			"them, or the hashed key has fewer values. The job is less parallel than its number of partitions suggests.",
		Bad: `-- @job_mode: adaptive
-- @num_partitions: 16
-- @partitioning_strategy: sticky
-- @source_key.sensors: site
-- @source_partitions.sensors: 4
CREATE STREAM site_counts AS
SELECT site, COUNT(*) AS readings
FROM sensors
GROUP BY site
WINDOW TUMBLING(5m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: sticky
-- @source_key.sensors: site
-- @source_partitions.sensors: 4
CREATE STREAM site_counts AS
SELECT site, COUNT(*) AS readings
FROM sensors
GROUP BY site
WINDOW TUMBLING(5m);
`,
		Since: "0.1.0",
	},
	Check: checkIdlePartitions,
}

func checkIdlePartitions(p *Pass) {
	plan := p.Spread()
	if plan == nil {
		return
	}
	for _, f := range p.Found("idle-partitions") {
		p.Report(f.Span, f.Message, "give the job as many partitions as the topic, or name hash")
	}
	if len(plan.Keys) != 1 {
		return
	}
	if n, why := p.valuesOf(plan.Keys[0]); n > 0 && n < plan.Partitions {
		values := "values"
		if n == 1 {
			values = "value"
		}
		p.Report(diag.Span{}, fmt.Sprintf("%s has at most %d %s (%s), so %d of the %d partitions stay idle", plan.Keys[0], n, values, why, plan.Partitions-n, plan.Partitions),
			"fewer partitions, or a further column in the key")
	}
}

// valuesOf returns how many values a key can have, with the reason; 0 if nothing tells.
func (p *Pass) valuesOf(key string) (int, string) {
	for _, in := range p.Plan.Inputs {
		s := p.Project.known(in.Source)
		if s == nil {
			continue
		}
		for _, c := range s.Columns {
			if strings.EqualFold(c.Name, key) && strings.HasPrefix(strings.ToUpper(c.Type), "BOOL") {
				return 3, "true, false and NULL"
			}
		}
	}
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok || s.Where == nil {
		return 0, ""
	}
	for _, e := range syntax.Conjuncts(s.Where) {
		if in, ok := e.(*syntax.In); ok && !in.Not && in.Query == nil && columnName(in.X) == strings.ToLower(key) && allLiterals(in.List) {
			return len(in.List), "WHERE lists them"
		}
	}
	return 0, ""
}

func allLiterals(list []syntax.Expr) bool {
	for _, e := range list {
		if _, ok := e.(*syntax.Literal); !ok {
			return false
		}
	}
	return true
}
