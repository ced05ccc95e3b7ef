package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp404 = Rule{
	Name: "cycle", Severity: diag.Error,
	Doc: Doc{
		Finds: "a job that reads what it writes, or jobs that feed each other in a circle",
		Why: "A job reads what it writes, or jobs feed each other in a circle: every record comes back and is written again " +
			"endlessly, and no order of deployment is right. Let one of them read a topic that none of the others " +
			"writes. If a condition ends the circle, such as a count of attempts, give that as the reason in an ignore comment.",
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
