package render

import (
	"cmp"
	"fmt"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
)

// Analysis is a plan with what a replay of records by that plan found. Its JSON is that of the plans with the
// report next to them.
type Analysis struct {
	*planner.Result                // of one plan
	Input           *planner.Input `json:"-"` // that the records are of; nil if the job reads nothing that is routed
	Report          *report.Report `json:"analysis"`
	Notes           []Note         `json:"-"`
}

// AnalysisTable prints an analysis for a terminal: the verdict, what the plan expects beside what was measured, the
// plan, and the report.
func AnalysisTable(a Analysis, o Options) string {
	p := &page{Options: o}
	p.verdict(a.verdict())
	p.title("Expected and measured")
	t := table{header: estimateHeader}
	for _, e := range a.estimates() {
		t.rows = append(t.rows, []cell{{e.what, bold}, {e.plan, plain}, {e.measured, e.ink}})
	}
	p.table(t)
	p.WriteByte('\n')
	p.plan(a.Plans[0])
	p.unrouted(a.Unrouted, true)
	p.WriteByte('\n')
	p.report(a.Report, a.Notes)
	return p.String()
}

// AnalysisMarkdown prints an analysis for a pull request.
func AnalysisMarkdown(a Analysis) string {
	m := &markdown{}
	m.verdict(a.verdict())
	m.WriteString("### Expected and measured\n\n")
	var rows [][]string
	for _, e := range a.estimates() {
		rows = append(rows, []string{code(e.what), escape(e.plan), inBold(e.measured, e.ink == red)})
	}
	m.table(estimateHeader, rows)
	m.WriteByte('\n')
	m.plan(a.Plans[0])
	m.unrouted(a.Unrouted)
	m.WriteByte('\n')
	m.report(a.Report, a.Notes)
	return m.String()
}

// Verdict is the line that an analysis begins with.
func (a Analysis) Verdict(o Options) string {
	p := &page{Options: o}
	p.verdict(a.verdict())
	return p.String()
}

// verdict judges the records, and the errors of the plan.
func (a Analysis) verdict() verdict {
	return verdictOf(a.Report, append(ErrorNotes(a.Findings), a.Notes...))
}

// estimateHeader names the columns of what was expected and measured.
var estimateHeader = []string{"", "the plan", "these records"}

// estimate is one thing that a plan says, with what the records say.
type estimate struct {
	what, plan, measured string
	ink                  ink
}

// estimates compares a plan with the records, line by line: first what it claims, then what it costs.
func (a Analysis) estimates() []estimate {
	plan, r, in := a.Plans[0], a.Report, cmp.Or(a.Input, &planner.Input{Route: "copy"})
	var list []estimate
	for _, c := range r.Checks {
		said := "holds"
		switch {
		case c.Check == checks.GroupsWhole:
			said = plan.Verdict
		case c.Check == checks.SourceKeyHolds && len(in.Key) == 0:
			continue
		case c.Check == checks.SourceKeyHolds:
			said = in.Source + " is keyed by " + names(in.Key)
		}
		e := estimate{c.Check, said, resultText(c.Result), resultInk(c.Result)}
		if more := checkText(c); more != "" {
			e.measured += ": " + more
		}
		list = append(list, e)
	}
	moves := "none"
	if in.Exchange {
		moves = "about " + percent(planner.MovedShare(plan.Partitions))
	}
	moved := movedText(r, r.Moved)
	if sourceless(r) {
		moved = "not known: no record names its source partition"
	}
	s := r.Skew
	work := fmt.Sprintf("%.1f of %d at work; the fullest has %.2f times the mean", s.EffectiveParallelism, r.Plan.Partitions, s.MaxOverMean)
	if s.Empty > 0 {
		work += fmt.Sprintf("; %d empty", s.Empty)
	}
	if measured := stateText(r); measured != "" {
		list = append(list, estimate{"state", expectedState(r.State), measured, plain})
	}
	return append(list, estimate{"moved", moves, moved, plain}, estimate{"partitions", a.atWork(in), work, plain})
}

// expectedState tells what a plan says of the state.
func expectedState(s *report.StateBlock) string {
	switch {
	case s.Kind == state.KeepsRows && s.Model.Rows > 0:
		return fmt.Sprintf("%d records of each group", s.Model.Rows)
	case s.Kind == state.KeepsRecords && s.Model.WithinSeconds > 0:
		return "the records of " + span(s.Model.WithinSeconds)
	case s.Kind != state.KeepsGroups:
		return "every record, forever"
	case s.Model.WindowSeconds > 0:
		return "the groups of windows that are not over"
	}
	if s.GrowthPerHour != nil && *s.GrowthPerHour > 0 {
		return "every group, forever (VP205)"
	}
	return "every group, forever"
}

// atWork tells how many partitions a plan keeps at work with the records of an input.
func (a Analysis) atWork(in *planner.Input) string {
	n := a.Plans[0].Partitions
	switch in.Route {
	case "single":
		return fmt.Sprintf("1 of %d at work", n)
	case "hash":
		return fmt.Sprintf("%d of %d at work, if no key is hot", n, n)
	case "any":
		return fmt.Sprintf("%d of %d at work", n, n)
	case "keep":
		if in.SourcePartitions > 0 {
			return fmt.Sprintf("%d of %d at work, as even as the source", min(n, in.SourcePartitions), n)
		}
		return "as even as the source"
	}
	return "every partition has all of them"
}
