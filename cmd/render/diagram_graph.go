package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// drawGraph draws who reads and writes what.
func drawGraph(g *planner.Graph) *diagram {
	d := &diagram{}
	ids := map[string]string{}
	circles := around(g)
	for i, n := range g.Nodes {
		id := fmt.Sprintf("n%d", i+1)
		ids[n.ID] = id
		l := normal
		if n.Origin == planner.OriginUnknown || circles.nodes[n.ID] {
			l = wrong
		}
		s := step
		if n.Kind == planner.NodeTopic {
			s = store
		}
		d.box(id, s, l, nodeLines(n)...)
	}
	for _, e := range g.Edges {
		l := normal
		switch {
		case circles.edges[[2]string{e.From, e.To}]:
			l = wrong
		case e.Kind == planner.EdgeView:
			l = faint
		case e.Exchange:
			l = taken
		}
		d.arrow(ids[e.From], ids[e.To], edgeLabel(e), l)
	}
	return d
}

// cycles are the nodes and edges of circles.
type cycles struct {
	nodes map[string]bool
	edges map[[2]string]bool
}

func around(g *planner.Graph) cycles {
	c := cycles{map[string]bool{}, map[[2]string]bool{}}
	for _, circle := range g.Cycles {
		for i, id := range circle {
			c.nodes[id] = true
			c.edges[[2]string{id, circle[(i+1)%len(circle)]}] = true
		}
	}
	return c
}

// nodeLines describes a node.
func nodeLines(n planner.GraphNode) []string {
	place := fmt.Sprintf("%s, line %d", n.File, n.Line)
	switch n.Kind {
	case planner.NodeView:
		return []string{n.Name, "view", place}
	case planner.NodeJob:
		lines := []string{n.Name, on(n.Strategy, n.Keys) + ", " + Plural(n.Partitions, "partition")}
		if n.Stages > 0 {
			lines = append(lines, strings.TrimPrefix(stagesOf(n), ", "))
		}
		return append(lines, place)
	default:
		return append([]string{topicName(n)}, topicKnown(n)...)
	}
}

// topicName is a topic with its other names.
func topicName(n planner.GraphNode) string {
	if len(n.Aliases) == 0 {
		return n.Name
	}
	return n.Name + " (" + names(n.Aliases) + ")"
}

// topicKnown lists what is known of a topic.
func topicKnown(n planner.GraphNode) []string {
	var lines []string
	if len(n.Keys) > 0 {
		lines = append(lines, "keyed by "+names(n.Keys))
	}
	if n.Partitions > 0 {
		lines = append(lines, Plural(n.Partitions, "source partition"))
	}
	if n.Origin == planner.OriginUnknown {
		lines = append(lines, "nothing writes or declares it")
	}
	return lines
}

// edgeLabel tells what happens to the records on an edge.
func edgeLabel(e planner.GraphEdge) string {
	switch {
	case e.Kind == planner.EdgeView:
		return "put in"
	case e.Kind == planner.EdgeWrites && len(e.Keys) > 0:
		return "keyed by " + names(e.Keys)
	case e.Kind == planner.EdgeWrites || e.Route == "":
		return ""
	case e.Exchange:
		return "exchange: " + routeOf(e.Route, e.Keys)
	default:
		return routeOf(e.Route, e.Keys)
	}
}
