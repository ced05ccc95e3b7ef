package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Cluster is what a Kafka cluster says of its topics.
type Cluster struct {
	Name       string         // what messages and reasons call it: "the cluster 127.0.0.1:9092"
	Partitions map[string]int // of its topics, by their names, of which case is a part
}

// stream is what the cluster says of a topic, or else of the topic of a second name. A nil Cluster
// says nothing.
func (c *Cluster) stream(topic, second string) *catalog.Stream {
	if c == nil {
		return &catalog.Stream{}
	}
	n := c.Partitions[topic]
	if n == 0 {
		n = c.Partitions[second]
	}
	if n == 0 {
		return &catalog.Stream{}
	}
	return &catalog.Stream{Partitions: n, PartBy: c.Name}
}

// unqualified is a name without what stands before its last dot; a URI is a name of its own.
func unqualified(name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}

// live is what the cluster says of a topic.
func (g *graphing) live(topic *GraphNode) *catalog.Stream {
	return g.env.cfg.Cluster.stream(topic.Name, unqualified(topic.Name))
}

// said is what flags, the catalog file and a unit's own annotations say of what it reads, as planning
// takes it from them.
func (g *graphing) said(u *unit, r read) *catalog.Stream {
	out := &catalog.Stream{}
	for _, c := range []*catalog.Catalog{g.env.cfg.Flags, g.env.cfg.Catalog, annotated(u.stmt)} {
		out.FillFrom(c, r.written, unqualified(r.written))
	}
	return out
}

// claim is a number of partitions that somebody gives to a topic.
type claim struct {
	topic, by  string
	partitions int
}

// findContradicted warns of topics that have other partitions in the cluster than is said of them.
func (g *graphing) findContradicted() {
	if g.env.cfg.Cluster == nil {
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
			help := "correct the number, or leave it out: the plan goes by it, not by the cluster"
			if said.PartBy == annotatedPartitions {
				help = "correct the number, or leave it out: the plan goes by the cluster"
			}
			g.report(i, diag.Warning, "VP405", r.at, fmt.Sprintf("the partitions of %s are %d by %s, and %d by %s",
				topic.Name, said.Partitions, said.PartBy, live.Partitions, live.PartBy), help)
		}
	}
}
