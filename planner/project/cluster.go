package project

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// live returns what the cluster says of a topic.
func (g *graphing) live(topic *planner.GraphNode) *catalog.Stream {
	return g.env.Config.Cluster.Stream(topic.Name, syntax.Unqualified(topic.Name))
}

// said returns what flags, the catalog file and a unit's own annotations say of a source that it reads. Planning
// sees the same.
func (g *graphing) said(u *Unit, r read) *catalog.Stream {
	out := &catalog.Stream{}
	for _, c := range []*catalog.Catalog{g.env.Config.Flags, g.env.Config.Catalog, annotated(u.Stmt)} {
		out.FillFrom(c, r.written, syntax.Unqualified(r.written))
	}
	return out
}

// claim is a number of partitions that somebody states for a topic.
type claim struct {
	topic, by  string
	partitions int
}

// findContradicted warns of topics whose number of partitions in the cluster is not the stated one.
func (g *graphing) findContradicted() {
	if g.env.Config.Cluster == nil {
		return
	}
	warned := map[claim]bool{}
	for i, u := range g.env.project.units {
		for _, r := range u.reads {
			at, ok := g.topics[r.name]
			if !ok {
				continue
			}
			topic := &g.graph.Nodes[at]
			said, live := g.said(u, r), g.live(topic)
			c := claim{topic.Name, said.PartBy, said.Partitions}
			if said.Partitions == 0 || live.Partitions == 0 || said.Partitions == live.Partitions || warned[c] {
				continue
			}
			warned[c] = true
			help := "correct the number, or leave it out: the plan uses it instead of the cluster's"
			if said.PartBy == annotatedPartitions {
				help = "correct the number, or leave it out: the plan uses the cluster's"
			}
			g.report(i, diag.Warning, "contradicts-cluster", r.at, fmt.Sprintf("%s has %d partitions according to %s, but %d according to %s",
				topic.Name, said.Partitions, said.PartBy, live.Partitions, live.PartBy), help)
		}
	}
}
