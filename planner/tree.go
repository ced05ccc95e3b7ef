package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/strategies"
)

// Node is one question of the decision tree.
type Node struct {
	Name string // stable, for traces and tests
	Ask  string // the question, for people
	// Test answers the question for a case, which it does not change.
	Test func(*Case) Answer
	// Then is the strategy that a yes chooses; "" for the one that was named.
	Then string
}

// Answer is a node's answer, its reason, and the places in the text that gave it.
type Answer struct {
	Yes     bool
	Because string
	At      []diag.Span
}

// Case is all that a node may look at.
type Case struct {
	query      *Query
	hard       []*need
	soft       []*need
	named      *namedStrategy // nil: nothing is named
	aligned    bool           // proven that the sources' own partitions serve every hard need
	unlike     string         // why not
	keys       assignment
	partitions int
}

// Tree is the decision tree: the nodes are asked in this order, and the first yes chooses. The
// order is the product; the reasons that are recorded on the way are the explanation.
var Tree = []Node{
	{Name: "explicit", Ask: "is a strategy named?", Test: askExplicit},
	{Name: "all-meet", Ask: "must all records meet?", Test: askAllMeet, Then: strategies.FanIn.Name},
	{Name: "aligned", Ask: "must groups meet, and does the source already bring them together?", Test: askAligned, Then: strategies.SmartRepartition.Name},
	{Name: "routable", Ask: "must groups meet, and is there one key that serves all and can be routed?", Test: askRoutable, Then: strategies.AlwaysHash.Name},
	{Name: "grouped", Ask: "must groups meet, though no key serves?", Test: askGrouped, Then: strategies.FanIn.Name},
	{Name: "ordered", Ask: "should source partitions stay whole, for an order to survive?", Test: askOrdered, Then: strategies.StickyPartition.Name},
	{Name: "stateless", Ask: "may every record go anywhere?", Test: askStateless, Then: strategies.RoundRobin.Name},
}

func askExplicit(c *Case) Answer {
	if c.named == nil {
		return Answer{Because: "nobody names one: not a flag, an annotation, WITH, the environment or the configuration"}
	}
	return Answer{Yes: true, Because: c.named.because(), At: []diag.Span{c.named.at}}
}

func askAllMeet(c *Case) Answer {
	for _, n := range c.hard {
		if n.all() {
			return Answer{Yes: true, Because: n.op.Text + ": " + n.op.AllWhy, At: []diag.Span{n.op.Span}}
		}
	}
	if len(c.hard) == 0 {
		return Answer{Because: "no operator compares or counts records with each other"}
	}
	return Answer{Because: "no operator needs more than its groups: " + c.query.showNeeds(c.hard), At: spans(c.hard)}
}

func askAligned(c *Case) Answer {
	switch {
	case len(c.hard) == 0:
		return noGroups()
	case !c.aligned:
		return Answer{Because: c.unlike, At: spans(c.hard)}
	}
	return Answer{Yes: true, Because: c.query.whyAligned(c.hard), At: spans(c.hard)}
}

func noGroups() Answer { return Answer{Because: "no groups need to meet"} }

func askRoutable(c *Case) Answer {
	switch {
	case len(c.hard) == 0:
		return noGroups()
	case !c.keys.ok:
		return Answer{Because: c.whyNoKey(), At: spans(c.hard)}
	}
	return Answer{Yes: true, Because: "one hash of " + c.query.showKeys(c.keys) + " serves " + c.query.operators(c.hard), At: spans(c.hard)}
}

func askGrouped(c *Case) Answer {
	if len(c.hard) == 0 {
		return noGroups()
	}
	return Answer{Yes: true, Because: c.whyNoKey() + "; in one partition everything meets", At: spans(c.hard)}
}

func askOrdered(c *Case) Answer {
	if len(c.soft) == 0 {
		return Answer{Because: "no ORDER BY and no keyed sink asks for it"}
	}
	n := c.soft[0]
	why := n.op.Text + ": the order of the source survives inside its own partitions"
	if n.op.Kind == OpSink {
		why = n.op.Text + ": updates of one key must not overtake each other"
	}
	return Answer{Yes: true, Because: why, At: []diag.Span{n.op.Span}}
}

func askStateless(*Case) Answer {
	return Answer{Yes: true, Because: "each record is handled by itself, so an even spread is best"}
}

// whyNoKey says why one routing step with one key does not serve.
func (c *Case) whyNoKey() string {
	if col := c.keys.cannot; col != nil {
		return "the key " + c.query.show(col.id) + " cannot be routed: " + c.query.whyNotRouted(col)
	}
	return "no key serves all operators at once: " + strings.Join(c.query.wants(within(c.hard, c.keys.stuck)), "; ")
}

func spans(needs []*need) []diag.Span {
	var out []diag.Span
	for _, n := range needs {
		if !n.op.Span.IsZero() {
			out = append(out, n.op.Span)
		}
	}
	return out
}

// decision is the outcome of one walk through the tree.
type decision struct {
	strategy string
	trace    []Step
}

// walk asks the nodes in order and records every one that it asks, the noes too, up to the first
// yes. The last node says yes to everything that reaches it.
func (a *analysis) walk(c *Case) decision {
	var d decision
	for _, n := range Tree {
		ans := n.Test(c)
		s := Step{Node: n.Name, Question: n.Ask, Yes: ans.Yes, Because: ans.Because}
		if len(ans.At) > 0 && !ans.At[0].IsZero() {
			p := a.src.Position(ans.At[0].Start)
			s.Line, s.Column, s.Span = p.Line, p.Column, ans.At[0]
		}
		d.trace = append(d.trace, s)
		if ans.Yes {
			d.strategy = n.Then
			if n.Then == "" {
				d.strategy = c.named.strategy.Name
			}
			return d
		}
	}
	return d
}
