package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
)

// htmlPlan is a plan as a page shows it.
type htmlPlan struct {
	ID, Job, Place string
	Strategy       string
	Keys           []string
	Lead           string
	Glance         []htmlFact
	Engine, Write  string // what the engine runs and why, and what to write instead
	SQL            []htmlSQLLine
	Flow           []htmlFlow
	Named          bool // a strategy is named, and Steps continue below it
	Steps          []htmlStep
	Proof          []string
	Alternatives   []htmlVerdict
	Witnesses      []htmlWitness
	Stages         [][]string // number, operator, what it reads, exchange
	Advice         []htmlAdvice
}

// htmlFlow is what the job reads, requires or writes. ID is where the mark of a requirement leads.
type htmlFlow struct {
	Does, What, How string
	ID              string
	Note            *htmlNote
}

// htmlStep is a question of the decision with its answer.
type htmlStep struct{ Node, Question, Answer, Because string }

// htmlVerdict is what the plan says of a strategy.
type htmlVerdict struct {
	Strategy, Verdict, Mark, Because string
	Now                              bool // it is the plan's own strategy
}

// htmlAdvice is a remark of the planner.
type htmlAdvice struct {
	Kind, Text, Statements string
	ID                     string
	Note                   *htmlNote
}

// newHTMLPlan puts the page of a plan together; all its ids begin with id.
func newHTMLPlan(p *planner.Plan, id string) *htmlPlan {
	marks := newHTMLMarks(p, id)
	h := &htmlPlan{
		ID: id, Job: Clean(titleOf(p)), Place: Clean(fmt.Sprintf("%s, line %d", p.File, p.Line)), Proof: cleanAll(p.Proof),
		Strategy: Clean(p.Strategy), Keys: cleanAll(p.Keys),
		Lead: Clean(fmt.Sprintf("%s, %s; %s, %s.", capital(p.Verdict), chosenBy(p), Plural(p.Partitions, "partition"), partitionsBy(p))),
		Glance: []htmlFact{
			{"Verdict", Clean(p.Verdict), Clean(chosenBy(p)), markOf(verdictInk(p.Verdict))},
			{"Partitions", fmt.Sprint(p.Partitions), Clean(partitionsBy(p)), ""},
			{"Moves", movesOf(p), "of the records leave the partition that they are read from", ""},
		},
		Flow: htmlFlows(p, marks), Named: p.ChosenBy != automatic,
	}
	if e := p.Engine; e != nil {
		mark := markGood
		if e.Verdict != deploy.Same {
			mark = markOf(engineInk(e))
		}
		h.Glance = append(h.Glance, htmlFact{"Engine", Clean(e.Verdict), Clean("runs " + engineRuns(e)), mark})
		h.Engine, h.Write = Clean("The engine runs "+engineRuns(e)+": "+sentence(engineBecause(p))), Clean(e.Write)
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
	h.Witnesses = htmlWitnesses(p)
	if len(p.Stages) > 1 {
		for _, s := range p.Stages {
			h.Stages = append(h.Stages, cleanAll([]string{fmt.Sprint(s.ID), s.Operator, names(s.Inputs), routeOf(s.Exchange, s.Keys)}))
		}
	}
	for _, a := range p.Advice {
		advice := htmlAdvice{Kind: Clean(a.Kind), Text: Clean(a.Text + inBrackets(a.Line, a.Column)), Statements: cleanStatements(a.Statements)}
		advice.ID, advice.Note = marks.add(a.Span, severityClass(a.Kind))
		h.Advice = append(h.Advice, advice)
	}
	h.SQL = marks.lines()
	return h
}

// cleanStatements joins statements, whose lines stay.
func cleanStatements(statements []string) string {
	return strings.Join(cleanAll(strings.Split(strings.Join(statements, "\n\n"), "\n")), "\n")
}

// htmlFlows are the sources of a plan, what is required of them, and the sink.
func htmlFlows(p *planner.Plan, marks *htmlMarks) []htmlFlow {
	var list []htmlFlow
	for _, in := range p.Inputs {
		how := routeOf(in.Route, in.Keys) + ", " + exchangeOf(in)
		if known := knownOf(in); known != "" {
			how += "; " + known
		}
		list = append(list, htmlFlow{Does: "reads", What: Clean(sourceOf(in)), How: Clean(how)})
	}
	for _, r := range p.Required {
		flow := htmlFlow{Does: "requires", What: Clean(reasonOf(r)), How: Clean(needOf(r) + inBrackets(r.Because.Line, r.Because.Column))}
		flow.ID, flow.Note = marks.add(r.Because.Span, "")
		list = append(list, flow)
	}
	if p.Sink != nil {
		list = append(list, htmlFlow{Does: "writes", What: Clean(p.Sink.Name), How: Clean(strings.TrimPrefix(sinkOf(p.Sink), p.Sink.Name+", "))})
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
