package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
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
		if in.Route != "hash" || !in.Exchange || streams > 1 || len(writers) != 1 || writers[0] == p {
			continue
		}
		from := writers[0]
		if !from.freeToKeyBy(in.Keys) || !p.Project.allWant(in.Source, in.Keys) {
			continue
		}
		keys := strings.Join(in.Keys, ", ")
		how := in.Source + " is written without a key"
		if len(in.Key) > 0 {
			how = in.Source + " is written with the key " + strings.Join(in.Key, ", ") + ", which no job uses"
		}
		p.Report(p.sourceSpan(in), fmt.Sprintf("%s; keyed by %s, no record would have to move here", how, keys),
			fmt.Sprintf("mark %s as PRIMARY KEY in the select list of %s (%s:%d)", keys, from.name(), from.Text.Name, from.Plan.Line))
	}
}

// freeToKeyBy reports whether the statement could write its records with a key of these columns: it writes all of
// them, and its own key, if it has one, comes neither from a window nor from its source.
func (p *Pass) freeToKeyBy(keys []string) bool {
	if p.Plan == nil || p.Plan.Sink == nil || p.Plan.Sink.KeyFrom == "windowed GROUP BY" {
		return false
	}
	for _, in := range p.Plan.Inputs {
		if len(in.Key) > 0 && slices.Equal(in.Key, p.Plan.Sink.Key) {
			return false
		}
	}
	names := p.outputNames()
	return !slices.ContainsFunc(keys, func(k string) bool { return !names[strings.ToLower(k)] })
}

// allWant reports whether every job that needs the records of a stream together needs them by the same key, so
// that one key serves all.
func (p *Project) allWant(stream string, keys []string) bool {
	for _, r := range p.readers[syntax.Unqualified(stream)] {
		for _, in := range r.Plan.Inputs {
			if in.Source == stream && !agrees(r.Plan, in, keys) {
				return false
			}
		}
	}
	return true
}

func agrees(plan *planner.Plan, in planner.Input, keys []string) bool {
	switch in.Route {
	case "hash":
		return slices.Equal(in.Keys, keys)
	case "keep": // a job that keeps partitions without needing them does not depend on how they are made
		return !slices.ContainsFunc(plan.Required, func(r planner.Requirement) bool { return r.Dist.Dist == "by" })
	}
	return true
}
