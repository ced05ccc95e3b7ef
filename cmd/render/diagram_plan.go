package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// drawPlans draws each plan in a frame: sources, exchanges, stages with their operators, sink. With tree, the
// decision has a frame next to it.
func drawPlans(r *planner.Result, tree bool) *diagram {
	d := &diagram{}
	for i, plan := range r.Plans {
		id := fmt.Sprintf("p%d", i+1)
		d.plan(id, plan)
		if tree {
			d.decision(id+"d", plan)
		}
	}
	return d
}

// plan draws one plan, with its stages if it needs several.
func (d *diagram) plan(id string, plan *planner.Plan) {
	d.open(id, false, titleOf(plan), plan.File+", line "+strconv.Itoa(plan.Line), on(plan.Strategy, plan.Keys)+" ("+plan.Verdict+"), "+Plural(plan.Partitions, "partition"))
	ends := d.steps(id, plan)
	if plan.Sink == nil {
		return
	}
	key := "without a key"
	if len(plan.Sink.Key) > 0 {
		key = "keyed by " + names(plan.Sink.Key)
	}
	sink := d.box(id+"k", store, normal, plan.Sink.Name, key)
	for _, end := range ends {
		d.arrow(end, sink, "", normal)
	}
}

// steps draws sources, exchanges and stages, and returns the boxes whose records come out.
func (d *diagram) steps(id string, plan *planner.Plan) (ends []string) {
	if len(plan.Stages) < 2 {
		l := normal
		if plan.Verdict == "refuted" {
			l = wrong
		}
		step := d.box(id+"s1", step, l, operatorsOf(plan)...)
		for i, in := range plan.Inputs {
			d.input(fmt.Sprintf("%si%d", id, i+1), step, in, in.Exchange, in.Route, in.Keys)
		}
		return []string{step}
	}
	d.frames[len(d.frames)-1].lines = append(d.frames[len(d.frames)-1].lines,
		fmt.Sprintf("drawn as %d stages, each after its exchange", len(plan.Stages)))
	fed := map[int]bool{}
	for _, s := range plan.Stages {
		to := d.box(fmt.Sprintf("%ss%d", id, s.ID), step, normal, fmt.Sprintf("stage %d", s.ID), s.Operator)
		for _, from := range earlier(s) {
			fed[from] = true
			between := d.box(fmt.Sprintf("%sx%d_%d", id, from, s.ID), exchange, taken, routeOf(s.Exchange, s.Keys))
			d.arrow(fmt.Sprintf("%ss%d", id, from), between, "", normal)
			d.arrow(between, to, "", normal)
		}
	}
	for i, in := range plan.Inputs {
		to := fmt.Sprintf("%ss%d", id, min(max(in.Staged.Stage, 1), len(plan.Stages)))
		moves := in.Staged.Route == "hash" || in.Staged.Route == "single"
		d.input(fmt.Sprintf("%si%d", id, i+1), to, in, moves, in.Staged.Route, in.Staged.Keys)
	}
	for _, s := range plan.Stages {
		if !fed[s.ID] {
			ends = append(ends, fmt.Sprintf("%ss%d", id, s.ID))
		}
	}
	return ends
}

// input draws a source and the way of its records into a step.
func (d *diagram) input(id, to string, in planner.Input, moves bool, route string, keys []string) {
	source := d.box(id, store, normal, sourceOf(in), knownOf(in))
	if !moves {
		d.arrow(source, to, routeOf(route, keys), normal)
		return
	}
	between := d.box(id+"x", exchange, taken, routeOf(route, keys))
	d.arrow(source, between, "", normal)
	d.arrow(between, to, "", normal)
}

// operatorsOf are the operators of a plan that is one step, each once.
func operatorsOf(plan *planner.Plan) []string {
	var list []string
	for _, r := range plan.Required {
		if text := reasonOf(r); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// earlier are the stages that a stage reads.
func earlier(s planner.Stage) []int {
	var list []int
	for _, in := range s.Inputs {
		text, ok := strings.CutPrefix(in, "stage ")
		if n, err := strconv.Atoi(text); ok && err == nil && n >= 1 && n < s.ID {
			list = append(list, n)
		}
	}
	return list
}
