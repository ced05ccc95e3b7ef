package decide

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies"
)

// Node is one question of the decision tree.
type Node struct {
	Name string // stable; traces and tests refer to it
	Ask  string // the question, for people
	// Test answers the question for a case, which it does not change.
	Test func(*Case) Answer
	// Then is the strategy that a yes chooses; "" for the one that was named.
	Then string
}

// Answer is the answer to a question, the reason, and the places in the text that it rests on.
type Answer struct {
	Yes     bool
	Because string
	At      []diag.Span
}

// Gathering is the name of the strategy that brings all records together.
var Gathering = strategies.FanIn.Name

// Tree is the decision tree: its questions are asked in this order, and the first yes chooses. The order is the
// product; the reasons recorded on the way are the explanation.
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
	if c.Named == nil {
		return Answer{Because: "nobody names one: not a flag, an annotation, WITH, the environment or the configuration"}
	}
	return Answer{Yes: true, Because: c.Named.because(), At: []diag.Span{c.Named.At}}
}

func askAllMeet(c *Case) Answer {
	if n := c.AnyAll(); n != nil {
		return Answer{Yes: true, Because: n.Text + ": " + c.whyAll(n), At: []diag.Span{n.Span}}
	}
	if len(c.Hard) == 0 {
		return Answer{Because: "no operator compares or counts records with each other"}
	}
	return Answer{Because: "no operator needs more than its groups: " + c.showNeeds(c.Hard), At: spans(c.Hard)}
}

// whyAll tells why every record must meet every other.
func (c *Case) whyAll(n *logical.Need) string {
	if n.Match != nil && n.Match.Unlike != nil {
		return c.unlikeTypes(n)
	}
	return n.Why
}

func askAligned(c *Case) Answer {
	switch {
	case len(c.Hard) == 0:
		return noGroups()
	case !c.Aligned:
		return Answer{Because: c.Unlike, At: spans(c.Hard)}
	}
	return Answer{Yes: true, Because: c.whyAligned(c.Hard), At: spans(c.Hard)}
}

func noGroups() Answer { return Answer{Because: "no groups need to meet"} }

func askRoutable(c *Case) Answer {
	switch {
	case len(c.Hard) == 0:
		return noGroups()
	case !c.Keys.OK:
		return Answer{Because: c.WhyNoCommonKey(), At: spans(c.Hard)}
	}
	return Answer{Yes: true, Because: "one hash of " + c.showKeys() + " serves " + operators(c.Hard), At: spans(c.Hard)}
}

func askGrouped(c *Case) Answer {
	if len(c.Hard) == 0 {
		return noGroups()
	}
	return Answer{Yes: true, Because: c.WhyNoCommonKey() + "; in one partition everything meets", At: spans(c.Hard)}
}

func askOrdered(c *Case) Answer {
	if len(c.Soft) == 0 {
		return Answer{Because: "no ORDER BY and no keyed sink asks for it"}
	}
	n := c.Soft[0]
	why := n.Text + ": the order of the source survives inside its own partitions"
	if n.Kind == logical.KindSink {
		why = n.Text + ": updates of one key must not overtake each other"
	}
	return Answer{Yes: true, Because: why, At: []diag.Span{n.Span}}
}

func askStateless(*Case) Answer {
	return Answer{Yes: true, Because: "each record is handled by itself, so an even spread is best"}
}

// WhyNoCommonKey tells why one routing step with one key does not serve.
func (c *Case) WhyNoCommonKey() string {
	if col := c.Keys.Cannot; col != nil {
		return "the key " + c.Tree.Show(col.ID) + " cannot be routed: " + WhyNotRouted(col)
	}
	return "no key serves all operators at once: " + strings.Join(c.wants(within(c.Hard, c.Keys.stuck)), "; ")
}

func spans(needs []*logical.Need) []diag.Span {
	var out []diag.Span
	for _, n := range needs {
		if !n.Span.IsZero() {
			out = append(out, n.Span)
		}
	}
	return out
}

// Step is one question that was asked, with its answer.
type Step struct {
	Node   Node
	Answer Answer
}

// Walk asks the questions in order and records each one that it asks, with its answer, up to the first yes, which
// gives the strategy. The last question says yes to everything that reaches it.
func (c *Case) Walk() (strategy string, trace []Step) {
	for _, n := range Tree {
		answer := n.Test(c)
		trace = append(trace, Step{n, answer})
		if answer.Yes {
			if n.Then == "" {
				return c.Named.Strategy.Name, trace
			}
			return n.Then, trace
		}
	}
	return "", trace
}
