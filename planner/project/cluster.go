package project

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// claim is a number of partitions that somebody states for a topic.
type claim struct {
	topic, by  string
	partitions int
}

// findContradicted warns of topics whose number of partitions in the cluster is not the stated one.
func (c *checking) findContradicted() {
	if c.Config.Cluster == nil {
		return
	}
	warned := map[claim]bool{}
	for i, u := range c.project.units {
		for _, r := range u.reads {
			if _, view := c.project.views[r.name]; view || !c.planned(i) {
				continue
			}
			said, live := &catalog.Stream{}, c.live(r.name)
			// Planning sees the same, in the same order.
			for _, stated := range []*catalog.Catalog{c.Config.Flags, c.Config.Catalog, u.said} {
				said.FillFrom(stated, r.written, syntax.Unqualified(r.written))
			}
			one := claim{r.name, said.PartBy, said.Partitions}
			if said.Partitions == 0 || live.Partitions == 0 || said.Partitions == live.Partitions || warned[one] {
				continue
			}
			warned[one] = true
			help := "correct the number, or leave it out: the plan uses it instead of the cluster's"
			if said.PartBy == annotatedPartitions {
				help = "correct the number, or leave it out: the plan uses the cluster's"
			}
			c.report(i, diag.Warning, "contradicts-cluster", r.at, fmt.Sprintf("%s has %d partitions according to %s, but %d according to %s",
				r.name, said.Partitions, said.PartBy, live.Partitions, live.PartBy), help)
		}
	}
}
