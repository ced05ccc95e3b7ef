package project

import (
	"maps"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// findUnknown warns of sources that nothing declares or writes, if there is a catalog or a cluster that should
// contain them.
func (c *checking) findUnknown() {
	lacking, help := "the catalog does not have it", "add it to the catalog"
	switch cluster := c.Config.Cluster; {
	case c.Config.Catalog == nil && cluster == nil:
		return
	case cluster != nil && c.Config.Catalog != nil:
		lacking = "neither the catalog nor " + cluster.Name + " has it"
	case cluster != nil:
		lacking, help = cluster.Name+" has no such topic, or does not show it", "declare the stream"
	}
	c.origins = c.Environment.origins()
	topics := c.namesOfTopics()
	var known []string
	warned := map[string]bool{}
	for i, u := range c.project.units {
		for _, r := range u.reads {
			names, ok := topics[r.name]
			if !ok || warned[r.name] || !c.planned(i) || c.of(r.name, names) != planner.OriginUnknown {
				continue
			}
			warned[r.name] = true
			if known == nil {
				known = c.knownStreams(topics)
			}
			way := help + ", or correct the name"
			if near := nearestStream(r.name, u.makes, known); near != "" {
				c.suggested[near] = true
				way = "did you mean " + near + "? If not, " + help
			}
			c.report(i, diag.Warning, "unknown-source", r.at, r.name+" is a stream that no statement writes or declares, and "+lacking, way)
		}
	}
}

// namesOfTopics returns the topics that statements read, with all of their names.
func (c *checking) namesOfTopics() map[string][]string {
	topics := map[string][]string{}
	for _, u := range c.project.units {
		for _, r := range u.reads {
			if _, view := c.project.views[r.name]; view {
				continue
			}
			for _, name := range []string{r.name, r.written} {
				if !slices.Contains(topics[r.name], name) {
					topics[r.name] = append(topics[r.name], name)
				}
			}
		}
	}
	return topics
}

// knownStreams lists, in alphabetical order, the names of everything that could be read instead.
func (c *checking) knownStreams(topics map[string][]string) []string {
	known := append(c.Config.Catalog.Names(), c.Config.Flags.Names()...)
	if cluster := c.Config.Cluster; cluster != nil {
		known = slices.AppendSeq(known, maps.Keys(cluster.Partitions))
	}
	for _, u := range c.project.units {
		if u.makes != "" {
			known = append(known, u.makes, u.target.Name)
		}
	}
	for topic, names := range topics {
		if c.of(topic, names) != planner.OriginUnknown {
			known = append(known, names...)
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

// nearestStream returns the known stream that a name was most likely meant to be, with or without what stands
// before its last dot, other than the one that its reader makes. It returns "" if none is similar.
func nearestStream(name, made string, known []string) string {
	known = slices.DeleteFunc(slices.Clone(known), func(k string) bool { return k == made })
	if near := mapping.Nearest(name, known); near != "" {
		return near
	}
	return mapping.Nearest(syntax.Unqualified(name), known)
}
