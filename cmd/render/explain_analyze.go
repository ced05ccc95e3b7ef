package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// Analysis is a plan with what a replay of records by that plan found. Its JSON is that of the plans with the
// report next to them.
type Analysis struct {
	*planner.Result                // of one plan
	Report          *report.Report `json:"analysis"`
	Notes           []Note         `json:"-"`
}

// AnalysisTable prints an analysis for a terminal.
func AnalysisTable(a Analysis, o Options) string {
	return ExplainTable(a.Result, o) + "\n" + ReplayTable(a.Report, a.notes(), o)
}

// AnalysisMarkdown prints an analysis for a pull request.
func AnalysisMarkdown(a Analysis) string {
	return ExplainMarkdown(a.Result) + "\n" + ReplayMarkdown(a.Report, a.notes())
}

// notes returns the remarks above the report: how what was measured compares with what the plan expects.
func (a Analysis) notes() []Note {
	verdicts := map[string][]string{}
	for _, c := range a.Report.Checks {
		verdicts[c.Result] = append(verdicts[c.Result], c.Check)
	}
	plan := a.Plans[0]
	text := fmt.Sprintf("The plan is %s.", plan.Verdict)
	if failed := verdicts[checks.Fails]; len(failed) > 0 {
		text += fmt.Sprintf(" These records refute it: %s.", several(failed, "fails", "fail"))
		return append([]Note{{"error", text}}, a.Notes...)
	}
	if held := verdicts[checks.Holds]; len(held) > 0 {
		text += fmt.Sprintf(" Of these records %s.", several(held, "holds", "hold"))
	}
	return append([]Note{{"note", text}}, a.Notes...)
}

// several tells what one or more checks do; one and more are the verb's forms for a single check and for several.
func several(list []string, one, more string) string {
	if len(list) == 1 {
		return list[0] + " " + one
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1] + " " + more
}
