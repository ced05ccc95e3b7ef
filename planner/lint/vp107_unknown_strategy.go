package lint

import "github.com/velo-plan/velo-plan/planner/diag"

var vp107 = Rule{
	Code: "VP107", Name: "unknown-strategy", Severity: diag.Error,
	Doc: Doc{
		Finds: "a strategy name that does not exist",
		Why: "No strategy has this name. The engine drops the annotation without a word and chooses by itself; a name in " +
			"WITH it replaces by always_hash, with a line in its log.",
		Bad: `-- @name: large_trades
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobbin
SELECT symbol, price, ts
FROM trades
WHERE volume > 10000;
`,
		Good: `-- @name: large_trades
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobin
SELECT symbol, price, ts
FROM trades
WHERE volume > 10000;
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportFaults,
}
