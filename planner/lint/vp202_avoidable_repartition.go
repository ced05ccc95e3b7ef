package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp202 = Rule{
	Name: "avoidable-repartition", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a hash of records that another job could write with the right key",
		Why: "The job hashes the records of a stream that another job of this project writes, without a key or with a key that " +
			"no job uses. Written with the key that is needed here, the records would lie in the right partitions " +
			"from the start, and none of them would have to move.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM paid_orders AS
SELECT customer_id, amount
FROM orders
WHERE status = 'paid';

-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM paid_orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: sticky
CREATE STREAM paid_orders AS
SELECT customer_id PRIMARY KEY, amount
FROM orders
WHERE status = 'paid';

-- @job_mode: adaptive
CREATE STREAM customer_spend AS
SELECT customer_id, SUM(amount) AS spent
FROM paid_orders
GROUP BY customer_id
WINDOW TUMBLING(1h);
`,
		Since: "0.1.0",
	},
	Check: checkAvoidableRepartition,
}

func checkAvoidableRepartition(p *Pass) {
	plan := p.Spread()
	if plan == nil {
		return
	}
	streams := 0
	for _, in := range plan.Inputs {
		if in.Route != "copy" {
			streams++
		}
	}
	for _, in := range plan.Inputs {
		writers := p.Project.writers[in.Source]
		if in.Route != "hash" || !in.Exchange || streams > 1 || len(writers) != 1 || writers[0].text == p.Text && writers[0].place == p.place() {
			continue
		}
		from, want := writers[0], p.Project.wanted[in.Source]
		if want.others || slices.ContainsFunc(in.Keys, func(k string) bool { return !slices.Contains(from.columns, strings.ToLower(k)) }) {
			continue // one key must serve all jobs that need the records together
		}
		keys := strings.Join(in.Keys, ", ")
		how := in.Source + " is written without a key"
		if len(in.Key) > 0 {
			how = in.Source + " is written with the key " + strings.Join(in.Key, ", ") + ", which no job uses"
		}
		p.Report(p.sourceSpan(in), fmt.Sprintf("%s; keyed by %s, no record would have to move here", how, keys),
			fmt.Sprintf("mark %s as PRIMARY KEY in the select list of %s (%s:%d)", keys, from.name, from.text.Name, from.line))
	}
}

// freeToKeyBy returns the columns by which the statement could key its records: those that it writes, unless its own
// key comes from a window or from its source, or decides nothing.
func (p *Pass) freeToKeyBy() []string {
	if p.Plan.Sink == nil || p.Plan.Sink.KeyFrom == "windowed GROUP BY" || p.Statement.Property(p.Statement.Target.Name+".partitioner") == "random" {
		return nil
	}
	for _, in := range p.Plan.Inputs {
		if len(in.Key) > 0 && slices.Equal(in.Key, p.Plan.Sink.Key) {
			return nil
		}
	}
	return p.outputNames()
}
