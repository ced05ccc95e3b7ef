package render

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
)

// htmlGraph is the picture of who reads and writes what: records flow from left to right.
type htmlGraph struct {
	Width, Height int
	Nodes         []htmlNode
	Edges         []htmlEdge
	Label         string
	Circles       []string
	Omitted       bool // there are too many nodes for a picture
}

// htmlNode is a job, a view or a topic. Href is the page of a job.
type htmlNode struct {
	X, Y               int
	Name, Under, Title string
	Class, Href        string
}

// htmlEdge is a line between two nodes.
type htmlEdge struct{ Path, Class, Title string }

// The size of the picture's parts; the style sheet has those of its letters.
const (
	nodeWidth, nodeHeight = 190, 40
	nodeColumn, nodeRow   = 270, 52
	nodeLetters           = 26 // of a name that fit into a node
	// drawnNodes is how many nodes a picture can have before nobody finds anything in it.
	drawnNodes = 400
)

// newHTMLGraph draws a graph; nil if it has no edges. The nodes that are connected stand together, each in the column
// after those it gets records from. Pages are where the jobs' links lead, and wrong those of jobs with an error.
func newHTMLGraph(g *planner.Graph, pages map[*planner.Plan]string, wrong map[string]bool) *htmlGraph {
	if g == nil || len(g.Edges) == 0 {
		return nil
	}
	f := flowOf(g)
	h := &htmlGraph{Label: Clean(f.counts())}
	for _, circle := range g.Cycles {
		h.Circles = append(h.Circles, Clean(f.circle(circle)))
	}
	if h.Omitted = len(g.Nodes) > drawnNodes; h.Omitted {
		return h
	}
	at := layout(g, f)
	hrefs := map[string]string{}
	for plan, page := range pages {
		hrefs[jobPlace(plan.File, plan.Line, plan.Job)] = page
	}
	circles := around(g)
	for _, n := range g.Nodes {
		p, drawn := at[n.ID]
		if !drawn {
			continue
		}
		lines := cleanAll(nodeLines(n))
		node := htmlNode{X: p.column * nodeColumn, Y: p.row * nodeRow, Name: shortened(lines[0]), Title: names(lines), Class: n.Kind}
		if len(lines) > 1 {
			node.Under = shortened(lines[1])
		}
		if n.Kind == planner.NodeJob {
			node.Under = shortened(Clean(on(n.Strategy, n.Keys)))
		}
		if n.Kind != planner.NodeTopic {
			node.Href = hrefs[jobPlace(n.File, n.Line, n.Name)]
		}
		if wrong[node.Href] {
			node.Class += " wrong"
		}
		if circles.nodes[n.ID] {
			node.Class += " circle"
		}
		h.Nodes = append(h.Nodes, node)
		h.Width, h.Height = max(h.Width, node.X+nodeWidth), max(h.Height, node.Y+nodeHeight)
	}
	for _, e := range g.Edges {
		from, to := at[e.From], at[e.To]
		x1, y1 := from.column*nodeColumn+nodeWidth, from.row*nodeRow+nodeHeight/2
		x2, y2 := to.column*nodeColumn, to.row*nodeRow+nodeHeight/2
		bend := max((x2-x1)/2, nodeColumn/4)
		edge := htmlEdge{Path: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+bend, y1, x2-bend, y2, x2, y2), Class: "keeps", Title: Clean(edgeLabel(e))}
		switch {
		case circles.edges[[2]string{e.From, e.To}]:
			edge.Class = "circle"
		case e.Kind == planner.EdgeView:
			edge.Class = "view"
		case e.Exchange:
			edge.Class = "exchange"
		}
		h.Edges = append(h.Edges, edge)
	}
	return h
}

// jobPlace tells jobs apart.
func jobPlace(file string, line int, name string) string {
	return fmt.Sprintf("%s:%d:%s", file, line, name)
}

// shortened is a text as far as it fits into a node.
func shortened(text string) string {
	if columns(text) <= nodeLetters {
		return text
	}
	text, _ = cutTo(text, nodeLetters-1)
	return text + ellipsis
}

// spot is the place of a node, counted from the upper left corner.
type spot struct{ column, row int }

// layout gives the nodes that have edges their places: connected ones together, with few crossings.
func layout(g *planner.Graph, f flow) map[string]spot {
	at := map[string]spot{}
	below := 0 // the first free row
	for _, part := range connected(g, f) {
		column := ranks(part, f)
		var columnsOf [][]string
		for _, id := range part {
			for len(columnsOf) <= column[id] {
				columnsOf = append(columnsOf, nil)
			}
			columnsOf[column[id]] = append(columnsOf[column[id]], id)
		}
		next := below
		for c, ids := range columnsOf {
			next = max(next, stack(at, ids, c, below, f.into))
		}
		for _, id := range columnsOf[0] {
			delete(at, id)
		}
		below = max(next, stack(at, columnsOf[0], 0, below, f.from))
	}
	return at
}

// stack places the nodes of a column, each beside the middle of its neighbours that have a place, and returns the
// first free row.
func stack(at map[string]spot, ids []string, column, below int, edges map[string][]planner.GraphEdge) int {
	row := map[string]int{}
	for i, id := range ids {
		sum, n := 0, 0
		for _, e := range edges[id] {
			for _, end := range []string{e.From, e.To} {
				if s, ok := at[end]; ok {
					sum, n = sum+s.row, n+1
				}
			}
		}
		if row[id] = below + i; n > 0 {
			row[id] = sum / n
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(row[a], row[b]) })
	free := below
	for _, id := range ids {
		at[id] = spot{column, max(row[id], free)}
		free = at[id].row + 1
	}
	return free
}

// connected divides the nodes that have edges into those that records connect, in the order of the graph.
func connected(g *planner.Graph, f flow) [][]string {
	var parts [][]string
	seen := map[string]bool{}
	for _, n := range g.Nodes {
		if seen[n.ID] || len(f.into[n.ID])+len(f.from[n.ID]) == 0 {
			continue
		}
		seen[n.ID] = true
		part := []string{n.ID}
		for i := 0; i < len(part); i++ {
			for _, e := range append(slices.Clone(f.into[part[i]]), f.from[part[i]]...) {
				for _, id := range []string{e.From, e.To} {
					if !seen[id] {
						seen[id] = true
						part = append(part, id)
					}
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// ranks gives each node the column after all those that it gets records from; edges that close a circle do not count.
func ranks(part []string, f flow) map[string]int {
	const visiting = -1
	rank := map[string]int{}
	var visit func(id string) int
	visit = func(id string) int {
		if r, ok := rank[id]; ok {
			return r
		}
		rank[id] = visiting
		r := 0
		for _, e := range f.into[id] {
			r = max(r, visit(e.From)+1)
		}
		rank[id] = r
		return r
	}
	for _, id := range part {
		visit(id)
	}
	return rank
}
