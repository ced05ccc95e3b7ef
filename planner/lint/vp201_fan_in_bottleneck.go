package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
)

var vp201 = Rule{
	Name: "fan-in-bottleneck", Severity: diag.Warning,
	Doc: Doc{
		Finds: "a job for several partitions whose records all go through one",
		Why: "The job is to run in several partitions, and its result needs all records in one, so all but one partition " +
			"stay idle and the job is as fast as one core. Where the aggregates can be merged, a first job can " +
			"aggregate per key on all partitions, and a second one can combine its few rows. Where they cannot, naming fan_in, " +
			"or @job_mode: simple, states that one partition is intended.",
		Bad: `-- @name: click_total
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT COUNT(*) AS views
FROM clicks
WINDOW TUMBLING(1m);
`,
		Good: `-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM clicks_by_page AS
SELECT page, COUNT(*) AS views
FROM clicks
GROUP BY page
WINDOW TUMBLING(1m);

-- @name: click_total
-- @job_mode: simple
SELECT SUM(views) AS views
FROM clicks_by_page
WINDOW TUMBLING(1m);
`,
		Since: "0.1.0",
	},
	Check: checkFanIn,
}

func checkFanIn(p *Pass) {
	plan := p.Spread()
	if plan == nil {
		return
	}
	p.checkEmptyHash()
	if !gathers(plan) {
		return
	}
	for _, f := range p.Found("fan-in-bottleneck") {
		if len(f.Instead) == 0 && !p.wantsPartitions() {
			continue
		}
		help := f.Help
		if help == "" {
			help = "if one partition is intended, say so: -- @partitioning_strategy: fanin"
		}
		p.Report(f.Span, f.Message, help).Instead = f.Instead
	}
}

// checkEmptyHash reports a hash that is named where the engine has no column to hash.
func (p *Pass) checkEmptyHash() {
	e := p.Deployed()
	if e == nil || p.Plan.Partitions == 1 || p.Plan.ChosenBy != "annotation" && p.Plan.ChosenBy != "with" {
		return
	}
	s, _ := strategies.Lookup(e.Runs)
	if !s.TakesKeys || len(p.Engine().Groups) > 0 || e.Verdict != deploy.Correct && e.Verdict != deploy.Same {
		return
	}
	right, _ := strategies.Lookup(p.Plan.WouldChoose)
	help := "name " + right.Annotation
	if right.TakesKeys {
		help = "let the topic be keyed by " + strings.Join(p.Plan.Keys, ", ") + " and name sticky; if one partition is intended, name fanin"
	}
	p.Report(e.Span, "one partition gets every record: the engine hashes the columns of GROUP BY, and there is none", help)
}

// gathers reports whether a plan sends all records to one partition.
func gathers(plan *planner.Plan) bool {
	s, _ := strategies.Lookup(plan.Strategy)
	return s.Deliver != nil && s.Gathers()
}

// wantsPartitions reports whether somebody asked for this job to be spread over several partitions.
func (p *Pass) wantsPartitions() bool {
	mode, _ := p.Statement.Annotation("job_mode")
	return mode.Value != "" || p.Plan.PartitionsBy == "annotation" || p.Plan.PartitionsBy == "flag"
}
