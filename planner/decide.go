package planner

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// plan decides for an analyzed statement and puts the decision, its reasons and the verdicts over
// all strategies together.
func (a *analysis) plan() *Plan {
	q := a.q
	c, by := a.newCase()
	c.named = a.named()
	d := a.walk(c)
	free := d
	if c.named != nil {
		unnamed := *c
		unnamed.named = nil
		free = a.walk(&unnamed)
	}
	s, _ := strategies.Lookup(d.strategy)
	j := c.judge(s)
	if c.named == nil && j.kind != strategies.Proven {
		// The tree chooses only what is proven. If it ever does not, the one strategy that always
		// serves runs, and the fault is reported instead of a wrong route.
		a.find(diag.Error, "VP000", a.stmt.Span(), fmt.Sprintf("internal fault: %s was chosen but is %s: %s", s.Name, j.kind, j.why), "report this statement; fan_in is planned")
		s, j = strategies.FanIn, c.judge(strategies.FanIn)
		free.strategy = s.Name
	}
	p := &Plan{
		File: a.src.Name, Line: a.src.Position(a.stmt.Span().Start).Line, Job: jobName(a.src, a.stmt), Kind: string(a.stmt.Kind),
		Strategy: s.Name, Verdict: planVerdict(j.kind), ChosenBy: "automatic", WouldChoose: free.strategy,
		Keys: []string{}, Partitions: c.partitions, PartitionsBy: by, Hash: a.hashName(),
		Required: a.presentRequired(c), Delivered: q.presentDist(j.delivered), Proof: a.presentProof(c, j), Facts: a.presentFacts(c),
		Trace: d.trace, Alternatives: c.alternatives(s.Name), Sink: q.presentSink(), Statement: a.stmt, Source: a.src,
	}
	if c.named != nil {
		p.ChosenBy = c.named.by
		p.Trace = append(d.trace, free.trace[1:]...)
	}
	if hashes(s, c) {
		p.Keys = q.owns(c.planKeys())
	}
	stages := q.stages(c.hard, c.keys)
	p.Inputs, p.Stages = q.presentInputs(c, s, stages), q.presentStages(stages)
	p.Routes = a.routes(c, s)
	p.TwoPhase = a.twoPhaseOfGroups(c)
	a.advise(p, c, j, stages)
	return p
}

// newCase is what the tree decides about, without a strategy that is named, and who says how many
// partitions there are.
func (a *analysis) newCase() (c *Case, by string) {
	c = &Case{query: a.q}
	c.hard, c.soft = split(a.q.needs())
	c.keys = a.q.assign(withoutAll(c.hard))
	a.q.keyOfConstants(c)
	c.aligned, c.unlike = a.q.aligned(c.hard)
	c.partitions, by = a.partitions()
	return c, by
}

// withoutAll leaves out the needs that every record meets: they have no key.
func withoutAll(needs []*need) []*need {
	var out []*need
	for _, n := range needs {
		if !n.all() {
			out = append(out, n)
		}
	}
	return out
}

func planVerdict(k strategies.VerdictKind) string {
	if k == strategies.Unavailable {
		return string(strategies.Refuted)
	}
	return string(k)
}

func (a *analysis) hashName() string {
	if a.env.cfg.Hash != "" {
		return a.env.cfg.Hash
	}
	return hash.Default().Name
}

// hashes says whether the strategy hashes keys in this case.
func hashes(s strategies.Strategy, c *Case) bool {
	switch s.Name {
	case strategies.AlwaysHash.Name:
		return true
	case strategies.SmartRepartition.Name:
		return !c.aligned && len(c.hard) > 0
	}
	return false
}

func (a *analysis) because(text string, at diag.Span) Because {
	b := Because{Text: text, Span: at}
	if !at.IsZero() {
		p := a.src.Position(at.Start)
		b.Line, b.Column = p.Line, p.Column
	}
	return b
}

// presentRequired lists every requirement, hard and soft; a stateless query has the one of
// requiring nothing.
func (a *analysis) presentRequired(c *Case) []Requirement {
	out := []Requirement{}
	for _, n := range append(append([]*need(nil), c.hard...), c.soft...) {
		text := n.op.Text
		if n.op.All {
			text += ": " + n.op.AllWhy
		}
		out = append(out, Requirement{Dist: a.q.presentDist(n.dist), Soft: n.soft, Operator: string(n.op.Kind), Because: a.because(text, n.op.Span)})
	}
	if len(out) == 0 {
		out = append(out, Requirement{Dist: Dist{Dist: string(dist.KindAny), Keys: []string{}}, Operator: "stateless", Because: a.because("each record is handled by itself", a.stmt.Span())})
	}
	return out
}

// presentProof puts the proof into sentences: for each requirement, the facts by which the
// delivered distribution satisfies it.
func (a *analysis) presentProof(c *Case, j judgement) []string {
	out := []string{}
	if j.kind != strategies.Proven {
		return out
	}
	if c.partitions == 1 {
		return append(out, "one partition: all records meet")
	}
	seen := map[string]bool{}
	add := func(s string) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	for _, f := range j.proof {
		add(f.Reason)
	}
	for _, n := range c.hard {
		add(c.proofOf(n, j))
	}
	return out
}

// proofOf says why one need holds.
func (c *Case) proofOf(n *need, j judgement) string {
	q := c.query
	switch j.delivered.Kind() {
	case dist.KindSingle:
		return n.op.Text + ": everything is in one partition"
	case dist.KindSource:
		return q.showGroups(n.dist) + " lie in one source partition, and source partitions stay whole"
	}
	keys := c.planKeys()
	if len(n.inputs) == 1 {
		keys = c.keys.keys[n.inputs[0]]
	}
	written := n.dist.Columns()
	if len(keys) == len(written) && q.showKey(keys) == q.showKey(written) {
		return q.showGroups(n.dist) + " have one hash, so they meet (" + n.op.Text + ")"
	}
	return q.showGroups(n.dist) + " agree on " + q.showKey(keys) + ", so they have one hash and meet (" + n.op.Text + ")"
}

// presentFacts lists the facts that the needs could use, each once.
func (a *analysis) presentFacts(c *Case) []Fact {
	out := []Fact{}
	seen := map[string]bool{}
	for _, n := range append(append([]*need(nil), c.hard...), c.soft...) {
		for _, f := range n.facts {
			p := Fact{From: a.q.shows(f.From), To: a.q.show(f.To), Because: f.Reason, Declared: f.Tag == declaredTag}
			if b := a.because("", a.place(f.Tag)); b.Line > 0 {
				p.Line, p.Column = b.Line, b.Column
			}
			if key := fmt.Sprint(p); !seen[key] {
				seen[key] = true
				out = append(out, p)
			}
		}
	}
	return out
}

// presentInputs says of every base source what happens to its records first.
func (q *Query) presentInputs(c *Case, s strategies.Strategy, stages []*stage) []Input {
	out := []Input{}
	for _, in := range q.Inputs {
		p := Input{Source: in.Name, Alias: in.Alias, Kind: "stream", Route: routeCopy, Keys: []string{}, Strategy: s.Name,
			Key: append([]string{}, in.Known.Key...), SourcePartitions: in.Known.Partitions, SourcePartitionsBy: in.Known.PartBy}
		if in.isTable() || in.Copied {
			p.Kind = "table"
		}
		if in.Copied {
			p.Staged = Staged{Stage: 1, Route: routeCopy, Keys: []string{}}
			out = append(out, p)
			continue
		}
		p.Route, p.Exchange = routeOf(s, c, in.Index)
		if p.Route == routeHash {
			p.Keys = q.owns(c.keys.keys[in.Index])
		}
		if p.Exchange && c.partitions == 1 {
			p.Exchange = false
		}
		p.Staged = Staged{Stage: 1, Route: p.Route, Keys: p.Keys}
		if len(stages) > 1 || !c.keys.ok {
			p.Staged = q.staged(stages, in.Index)
		}
		out = append(out, p)
	}
	return out
}

// routeOf is the route of one input under a strategy, and whether its records leave the partition
// that they are read from.
func routeOf(s strategies.Strategy, c *Case, input int) (string, bool) {
	switch {
	case s.Name == strategies.FanIn.Name:
		return routeSingle, true
	case s.Name == strategies.RoundRobin.Name:
		return routeAny, true
	case hashes(s, c) && len(c.keys.keys[input]) > 0:
		return routeHash, true
	}
	return routeKeep, false
}

func (q *Query) presentSink() *Sink {
	if q.Sink == nil {
		return nil
	}
	out := &Sink{Name: q.Sink.Name, Key: []string{}, KeyFrom: q.Sink.KeyFrom}
	for _, k := range q.Sink.Key {
		out.Key = append(out.Key, k.Name)
	}
	return out
}
