package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
)

// ExplainTree prints each plan as a tree, records flowing upwards: the sink on top, the operators
// with what they require below it, and the sources with their routes as leaves.
func ExplainTree(r *planner.Result, o Options) string {
	p := &page{Options: o}
	for i, plan := range r.Plans {
		if i > 0 {
			p.WriteByte('\n')
		}
		p.tree(plan)
	}
	p.unrouted(r.Unrouted, len(r.Plans) > 0)
	return p.String()
}

// tree prints one plan.
func (p *page) tree(plan *planner.Plan) {
	p.errors(plan)
	p.row(piece{}, piece{titleOf(plan), bold}, piece{" · " + location(plan), dim})
	depth := 0
	if plan.Sink != nil {
		p.branch(&depth, piece{"sink ", cyan}, text(sinkOf(plan.Sink)))
	}
	for _, r := range slices.Backward(plan.Required) {
		p.branch(&depth, piece{reasonOf(r), bold}, text(": "+needOf(r)), at(r.Because.Line, r.Because.Column))
	}
	p.branch(&depth, text(Plural(plan.Partitions, "partition")+": "),
		piece{on(plan.Strategy, plan.Keys), bold}, text(" ("), piece{plan.Verdict, verdictInk(plan.Verdict)}, text(")"))
	p.leaves(depth, plan.Inputs)
	if e := plan.Engine; e != nil && e.Verdict != deploy.Same && plan.Verdict != "refuted" {
		p.row(text("engine: "), piece{engineRuns(e), bold}, text(" ("), piece{e.Verdict, engineInk(e)}, text("), "+engineBecause(plan)))
	}
	p.row(text("why: "), path(plan)...)
	p.steps(plan)
}

// branch prints an only child and goes one level down.
func (p *page) branch(depth *int, pieces ...piece) {
	p.row(piece{strings.Repeat("   ", *depth) + "└─ ", dim}, pieces...)
	*depth++
}

// leaves prints the sources.
func (p *page) leaves(depth int, inputs []planner.Input) {
	for i, in := range inputs {
		fork := "├─ "
		if i == len(inputs)-1 {
			fork = "└─ "
		}
		pieces := []piece{{routeOf(in.Route, in.Keys), cyan}, text(" ◄─ "), {sourceOf(in), bold}}
		if known := knownOf(in); known != "" {
			pieces = append(pieces, piece{" (" + known + ")", dim})
		}
		p.row(piece{strings.Repeat("   ", depth) + fork, dim}, pieces...)
	}
}

// steps prints the plan with exchanges, if the job needs several steps: each step with what it reads, and by which
// exchange.
func (p *page) steps(plan *planner.Plan) {
	if len(plan.Stages) < 2 {
		return
	}
	p.row(piece{}, text(fmt.Sprintf("the same in %d stages, each after its exchange:", len(plan.Stages))))
	for i, s := range plan.Stages {
		fork, below := "├─ ", "│  "
		if i == len(plan.Stages)-1 {
			fork, below = "└─ ", "   "
		}
		p.row(piece{fork, dim}, piece{fmt.Sprintf("stage %d: ", s.ID), cyan}, piece{s.Operator, bold})
		var reads [][]piece
		for _, from := range earlier(s) {
			reads = append(reads, []piece{{routeOf(s.Exchange, s.Keys), cyan}, text(fmt.Sprintf(" ◄─ stage %d", from))})
		}
		for _, in := range plan.Inputs {
			if in.Staged.Stage == s.ID {
				reads = append(reads, []piece{{routeOf(in.Staged.Route, in.Staged.Keys), cyan}, text(" ◄─ "), {sourceOf(in), bold}})
			}
		}
		for k, read := range reads {
			fork := "├─ "
			if k == len(reads)-1 {
				fork = "└─ "
			}
			p.row(piece{below + fork, dim}, read...)
		}
	}
}

// path is the path through the decision tree in one line, up to the answer that led to the strategy.
func path(plan *planner.Plan) []piece {
	var pieces []piece
	for i, step := range plan.Trace {
		if i > 0 {
			pieces = append(pieces, piece{" → ", dim})
		}
		answer := piece{" no", dim}
		if step.Yes {
			answer = piece{" yes", green}
		}
		pieces = append(pieces, text(step.Node), answer)
		if step.Yes {
			break
		}
	}
	return pieces
}
