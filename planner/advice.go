package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
)

// advise adds what a person should know or do: what is wrong, what is only assumed, what would be
// cheaper. A strategy that breaks the query is a finding as well, so that commands fail on it.
func (a *analysis) advise(p *Plan, c *Case, j judgement, stages []*stage) {
	p.Advice = []Advice{}
	add := func(id, kind, text string, at diag.Span) {
		b := a.because(text, at)
		p.Advice = append(p.Advice, Advice{ID: id, Kind: kind, Text: text, Line: b.Line, Column: b.Column, Span: at})
	}
	a.adviseNamed(c, j, p, add)
	for _, r := range a.remarks {
		add(r.ID, r.Kind, r.Text, r.Span)
	}
	a.adviseSoft(c, j, add)
	if c.partitions > 1 {
		a.adviseCost(p, c, stages, add)
		a.adviseSources(p, c, add)
	}
}

type adder func(id, kind, text string, at diag.Span)

// adviseNamed speaks about a strategy that was named: wrong, unproven, or dearer than needed.
func (a *analysis) adviseNamed(c *Case, j judgement, p *Plan, add adder) {
	if c.named == nil {
		return
	}
	switch j.kind {
	case strategies.Refuted, strategies.Unavailable:
		id, code := "splits-groups", "VP101"
		switch {
		case j.kind == strategies.Unavailable && c.partitions > 1 && c.keys.ok && c.anyAll() != nil:
			id, code = "partial-globals", "VP102"
		case j.kind == strategies.Unavailable:
			id, code = "strategy-unavailable", "VP101"
		case j.broken != nil && j.broken.all():
			id, code = "partial-globals", "VP102"
		case j.broken != nil && j.broken.pairs != nil:
			id, code = "join-not-copartitioned", "VP103"
		}
		text := fmt.Sprintf("%s is wrong for this query: %s", p.Strategy, j.why)
		way := "name " + p.WouldChoose + ", which this query would get by itself, or name none"
		add(id, "error", text+"; "+way, c.named.at)
		a.find(diag.Error, code, c.named.at, text, way)
	case strategies.Unproven:
		add("unproven-alignment", "warning", p.Strategy+" is "+j.why+": "+a.howToDeclare(c, j.broken.inputs), c.named.at)
	case strategies.Proven:
		if p.Strategy == strategies.AlwaysHash.Name && c.aligned && len(c.hard) > 0 && c.partitions > 1 {
			add("needless-hash", "advice", "always_hash is named although the source already brings the groups together: smart_repartition would move nothing", c.named.at)
		}
	}
}

// howToDeclare says how to make alignment known, or how to check it.
func (a *analysis) howToDeclare(c *Case, inputs []int) string {
	var lines []string
	for _, i := range inputs {
		in := c.query.Inputs[i]
		switch {
		case in.Known.Unkeyed():
			lines = append(lines, fmt.Sprintf("let its writers key %s by %s, or take another strategy", in.Name, c.exampleKey(i)))
		case len(in.Known.Key) == 0:
			lines = append(lines, fmt.Sprintf("if %s is keyed so, declare it (-- @source_key.%s: %s, or --source-key, or the catalog)", in.Name, in.Name, c.exampleKey(i)))
		}
	}
	if len(lines) == 0 {
		return "declare key and partition count of every joined source"
	}
	return strings.Join(lines, "; ")
}

// exampleKey is a key of the input that would align it.
func (c *Case) exampleKey(input int) string {
	if k := c.keys.keys[input]; len(k) > 0 {
		return strings.Join(c.query.owns(k), ", ")
	}
	return "<columns>"
}

// adviseSoft warns where the chosen route breaks what an ORDER BY or a keyed sink asks for.
func (a *analysis) adviseSoft(c *Case, j judgement, add adder) {
	for _, n := range c.soft {
		if n.op.Kind == OpOrder {
			add("order-per-partition", "warning", n.op.Text+" without LIMIT orders nothing across partitions: each partition keeps the order of its source; a total order needs fan_in", n.op.Span)
			continue
		}
		if c.partitions == 1 || j.kind == strategies.Unavailable {
			continue
		}
		soft := strategies.RoutingContext{Keys: c.planKeys(), Partitions: c.partitions, Workers: 1, Required: c.required([]*need{n})}
		if strategies.Validate(j.strategy, soft).Kind == strategies.Refuted && len(c.query.Inputs) == 1 {
			add("reorders-keyed-sink", "warning", n.op.Text+": "+j.strategy.Name+" parts records of one sink key and source partition, so updates of one key may overtake each other", n.op.Span)
		}
	}
}

// adviseCost says what a cheaper plan would need.
func (a *analysis) adviseCost(p *Plan, c *Case, stages []*stage, add adder) {
	if p.WouldChoose == strategies.FanIn.Name && p.Strategy == strategies.FanIn.Name && c.named == nil {
		n := c.anyAll()
		switch {
		case len(stages) > 1 && !stages[0].single:
			add("two-stages", "warning", a.cutText(c), a.cutSpan(c))
			p.Advice[len(p.Advice)-1].Statements = a.splitJob(stages)
		case n == nil && c.keys.cannot != nil:
			add("expression-key", "warning", "the key "+c.query.show(c.keys.cannot.id)+" cannot be routed ("+c.query.whyNotRouted(c.keys.cannot)+"): compute it in an upstream stream and group by that column", c.hard[0].op.Span)
		case n != nil && n.op.Kind == OpAggregate:
			add("fan-in-bottleneck", "advice", a.twoPhase(), n.op.Span)
			if len(c.hard) == 1 {
				p.Advice[len(p.Advice)-1].Statements = a.splitTotal()
			}
		case n != nil && n.op.Kind == OpTable:
			add("fan-in-bottleneck", "advice", "one partition carries everything, because of "+n.op.Text+": "+n.op.AllWhy, n.op.Span)
		case n != nil:
			add("fan-in-bottleneck", "advice", "one partition carries everything, because "+n.op.Text+" needs all records", n.op.Span)
		}
	}
}

// cutText says where one routing step is not enough.
func (a *analysis) cutText(c *Case) string {
	if c.anyAll() == nil {
		return "the job as written runs in one partition: " + c.whyNoKey() + "; split it in two jobs at the later operator and each can be hashed by its own key"
	}
	return "the job as written runs in one partition because of " + c.anyAll().op.Text + ": split it in two jobs before that operator and the first one can be hashed"
}

func (a *analysis) cutSpan(c *Case) diag.Span {
	if n := c.anyAll(); n != nil {
		return n.op.Span
	}
	return c.hard[len(c.hard)-1].op.Span
}

// adviseKeys says which declaration of the sources' keys would save the exchange.
func (a *analysis) adviseKeys(p *Plan, c *Case, add adder) {
	var keyed, say []string
	var at diag.Span
	for _, in := range c.query.Inputs {
		keys := c.keys.keys[in.Index]
		if in.Copied || len(keys) == 0 || in.Known.Unkeyed() {
			continue
		}
		for _, id := range keys {
			if !c.query.columns.get(id).plain {
				return // a topic is keyed by fields, not by what is computed from them
			}
		}
		if at.IsZero() {
			at = in.Span
		}
		if len(in.Known.Key) == 0 {
			names := strings.Join(c.query.owns(keys), ", ")
			keyed, say = append(keyed, in.Name+" is keyed by "+names), append(say, fmt.Sprintf("-- @source_key.%s: %s", in.Name, names))
		}
	}
	if len(keyed) == 0 {
		return
	}
	text := "if " + list(keyed)
	if len(c.query.moving(c.allInputs())) > 1 {
		text += ", with one partition count for all of them (-- @source_partitions.NAME: n)"
	} else if strings.Contains(say[0], ",") {
		text += " or by some of these"
	}
	add("declare-source-key", "advice", fmt.Sprintf("%s, say so (%s): partitions could stay, and about %.4g %% of the records would not move", text, strings.Join(say, "; "), 100*(1-1/float64(p.Partitions))), at)
}

// adviseUpstream names the exchange that another key of the only source would save, where a statement
// of the texts decides that key.
func (a *analysis) adviseUpstream(p *Plan, c *Case, add adder) {
	moving := c.query.moving(c.allInputs())
	if len(moving) != 1 || c.aligned {
		return
	}
	in, keys := c.query.Inputs[moving[0]], c.keys.keys[moving[0]]
	if len(in.Known.Key) == 0 || len(keys) == 0 || a.env.written[a.env.topic(in.Name)] == nil {
		return
	}
	for _, id := range keys {
		if !c.query.columns.get(id).plain {
			return // a topic is keyed by fields, not by what is computed from them
		}
	}
	add("other-source-key", "advice", fmt.Sprintf("%s is keyed by %s (%s); were it keyed by %s, partitions could stay, and about %.4g %% of the records would not move",
		in.Name, strings.Join(in.Known.Key, ", "), in.Known.KeyBy, strings.Join(c.query.owns(keys), ", "), 100*(1-1/float64(p.Partitions))), in.Span)
}

// adviseSources speaks about the sources: a key that, once declared, would save the exchange; null
// keys; partitions that stay idle.
func (a *analysis) adviseSources(p *Plan, c *Case, add adder) {
	if p.Strategy == strategies.AlwaysHash.Name && c.named == nil {
		a.adviseKeys(p, c, add)
		a.adviseUpstream(p, c, add)
	}
	for _, in := range c.query.Inputs {
		if in.Copied {
			continue
		}
		kept := p.Strategy == strategies.StickyPartition.Name || (p.Strategy == strategies.SmartRepartition.Name && c.aligned)
		if kept && len(in.Known.Key) > 0 && len(c.hard) > 0 {
			add("null-keys", "advice", fmt.Sprintf("records of %s without a value in %s are spread by the producer, whatever is declared: check them with replay", in.Name, strings.Join(in.Known.Key, ", ")), in.Span)
		}
		if kept && in.Known.Partitions > 0 && in.Known.Partitions < p.Partitions {
			add("idle-partitions", "warning", fmt.Sprintf("%s has %d partitions, so %d of the job's %d stay idle under %s", in.Name, in.Known.Partitions, p.Partitions-in.Known.Partitions, p.Partitions, p.Strategy), in.Span)
		}
	}
}
