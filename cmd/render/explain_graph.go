package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// GraphTree prints a graph for a terminal: each topic with the jobs that write and read it, starting with those
// that nobody writes, then the circles.
func GraphTree(g *planner.Graph, o Options) string {
	p := &page{Options: o}
	f := flowOf(g)
	p.row(piece{}, piece{"Jobs and topics", bold}, piece{" · " + f.counts(), dim})
	for _, written := range []bool{false, true} {
		for _, n := range g.Nodes {
			if n.Kind == planner.NodeTopic && (len(f.into[n.ID]) > 0) == written {
				p.topic(n, f)
			}
		}
	}
	p.unconnected(g, f)
	for _, circle := range g.Cycles {
		p.WriteByte('\n')
		p.row(piece{"circle: ", red}, text(f.circle(circle)))
	}
	return p.String()
}

// flow indexes a graph by its nodes.
type flow struct {
	nodes      map[string]planner.GraphNode
	into, from map[string][]planner.GraphEdge
	kinds      map[string]int
}

func flowOf(g *planner.Graph) flow {
	f := flow{map[string]planner.GraphNode{}, map[string][]planner.GraphEdge{}, map[string][]planner.GraphEdge{}, map[string]int{}}
	for _, n := range g.Nodes {
		f.nodes[n.ID] = n
		f.kinds[n.Kind]++
	}
	for _, e := range g.Edges {
		f.into[e.To] = append(f.into[e.To], e)
		f.from[e.From] = append(f.from[e.From], e)
	}
	return f
}

// counts tells how much a graph holds.
func (f flow) counts() string {
	text := Plural(f.kinds[planner.NodeJob], "job") + ", " + Plural(f.kinds[planner.NodeTopic], "topic")
	if views := f.kinds[planner.NodeView]; views > 0 {
		text += ", " + Plural(views, "view")
	}
	exchanges := 0
	for _, edges := range f.from {
		for _, e := range edges {
			if e.Exchange {
				exchanges++
			}
		}
	}
	return text + ", " + Plural(exchanges, "exchange")
}

// circle puts a circle into words, ending with the node that it begins with.
func (f flow) circle(ids []string) string {
	var list []string
	for _, id := range append(ids[:len(ids):len(ids)], ids[0]) {
		if n := f.nodes[id]; n.Kind != planner.NodeTopic {
			list = append(list, n.Name)
		}
	}
	return strings.Join(list, " → ")
}

// topic prints a topic with its edges.
func (p *page) topic(n planner.GraphNode, f flow) {
	p.WriteByte('\n')
	known := strings.Join(topicKnown(n), ", ")
	if known == "" {
		known = "its key is not known"
	}
	mood := dim
	if n.Origin == planner.OriginUnknown {
		mood = yellow
	}
	p.row(piece{}, piece{topicName(n), bold}, piece{" · " + known, mood})
	edges := append(f.into[n.ID][:len(f.into[n.ID]):len(f.into[n.ID])], f.from[n.ID]...)
	for i, e := range edges {
		fork := "├─"
		if i == len(edges)-1 {
			fork = "└─"
		}
		p.graphEdge(fork, e, f)
	}
}

// graphEdge prints one edge below a topic.
func (p *page) graphEdge(fork string, e planner.GraphEdge, f flow) {
	arrow, other := "► ", f.nodes[e.To]
	what := edgeLabel(e)
	if e.Kind == planner.EdgeWrites {
		arrow, other = "◄ ", f.nodes[e.From]
		if what == "" {
			what = "without a key"
		}
	}
	pieces := []piece{text(arrow), {other.Name, bold}}
	if other.Kind == planner.NodeView {
		what = "a view, put in where it is read"
	}
	label := plain
	if e.Exchange {
		label = cyan
	}
	pieces = append(pieces, text(": "), piece{what, label})
	if e.Kind == planner.EdgeReads && other.Kind == planner.NodeJob {
		pieces = append(pieces, text(" ("+on(other.Strategy, other.Keys)+stagesOf(other)+")"))
	}
	p.row(piece{fork, dim}, append(pieces, piece{fmt.Sprintf(" · %s:%d", other.File, other.Line), dim})...)
}

// stagesOf says that a job needs several stages, "" if it does not.
func stagesOf(n planner.GraphNode) string {
	if n.Stages == 0 {
		return ""
	}
	return fmt.Sprintf(", can be spread as %d stages", n.Stages)
}

// unconnected lists jobs without a topic.
func (p *page) unconnected(g *planner.Graph, f flow) {
	first := true
	for _, n := range g.Nodes {
		if n.Kind == planner.NodeTopic || len(f.into[n.ID])+len(f.from[n.ID]) > 0 {
			continue
		}
		if first {
			p.WriteByte('\n')
			p.row(piece{}, piece{"Jobs without a topic", bold})
			first = false
		}
		p.row(text("  "), text(n.Name), piece{fmt.Sprintf(" · %s:%d", n.File, n.Line), dim})
	}
}

// GraphMarkdown prints a graph for a pull request: a drawing, and the circles in words.
func GraphMarkdown(g *planner.Graph) string {
	m := &markdown{}
	f := flowOf(g)
	m.printf("### Jobs and topics\n\n%s.\n\n```mermaid\n%s```\n", capital(f.counts()), GraphMermaid(g))
	for i, circle := range g.Cycles {
		if i == 0 {
			m.WriteByte('\n')
		}
		m.printf("- **Circle:** %s\n", escape(f.circle(circle)))
	}
	return m.String()
}
