package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// TestDeployed runs testdata/deployed: what the engine does with each job, and the lines to write. The command is
// plan [strategy=fan_in].
func TestDeployed(t *testing.T) {
	seen := map[string]bool{}
	datadriven.RunTest(t, "testdata/deployed", func(t *testing.T, d *datadriven.TestData) string {
		if d.Cmd != "plan" {
			d.Fatalf(t, "unknown command %s", d.Cmd)
		}
		var plans planner.Config
		d.MaybeScanArgs(t, "strategy", &plans.Strategy.Flag)
		var b strings.Builder
		for _, p := range lint.Plan(split(d.Input), plans, lint.Config{}).Plans {
			e := p.Engine
			fmt.Fprintf(&b, "%s: %s (%s) for %s: %s", p.Job, e.Runs, e.Verdict, p.Strategy, e.Because)
			if e.Why != "" {
				fmt.Fprintf(&b, "; %s", e.Why)
			}
			if e.Line > 0 {
				fmt.Fprintf(&b, " [%d:%d]", e.Line, e.Column)
			}
			b.WriteByte('\n')
			if e.Write != "" {
				fmt.Fprintf(&b, "  write %s\n", e.Write)
			}
			seen[e.Verdict] = true
		}
		return b.String()
	})
	for _, verdict := range []string{"same", "correct", "unproven", "wrong", "cut", "misread", "refused"} {
		if !seen[verdict] {
			t.Errorf("no case is %s", verdict)
		}
	}
}
