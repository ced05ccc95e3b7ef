package lint

import "github.com/velo-plan/velo-plan/planner/diag"

var vp404 = Rule{
	Code: "VP404", Name: "cycle", Severity: diag.Error,
	Doc: Doc{
		Finds: "jobs that feed each other in a circle",
		Why: "Jobs feed each other in a circle: every record comes back and is written again, for ever. No order of " +
			"deployment is right, and a restart does not help.",
		Bad: `-- @name: chickens
CREATE STREAM chicken AS
SELECT id, weight FROM egg;

-- @name: eggs
CREATE STREAM egg AS
SELECT id, weight FROM chicken;
`,
		Good: `-- @name: chickens
CREATE STREAM chicken AS
SELECT id, weight FROM hatched;

-- @name: eggs
CREATE STREAM egg AS
SELECT id, weight FROM chicken;
`,
		Since: "0.1.0",
	},
	Check: (*Pass).reportFaults,
}
