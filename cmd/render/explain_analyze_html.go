package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// AnalysisHTML prints an analysis as one page for a browser: the page of the report, with the plan before what was
// measured.
func AnalysisHTML(a Analysis) string {
	h := newHTMLReport(a.Report, a.notes())
	h.Command, h.Plan = "velo-plan explain --analyze", newHTMLPlan(a.Plans[0])
	return h.page()
}

// htmlPlan is a plan as the page shows it.
type htmlPlan struct {
	Job, Place   string
	Lead         string
	Flow         []htmlFlow
	Named        bool // a strategy is named, and Steps continue below it
	Steps        []htmlStep
	Proof        []string
	Alternatives []htmlVerdict
	Stages       [][]string // number, operator, what it reads, exchange
	Advice       []htmlAdvice
}

// htmlFlow is what the job reads, requires or writes.
type htmlFlow struct{ Does, What, How string }

// htmlStep is a question of the decision with its answer.
type htmlStep struct{ Node, Question, Answer, Because string }

// htmlVerdict is what the plan says of a strategy.
type htmlVerdict struct {
	Strategy, Verdict, Mark, Because string
	Now                              bool // it is the plan's own strategy
}

// htmlAdvice is a remark of the planner.
type htmlAdvice struct{ Kind, Text, Statements string }

// newHTMLPlan puts the section of a plan together.
func newHTMLPlan(p *planner.Plan) *htmlPlan {
	h := &htmlPlan{
		Job: Clean(titleOf(p)), Place: Clean(fmt.Sprintf("%s, line %d", p.File, p.Line)), Proof: cleanAll(p.Proof),
		Lead: Clean(fmt.Sprintf("%s, %s; %s, %s.", capital(p.Verdict), chosenBy(p), Plural(p.Partitions, "partition"), partitionsBy(p))),
		Flow: htmlFlows(p), Named: p.ChosenBy != automatic,
	}
	for _, step := range p.Trace {
		answer := "no"
		if step.Yes {
			answer = "yes"
		}
		h.Steps = append(h.Steps, htmlStep{Clean(step.Node), Clean(step.Question), answer, Clean(step.Because + inBrackets(step.Line, step.Column))})
	}
	for _, a := range p.Alternatives {
		h.Alternatives = append(h.Alternatives, htmlVerdict{Clean(a.Strategy), Clean(a.Verdict), verdictMark(a.Verdict), Clean(a.Because), a.Strategy == p.Strategy})
	}
	if len(p.Stages) > 1 {
		for _, s := range p.Stages {
			h.Stages = append(h.Stages, cleanAll([]string{fmt.Sprint(s.ID), s.Operator, names(s.Inputs), routeOf(s.Exchange, s.Keys)}))
		}
	}
	for _, a := range p.Advice {
		var lines []string
		for _, line := range strings.Split(strings.Join(a.Statements, "\n\n"), "\n") {
			lines = append(lines, Clean(line))
		}
		h.Advice = append(h.Advice, htmlAdvice{Clean(a.Kind), Clean(a.Text + inBrackets(a.Line, a.Column)), strings.Join(lines, "\n")})
	}
	return h
}

// htmlFlows are the sources of a plan, what is required of them, and the sink.
func htmlFlows(p *planner.Plan) []htmlFlow {
	var list []htmlFlow
	for _, in := range p.Inputs {
		how := routeOf(in.Route, in.Keys) + ", " + exchangeOf(in)
		if known := knownOf(in); known != "" {
			how += "; " + known
		}
		list = append(list, htmlFlow{"reads", Clean(sourceOf(in)), Clean(how)})
	}
	for _, r := range p.Required {
		list = append(list, htmlFlow{"requires", Clean(reasonOf(r)), Clean(needOf(r) + inBrackets(r.Because.Line, r.Because.Column))})
	}
	if p.Sink != nil {
		list = append(list, htmlFlow{"writes", Clean(p.Sink.Name), Clean(strings.TrimPrefix(sinkOf(p.Sink), p.Sink.Name+", "))})
	}
	return list
}

// verdictMark is the mark of a verdict on a strategy.
func verdictMark(verdict string) string {
	switch verdict {
	case "chosen", "correct":
		return markGood
	case "wrong":
		return markBad
	case "unproven":
		return markSome
	}
	return markNone
}
