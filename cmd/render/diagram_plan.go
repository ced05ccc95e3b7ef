package render

import (
	"cmp"
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
	d.connect(r)
	return d
}

// connect leads from where a plan writes a topic to where others read it.
func (d *diagram) connect(r *planner.Result) {
	topic := func(name string) string { return name }
	if r.Graph != nil {
		known := map[string]string{}
		for _, n := range r.Graph.Nodes {
			if n.Kind == planner.NodeTopic {
				for _, alias := range append([]string{n.Name}, n.Aliases...) {
					known[alias] = n.Name
				}
			}
		}
		topic = func(name string) string { return cmp.Or(known[name], name) }
	}
	written := map[string][]int{} // by topic, the plans that write it
	for i, plan := range r.Plans {
		if plan.Sink != nil {
			written[topic(plan.Sink.Name)] = append(written[topic(plan.Sink.Name)], i)
		}
	}
	for i, plan := range r.Plans {
		for j, in := range plan.Inputs {
			for _, writer := range written[topic(in.Source)] {
				d.arrow(fmt.Sprintf("p%dk", writer+1), fmt.Sprintf("p%di%d", i+1, j+1), "", faint)
			}
		}
	}
}

// plan draws one plan, with its stages if it needs several.
func (d *diagram) plan(id string, plan *planner.Plan) {
	d.open(id, false, titleOf(plan))
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

// described are the lines of the box that stands for a plan: what was chosen, what it is for, and where it stands.
func described(plan *planner.Plan, purpose ...string) []string {
	lines := append([]string{on(plan.Strategy, plan.Keys) + " (" + plan.Verdict + ")", Plural(plan.Partitions, "partition")}, purpose...)
	return append(lines, plan.File+", line "+strconv.Itoa(plan.Line))
}

// steps draws sources, exchanges and stages, and returns the boxes whose records come out.
func (d *diagram) steps(id string, plan *planner.Plan) (ends []string) {
	l := normal
	if plan.Verdict == "refuted" {
		l = wrong
	}
	if len(plan.Stages) < 2 {
		step := d.box(id+"s1", step, l, described(plan, operatorsOf(plan)...)...)
		for i, in := range plan.Inputs {
			d.input(fmt.Sprintf("%si%d", id, i+1), step, in, in.Exchange, in.Route, in.Keys)
		}
		return []string{step}
	}
	d.box(id+"n", outcome, l, described(plan, fmt.Sprintf("drawn as %d stages, each after its exchange", len(plan.Stages)))...)
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
