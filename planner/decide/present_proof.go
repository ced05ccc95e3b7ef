package decide

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// proof puts the proof into sentences: for each requirement, the facts by which the delivered distribution
// satisfies it.
func (d *Decision) proof() []string {
	out := []string{}
	c := d.Case
	if d.Ran.Verdict != Proven {
		return out
	}
	if c.Partitions == 1 {
		return append(out, "one partition: all records meet")
	}
	seen := map[string]bool{}
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	for _, f := range d.Ran.Proof {
		add(c.Tree.Fact(f.Tag).Why(c.Tree))
	}
	for _, n := range c.Hard {
		add(c.assumedType(n))
		add(c.proofOf(n, &d.Ran))
	}
	return out
}

// assumedType tells that two columns are taken to be of one type, where the type of only one is known.
func (c *Case) assumedType(n *logical.Need) string {
	if n.Match == nil {
		return ""
	}
	for _, p := range n.Match.Pairs {
		if text := c.TakenAsOneType(p); text != "" {
			return text
		}
	}
	return ""
}

// TakenAsOneType tells that the type of only one of two compared columns is known, or returns "" if that is not
// so.
func (c *Case) TakenAsOneType(p logical.Pair) string {
	l, r := p.Left, p.Right
	lt, rt := c.Tree.Columns.Get(l).Type, c.Tree.Columns.Get(r).Type
	if lt.Known() == rt.Known() {
		return ""
	}
	if rt.Known() {
		l, r, lt = r, l, rt
	}
	return fmt.Sprintf("%s is %s and nothing says the type of %s: they are taken as one type", c.Tree.Show(l), lt.Word(), c.Tree.Show(r))
}

// proofOf tells why one need is met.
func (c *Case) proofOf(n *logical.Need, j *Judgement) string {
	switch j.Delivered.Kind() {
	case dist.KindSingle:
		return n.Text + ": everything is in one partition"
	case dist.KindSource:
		return c.showGroups(n.Dist()) + " lie in one source partition, and source partitions stay whole"
	}
	keys := c.PlanKeys()
	if len(n.Scans) == 1 {
		keys = c.Keys.Of[n.Scans[0]]
	}
	written := n.Dist().Columns()
	if len(keys) == len(written) && c.showKey(keys) == c.showKey(written) {
		return c.showGroups(n.Dist()) + " have one hash, so they meet (" + n.Text + ")"
	}
	return c.showGroups(n.Dist()) + " agree on " + c.showKey(keys) + ", so they have one hash and meet (" + n.Text + ")"
}

// facts lists the facts that the needs could use, each once.
func (d *Decision) facts(p *planner.Plan) []planner.Fact {
	c, out := d.Case, []planner.Fact{}
	seen := map[string]bool{}
	told := map[int]bool{} // by tag and direction
	about := c.about()
	for _, at := range c.factNodes() {
		for _, df := range c.Tree.FactsAt(at) {
			f := c.Tree.Fact(df.Tag)
			direction := 2 * df.Tag
			if df.To != f.To {
				direction++
			}
			if told[direction] {
				continue
			}
			told[direction] = true
			if f.Computed && !about[f.To] {
				continue // an expression that no requirement names
			}
			fact := planner.Fact{From: c.Tree.Shows(df.From), To: c.target(df.To), Because: f.Why(c.Tree), Declared: f.Declared}
			if b := Reason(p, "", f.Span); b.Line > 0 {
				fact.Line, fact.Column = b.Line, b.Column
			}
			if key := fmt.Sprint(fact); !seen[key] {
				seen[key] = true
				out = append(out, fact)
			}
		}
	}
	return out
}

// factNodes returns the nodes whose facts the needs rest on, without those whose facts also hold at another of them.
func (c *Case) factNodes() []logical.Node {
	var out []logical.Node
	for _, n := range slices.Backward(slices.Concat(c.Hard, c.Soft)) {
		at := n.Input
		if n.Match != nil {
			at = n.Node
		}
		if !slices.ContainsFunc(out, func(above logical.Node) bool { return c.Tree.Covers(above, at) }) {
			out = append(out, at)
		}
	}
	slices.Reverse(out)
	return out
}

// about returns the columns that the needs name, and those that they are computed from.
func (c *Case) about() map[logical.ID]bool {
	out := map[logical.ID]bool{}
	var add func(logical.ID)
	add = func(id logical.ID) {
		if col := c.Tree.Columns.Get(id); col != nil && !out[id] {
			out[id] = true
			for _, a := range col.Args {
				add(a)
			}
		}
	}
	for _, n := range slices.Concat(c.Hard, c.Soft) {
		for _, id := range append(slices.Clone(n.Keys), n.Fixed...) {
			add(id)
		}
	}
	return out
}

// target returns the text of a fact's column; the partition of a source is "@partition".
func (c *Case) target(id logical.ID) string {
	if col := c.Tree.Columns.Get(id); col != nil && col.Scan != nil && col.Scan.Partition == id && !col.Scan.PartitionRead {
		return "@partition"
	}
	return c.Tree.Show(id)
}
