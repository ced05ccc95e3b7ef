package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// ExplainTable prints plans for a terminal: what is chosen, why, and what else was considered.
func ExplainTable(r *planner.Result, o Options) string {
	p := &page{Options: o}
	for i, plan := range r.Plans {
		if i > 0 {
			p.WriteByte('\n')
			p.row(piece{strings.Repeat("─", p.width()), dim})
			p.WriteByte('\n')
		}
		p.plan(plan)
	}
	p.unrouted(r.Unrouted, len(r.Plans) > 0)
	return p.String()
}

// plan prints one plan.
func (p *page) plan(plan *planner.Plan) {
	p.row(piece{}, piece{titleOf(plan), bold}, piece{" · " + location(plan) + " · " + kindOf(plan), dim})
	p.WriteByte('\n')
	p.errors(plan)
	p.head(plan)
	p.why(plan)
	p.proof(plan)
	p.alternatives(plan)
	p.stages(plan)
	p.advice(plan)
}

// errors prints the errors of a plan before anything else, as lint does.
func (p *page) errors(plan *planner.Plan) {
	for _, d := range plan.Findings {
		if d.Severity == diag.Error {
			p.diagnostic(d)
			p.WriteByte('\n')
		}
	}
}

// location is where a plan's statement starts.
func location(plan *planner.Plan) string { return fmt.Sprintf("%s:%d", plan.File, plan.Line) }

// head prints the plan in short: how, how many, from where, to where.
func (p *page) head(plan *planner.Plan) {
	p.engine(plan)
	p.label("strategy", dim, piece{on(plan.Strategy, plan.Keys), bold}, text(" ("),
		piece{plan.Verdict, verdictInk(plan.Verdict)}, text("), "+chosenBy(plan)))
	p.write(plan.Engine)
	p.label("partitions", dim, text(fmt.Sprintf("%d, %s", plan.Partitions, partitionsBy(plan))))
	if plan.Hashes() {
		p.label("hash", dim, text(plan.Hash))
	}
	for i, in := range plan.Inputs {
		p.input(labelOf("reads", i), in)
	}
	for i, r := range plan.Required {
		p.label(labelOf("requires", i), dim, text(reasonOf(r)+": "+needOf(r)), at(r.Because.Line, r.Because.Column))
	}
	if plan.Sink != nil {
		p.label("writes", dim, text(sinkOf(plan.Sink)))
	}
}

// labelOf is a label on the first of several lines.
func labelOf(name string, i int) string {
	if i > 0 {
		return ""
	}
	return name
}

// input prints where records come from and what happens to them first.
func (p *page) input(label string, in planner.Input) {
	p.label(label, dim, piece{sourceOf(in), bold}, text(": "+routeOf(in.Route, in.Keys)+" ("+exchangeOf(in)+")"))
	known := knownOf(in)
	if known == "" {
		known = "nothing is declared of its key and partitions"
	}
	p.label("", dim, piece{in.Kind + ", " + known, dim})
}

// sinkOf tells where a job writes and by which key.
func sinkOf(s *planner.Sink) string {
	if len(s.Key) == 0 {
		return s.Name + ", without a key"
	}
	return fmt.Sprintf("%s, keyed by %s (%s)", s.Name, names(s.Key), s.KeyFrom)
}

// at is a place in the text as a dim piece.
func at(line, column int) piece {
	if line == 0 {
		return piece{}
	}
	return piece{" [" + place(line, column) + "]", dim}
}

const (
	// explicit is the node of the decision tree that asks for a named strategy. The questions after its yes are
	// what the tree would choose on its own.
	explicit = "explicit"
	// automatic is Plan.ChosenBy if no strategy is named.
	automatic = "automatic"
)

// why prints the path through the decision tree: every question, with its answer.
func (p *page) why(plan *planner.Plan) {
	p.title("Why")
	for _, step := range plan.Trace {
		answer, i := "no", dim
		if step.Yes {
			answer, i = "yes", green
		}
		p.label(step.Node, bold, text(step.Question))
		p.label(answer, i, text(step.Because), at(step.Line, step.Column))
		if step.Yes && step.Node == explicit {
			p.label("so", green, piece{on(plan.Strategy, plan.Keys), bold}, piece{". Were none named:", dim})
		}
	}
	if plan.ChosenBy == automatic {
		p.label("so", green, piece{on(plan.Strategy, plan.Keys), bold})
	} else {
		p.label("so", dim, text(plan.WouldChoose))
	}
}

// proof prints the facts that the plan rests on.
func (p *page) proof(plan *planner.Plan) {
	if len(plan.Proof) == 0 {
		return
	}
	p.title("Proof")
	for _, sentence := range plan.Proof {
		p.row(text("  - "), text(sentence))
	}
}

// alternatives prints the verdict on each strategy.
func (p *page) alternatives(plan *planner.Plan) {
	p.title("Strategies")
	t := table{header: []string{"strategy", "verdict", "because"}}
	for _, a := range plan.Alternatives {
		name := plain
		if a.Strategy == plan.Strategy {
			name = bold
		}
		because := a.Because
		if saidByError(plan, because) {
			because = asTheErrorSays
		}
		t.rows = append(t.rows, []cell{{a.Strategy, name}, {a.Verdict, verdictInk(a.Verdict)}, {because, plain}})
	}
	p.table(t)
	for _, a := range plan.Alternatives {
		switch {
		case a.Witness != nil:
			p.title(a.Strategy, text(" "+givesOther(a.Witness)))
			p.witness(a.Witness)
		case a.NoWitness != "":
			p.title(a.Strategy, text(" is not shown: "+a.NoWitness))
		}
	}
}

// stages prints the plan with exchanges, if the job needs several routing steps.
func (p *page) stages(plan *planner.Plan) {
	if len(plan.Stages) < 2 {
		return
	}
	p.title("Stages", piece{"(the same job in steps, each with an exchange of its own)", dim})
	t := table{header: []string{"stage", "operator", "reads", "exchange"}}
	for _, s := range plan.Stages {
		t.rows = append(t.rows, []cell{{fmt.Sprint(s.ID), bold}, {s.Operator, plain},
			{names(s.Inputs), plain}, {routeOf(s.Exchange, s.Keys), cyan}})
	}
	p.table(t)
}

// advice prints the numbered remarks; the errors stand above the plan.
func (p *page) advice(plan *planner.Plan) {
	remarks := remarksOf(plan)
	if len(remarks) == 0 {
		if len(plan.Advice) == 0 {
			p.WriteByte('\n')
			p.row(piece{}, piece{"No advice.", dim})
		}
		return
	}
	p.title("Advice")
	for i, a := range remarks {
		start := fmt.Sprintf("%3d. ", i+1)
		p.row(text(start), piece{a.Kind, kindInk(a.Kind)}, at(a.Line, a.Column), text(" "+a.Text))
		p.statements(a, len(start))
	}
}

// statements prints the statements of a remark. They are meant to be copied, so their lines are not wrapped.
func (p *page) statements(a planner.Advice, margin int) {
	for _, statement := range a.Statements {
		p.WriteByte('\n')
		for line := range strings.SplitSeq(statement, "\n") {
			p.WriteString(strings.TrimRight(strings.Repeat(" ", margin)+p.paint(cyan, Clean(line)), " ") + "\n")
		}
	}
}

// unrouted lists the statements that move no records.
func (p *page) unrouted(list []planner.Unrouted, below bool) {
	if len(list) == 0 {
		return
	}
	if below {
		p.WriteByte('\n')
	}
	p.row(piece{}, piece{"No records to route", bold})
	for _, u := range list {
		p.row(text("  "), piece{fmt.Sprintf("%s:%d", u.File, u.Line), dim},
			text(" "+unroutedText(u)))
	}
}
