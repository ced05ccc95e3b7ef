package render

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/decide"
)

// decision draws the whole decision tree with the path that a plan took through it. After a strategy that is
// named, the path that the tree would take on its own is dashed.
func (d *diagram) decision(id string, plan *planner.Plan) {
	d.open(id, true, "decision: "+titleOf(plan))
	asked := map[string]planner.Step{}
	for _, step := range plan.Trace {
		asked[step.Node] = step
	}
	named := false
	for i, node := range decide.Tree {
		step, met := asked[node.Name]
		here := fmt.Sprintf("%sq%d", id, i+1)
		then := node.Then
		if then == "" {
			then = "the strategy that is named"
		}
		d.box(here, question, lookOf(met, named), node.Name, node.Ask, answerOf(step, met))
		d.box(here+"y", outcome, lookOf(met && step.Yes, named), then)
		d.arrow(here, here+"y", "yes", lookOf(met && step.Yes, named))
		if i < len(decide.Tree)-1 {
			d.arrow(here, fmt.Sprintf("%sq%d", id, i+2), "no", lookOf(met && !step.Yes, named))
		}
		named = named || met && step.Yes
	}
}

// lookOf marks what the decision met; what follows an answer that has already chosen is not marked.
func lookOf(met, chosen bool) look {
	switch {
	case !met:
		return faint
	case chosen:
		return normal
	default:
		return taken
	}
}

// answerOf is the recorded answer to a question with its place; "" for one that was not asked.
func answerOf(step planner.Step, met bool) string {
	if !met {
		return ""
	}
	answer := "no: "
	if step.Yes {
		answer = "yes: "
	}
	return answer + step.Because + inBrackets(step.Line, step.Column)
}
