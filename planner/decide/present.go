package decide

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// The routes of an input's records.
const (
	routeHash   = "hash"
	routeSingle = "single"
	routeKeep   = "keep"
	routeAny    = "any"
	routeCopy   = "copy"
)

// Decision is a case with the strategy that runs and everything there is to say about it.
type Decision struct {
	Case   *Case
	Ran    Judgement // of the strategy that runs
	Would  string    // what the tree chooses by itself
	Trace  []Step
	Stages []*Stage
	// Fault is set if the tree chose a strategy that is not proven, which should never happen.
	Fault string
}

// Decide walks the tree of questions and judges what it chose.
func Decide(c *Case) *Decision {
	name, trace := c.Walk()
	d := &Decision{Case: c, Would: name, Trace: trace, Stages: c.Stages()}
	if c.Named != nil {
		unnamed := *c
		unnamed.Named = nil
		var free []Step
		d.Would, free = unnamed.Walk()
		d.Trace = append(d.Trace, free[1:]...)
	}
	s, _ := strategies.Lookup(name)
	d.Ran = c.Judge(s)
	if c.Named == nil && (d.Ran.Verdict == Refuted || d.Ran.Verdict == Unavailable || d.Ran.Verdict == Unproven && d.Ran.Broken != nil) {
		// The tree chooses only what is proven. Should it ever fail to, the one strategy that always serves runs,
		// and the fault is reported instead of a wrong route.
		d.Fault = fmt.Sprintf("internal fault: %s was chosen but is %s: %s", s.Name, d.Ran.Verdict, d.Ran.Why)
		d.Ran = c.Judge(strategies.FanIn)
		d.Would = d.Ran.Strategy.Name
	}
	return d
}

// Present puts a decision about a statement into the form of a plan.
func (d *Decision) Present(p *planner.Plan, statement diag.Span) {
	c := d.Case
	p.Strategy, p.Verdict, p.WouldChoose, p.ChosenBy = d.Ran.Strategy.Name, string(d.Ran.Verdict), d.Would, "automatic"
	if d.Ran.Verdict == Unavailable {
		p.Verdict = string(Refuted)
	}
	if c.Named != nil {
		p.ChosenBy = c.Named.By
	}
	p.Keys, p.Partitions = []string{}, c.Partitions
	switch kind := d.Ran.Delivered.Kind(); {
	case d.Ran.Verdict == Unavailable:
	case kind == dist.KindBy:
		p.Keys = c.Tree.Columns.Names(d.Ran.Delivered.Columns())
	case kind == dist.KindSource && c.Aligned && len(c.Hard) > 0 && c.adapts(d.Ran.Strategy):
		p.Keys = c.Tree.Columns.Names(c.PlanKeys()) // the grouping key, which the source's own key serves
	}
	p.Required, p.Delivered = d.required(p, statement), c.presentDist(d.Ran.Delivered)
	p.Proof, p.Facts, p.Trace = d.proof(), d.facts(p), d.trace(p)
	p.Alternatives, p.Sink = d.alternatives(), c.sink()
	p.Inputs, p.Stages = d.inputs(p), c.presentStages(d.Stages)
}

// adapts reports whether a strategy that keeps the source's partitions would hash if they did not serve.
func (c *Case) adapts(s strategies.Strategy) bool {
	ctx := c.context()
	ctx.Aligned = false
	d, err := s.Deliver(ctx)
	return err == nil && d.Kind() == dist.KindBy
}

// Reason is a text with its place.
func Reason(p *planner.Plan, text string, at diag.Span) planner.Because {
	b := planner.Because{Text: text, Span: at}
	if !at.IsZero() {
		pos := p.Source.Position(at.Start)
		b.Line, b.Column = pos.Line, pos.Column
	}
	return b
}

// required lists every requirement, hard and soft. A stateless query has a single one, which requires nothing.
func (d *Decision) required(p *planner.Plan, statement diag.Span) []planner.Requirement {
	c, out := d.Case, []planner.Requirement{}
	for _, n := range slices.Concat(c.Hard, c.Soft) {
		text := n.Text
		if n.All {
			text += ": " + c.whyAll(n)
		}
		out = append(out, planner.Requirement{Dist: c.presentNeed(n), Soft: n.Soft, Operator: string(n.Kind), Because: Reason(p, text, n.Span)})
	}
	if len(out) == 0 {
		out = append(out, planner.Requirement{Dist: planner.Dist{Dist: string(dist.KindAny), Keys: []string{}}, Operator: "stateless",
			Because: Reason(p, "each record is handled by itself", statement)})
	}
	return out
}

// presentNeed returns what a need asks for. A keyed sink also asks for the order within a source partition.
func (c *Case) presentNeed(n *logical.Need) planner.Dist {
	d := n.Dist()
	if n.Kind == logical.KindSink {
		d = dist.By(append(d.Columns(), dist.Partition)...)
	}
	return c.presentDist(d)
}

func (c *Case) presentDist(d dist.Dist) planner.Dist {
	keys := []string{}
	for _, id := range d.Columns() {
		if id != dist.Row && (id != dist.Partition || d.Kind() == dist.KindBy) {
			keys = append(keys, c.Tree.Show(id))
		}
	}
	return planner.Dist{Dist: string(d.Kind()), Keys: keys}
}

func (d *Decision) trace(p *planner.Plan) []planner.Step {
	var out []planner.Step
	for _, s := range d.Trace {
		step := planner.Step{Node: s.Node.Name, Question: s.Node.Ask, Yes: s.Answer.Yes, Because: s.Answer.Because}
		if at := s.Answer.At; len(at) > 0 && !at[0].IsZero() {
			b := Reason(p, "", at[0])
			step.Line, step.Column, step.Span = b.Line, b.Column, at[0]
		}
		out = append(out, step)
	}
	return out
}

// alternatives lists all strategies with their verdicts.
func (d *Decision) alternatives() []planner.Alternative {
	var out []planner.Alternative
	for _, s := range strategies.All {
		j := d.Case.Judge(s)
		a := planner.Alternative{Strategy: s.Name, Verdict: string(j.Verdict), Because: j.Why}
		switch {
		case j.Verdict == Refuted:
			a.Verdict = "wrong"
		case j.Verdict == Proven && s.Name == d.Ran.Strategy.Name:
			a.Verdict = "chosen"
		case j.Verdict == Proven:
			a.Verdict = "correct"
		}
		out = append(out, a)
	}
	return out
}
