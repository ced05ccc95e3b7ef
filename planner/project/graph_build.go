package project

import (
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// graphing builds the graph of a project from its plans.
type graphing struct {
	origins
	plan   func(unit int) *planner.Plan
	graph  *planner.Graph
	jobs   map[int]int    // nodes by unit
	topics map[string]int // nodes by topic
	ids    map[string]int // how many nodes share an ID, apart from its number
	edges  map[string]bool
}

// Graph returns the graph of what was planned. The plan of a unit is nil if it has none or was not asked for.
func (e *Environment) Graph(plan func(unit int) *planner.Plan) *planner.Graph {
	g := &graphing{origins: e.origins(), plan: plan, jobs: map[int]int{}, topics: map[string]int{}, ids: map[string]int{}, edges: map[string]bool{},
		graph: &planner.Graph{Nodes: []planner.GraphNode{}, Edges: []planner.GraphEdge{}, Cycles: [][]string{}}}
	for i, u := range e.project.units {
		if p := plan(i); p != nil {
			g.job(i, u, p)
		} else if u.declares() && e.Config.Job == "" {
			g.topic(u, u.target.Name)
		}
	}
	for i, u := range e.project.units {
		if p := plan(i); p != nil {
			g.readsOf(i, u, p)
			g.writesOf(i, u, p)
		}
	}
	for i := range g.graph.Nodes {
		if g.graph.Nodes[i].Kind == planner.NodeTopic {
			g.describe(&g.graph.Nodes[i])
		}
	}
	for _, circle := range e.project.circles {
		if plan(circle[0]) != nil {
			g.graph.Cycles = append(g.graph.Cycles, g.idsOf(circle))
		}
	}
	return g.graph
}

// idsOf returns the nodes of a circle of units and names.
func (g *graphing) idsOf(circle []int) []string {
	var ids []string
	for _, at := range circle {
		node, ok := g.jobs[at]
		if units := len(g.project.units); at >= units {
			node, ok = g.topics[g.project.names[at-units]]
		}
		if ok {
			ids = append(ids, g.graph.Nodes[node].ID)
		}
	}
	return ids
}

// add adds a node under an ID of its own and returns its number.
func (g *graphing) add(n planner.GraphNode) int {
	base := n.Kind + ":" + n.Name
	for n.ID = base; g.ids[n.ID] > 0; {
		g.ids[base]++
		n.ID = base + "#" + strconv.Itoa(g.ids[base])
	}
	g.ids[n.ID]++
	g.graph.Nodes = append(g.graph.Nodes, n)
	return len(g.graph.Nodes) - 1
}

// job adds the node of a statement with a plan.
func (g *graphing) job(i int, u *Unit, p *planner.Plan) {
	n := planner.GraphNode{Kind: planner.NodeJob, Name: p.Job, File: p.File, Line: p.Line, Strategy: p.Strategy, Keys: p.Keys, Partitions: p.Partitions}
	if u.kind == syntax.KindView {
		n = planner.GraphNode{Kind: planner.NodeView, Name: p.Job, File: p.File, Line: p.Line}
	} else if len(p.Stages) > 1 {
		n.Stages = len(p.Stages)
	}
	g.jobs[i] = g.add(n)
}

// topic returns the node of the topic that a name stands for in a unit.
func (g *graphing) topic(u *Unit, name string) *planner.GraphNode {
	topic := g.project.find(u, name)
	at, known := g.topics[topic]
	if !known {
		at = g.add(planner.GraphNode{Kind: planner.NodeTopic, Name: topic, File: u.Src.Name, Line: u.Line()})
		g.topics[topic] = at
	}
	n := &g.graph.Nodes[at]
	if name != topic && !slices.Contains(n.Aliases, name) {
		n.Aliases = append(n.Aliases, name)
	}
	return n
}

// edge adds an edge, unless it is there already.
func (g *graphing) edge(e planner.GraphEdge) {
	id := strings.Join(append([]string{e.From, e.To, e.Kind, e.Route}, e.Keys...), "\x00")
	if !g.edges[id] {
		g.edges[id] = true
		g.graph.Edges = append(g.graph.Edges, e)
	}
}

// readsOf adds what a plan reads: its base sources, and the views that are expanded in it.
func (g *graphing) readsOf(i int, u *Unit, p *planner.Plan) {
	job := g.graph.Nodes[g.jobs[i]].ID
	for _, in := range p.Inputs {
		topic := g.topic(u, in.Source)
		e := planner.GraphEdge{From: topic.ID, To: job, Kind: planner.EdgeReads, Route: in.Route, Keys: in.Keys, Exchange: in.Exchange}
		if u.kind == syntax.KindView {
			e.Route, e.Keys, e.Exchange = "", []string{}, false
		}
		g.edge(e)
		if len(topic.Keys) == 0 && len(in.Key) > 0 {
			topic.Keys = in.Key
		}
		if topic.Partitions == 0 && in.SourcePartitions > 0 {
			topic.Partitions = in.SourcePartitions
		}
	}
	for _, r := range u.reads {
		if view, ok := g.project.views[r.name]; ok && g.plan(view) != nil {
			g.edge(planner.GraphEdge{From: g.graph.Nodes[g.jobs[view]].ID, To: job, Kind: planner.EdgeView, Keys: []string{}})
		}
	}
}

// writesOf adds where a plan writes.
func (g *graphing) writesOf(i int, u *Unit, p *planner.Plan) {
	if p.Sink != nil {
		topic := g.topic(u, p.Sink.Name)
		g.edge(planner.GraphEdge{From: g.graph.Nodes[g.jobs[i]].ID, To: topic.ID, Kind: planner.EdgeWrites, Keys: p.Sink.Key})
	}
}

// describe fills in what is known of a topic, and the strongest authority for it.
func (g *graphing) describe(n *planner.GraphNode) {
	names := append(n.Aliases, n.Name)
	known := &catalog.Stream{}
	known.FillFrom(g.Config.Flags, names...)
	known.FillFrom(g.Config.Catalog, names...)
	known.Fill(g.live(n.Name))
	known.FillFrom(&g.declared, n.Name)
	if len(known.Key) > 0 {
		n.Keys = known.Key
	}
	if known.Partitions > 0 {
		n.Partitions = known.Partitions
	}
	n.Origin = g.of(n.Name, names)
}
