package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp402 = Rule{
	Name: "duplicate-name", Severity: diag.Error,
	Doc: Doc{
		Finds: "two jobs or streams with the same name, across all files",
		Why: "A server refuses a second job of one name, and with it the whole application, also if it is another one. On two servers, jobs of " +
			"one name that read a source of one name share a consumer group, unless --group-id sets them apart: each gets a part of the " +
			"records. Two streams with the same name write into one topic, and a reader gets the records of both. " +
			"If a statement does both, each is reported.",
		Bad: `-- @name: daily_orders
CREATE STREAM orders_eu AS
SELECT order_id, amount FROM orders WHERE region = 'eu';

-- @name: daily_orders
CREATE STREAM orders_us AS
SELECT order_id, amount FROM orders WHERE region = 'us';
`,
		Good: `-- @name: daily_orders_eu
CREATE STREAM orders_eu AS
SELECT order_id, amount FROM orders WHERE region = 'eu';

-- @name: daily_orders_us
CREATE STREAM orders_us AS
SELECT order_id, amount FROM orders WHERE region = 'us';
`,
		Since: "0.1.0",
	},
	Check: checkDuplicateName,
}

func checkDuplicateName(p *Pass) {
	for _, f := range p.Faults {
		if f.Code() != p.rule.Code() {
			continue
		}
		// server/stream_job_server.rs deploy_job refuses the name, whatever the application. The group is
		// {group-id}-{job}-{source} (sql/query_analyzer.rs analyze_source), so it does not tell applications apart
		// either.
		effect := "; a server refuses the second one, and on two servers each gets a part of the records"
		if p.Statement != nil && (f.Span == p.Statement.Target.Span() || f.Span == p.Statement.SinkName.Span()) {
			effect = "; where both write to one topic, a reader gets the records of both"
		}
		p.Report(f.Span, f.Message+effect, f.Help)
	}
}
