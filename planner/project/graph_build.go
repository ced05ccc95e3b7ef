package project

import (
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// graphing builds the graph of a project from its plans.
type graphing struct {
	env   *Environment
	parts []*planner.Result // by unit: its plan, if it has one that was asked for
	graph *planner.Graph

	jobs     map[int]int    // nodes by unit
	topics   map[string]int // nodes by topic
	ids      map[string]int // how many nodes share an ID, apart from its number
	edges    map[string]bool
	with     map[string]bool // names, in lower case, that some WITH block describes
	findings []diag.Diagnostic
}

// Graph returns the graph of what was planned, and what is wrong in it. The parts are the plans of the project's
// statements, in the order of the texts.
func (e *Environment) Graph(parts []*planner.Result) (*planner.Graph, []diag.Diagnostic) {
	g := &graphing{env: e, parts: parts, jobs: map[int]int{}, topics: map[string]int{}, ids: map[string]int{}, edges: map[string]bool{},
		with: map[string]bool{}, graph: &planner.Graph{Nodes: []planner.GraphNode{}, Edges: []planner.GraphEdge{}, Cycles: [][]string{}}}
	for i, u := range e.project.units {
		if p := g.plan(i); p != nil {
			g.job(i, u, p)
		} else if u.declares() && e.Config.Job == "" {
			g.topic(u, u.Stmt.Target.Name)
		}
		for _, p := range u.Stmt.Props {
			g.describes(strings.ToLower(p.Name))
		}
	}
	for i, u := range e.project.units {
		if p := g.plan(i); p != nil {
			g.readsOf(i, u, p)
			g.writesOf(i, u, p)
		}
	}
	for i := range g.graph.Nodes {
		if g.graph.Nodes[i].Kind == planner.NodeTopic {
			g.origin(&g.graph.Nodes[i])
		}
	}
	g.findCycles()
	g.findDuplicates()
	g.findUnknown()
	g.findContradicted()
	return g.graph, g.findings
}

// plan returns the plan of a unit, or nil if it has none or was not asked for.
func (g *graphing) plan(unit int) *planner.Plan {
	if len(g.parts[unit].Plans) == 0 {
		return nil
	}
	return g.parts[unit].Plans[0]
}

// describes notes every name that a property can be about: everything before one of its dots.
func (g *graphing) describes(property string) {
	for i := 0; i < len(property); i++ {
		if property[i] == '.' {
			g.with[property[:i]] = true
		}
	}
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
	topic := g.env.project.find(u.Stmt, name)
	at, known := g.topics[topic]
	if !known {
		at = g.add(planner.GraphNode{Kind: planner.NodeTopic, Name: topic, File: u.Src.Name, Line: u.Src.Position(u.Stmt.Span().Start).Line})
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
			topic.Keys, topic.Origin = in.Key, planner.OriginAnnotation
		}
		if topic.Partitions == 0 && in.SourcePartitions > 0 {
			topic.Partitions, topic.Origin = in.SourcePartitions, planner.OriginAnnotation
		}
	}
	for _, r := range u.reads {
		if view, ok := g.env.project.views[r.name]; ok && g.plan(view) != nil {
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

// origin fills in what is known of a topic, and the strongest authority for it.
func (g *graphing) origin(n *planner.GraphNode) {
	e := g.env
	known := &catalog.Stream{}
	known.FillFrom(e.Config.Flags, append(n.Aliases, n.Name)...)
	known.FillFrom(e.Config.Catalog, append(n.Aliases, n.Name)...)
	live := g.live(n)
	known.Fill(live)
	known.FillFrom(&e.declared, n.Name)
	if len(known.Key) > 0 {
		n.Keys = known.Key
	}
	if known.Partitions > 0 {
		n.Partitions = known.Partitions
	}
	var declared bool
	for _, maker := range e.project.makers(n.Name) {
		declared = declared || e.project.units[maker].declares()
	}
	switch {
	case e.project.writers[n.Name] > 0:
		n.Origin = planner.OriginJob
	case declared:
		n.Origin = planner.OriginDeclaration
	case g.knows(e.Config.Flags, n):
		n.Origin = planner.OriginFlag
	case g.knows(e.Config.Catalog, n):
		n.Origin = planner.OriginCatalog
	case live.Partitions > 0:
		n.Origin = planner.OriginCluster
	case n.Origin == planner.OriginAnnotation:
	case g.isDescribed(n):
		n.Origin = planner.OriginWith
	default:
		n.Origin = planner.OriginUnknown
	}
}

// knows reports whether a catalog has a topic under one of its names.
func (g *graphing) knows(c *catalog.Catalog, n *planner.GraphNode) bool {
	for _, name := range append(n.Aliases, n.Name) {
		for _, short := range []string{name, name[strings.LastIndexByte(name, '.')+1:]} {
			if _, ok := c.Lookup(short); ok {
				return true
			}
		}
	}
	return false
}

// isDescribed reports whether a WITH block describes a topic, or the topic is a file, whose name is its own
// description.
func (g *graphing) isDescribed(n *planner.GraphNode) bool {
	for _, name := range append(n.Aliases, n.Name) {
		if g.with[strings.ToLower(name)] || strings.Contains(name, "://") {
			return true
		}
	}
	return false
}
