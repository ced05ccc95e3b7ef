package project

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// findUnknown warns of sources that nothing declares or writes, if there is a catalog or a cluster that should
// contain them.
func (g *graphing) findUnknown() {
	lacking, help := "the catalog does not have it", "add it to the catalog"
	switch cluster := g.env.Config.Cluster; {
	case g.env.Config.Catalog == nil && cluster == nil:
		return
	case cluster != nil && g.env.Config.Catalog != nil:
		lacking = "neither the catalog nor " + cluster.Name + " has it"
	case cluster != nil:
		lacking, help = cluster.Name+" has no such topic, or does not show it", "declare the stream"
	}
	var known []string
	warned := map[string]bool{}
	for i, u := range g.env.project.units {
		for _, r := range u.reads {
			at, ok := g.topics[r.name]
			if !ok || warned[r.name] || g.graph.Nodes[at].Origin != planner.OriginUnknown {
				continue
			}
			warned[r.name] = true
			if known == nil {
				known = g.knownStreams()
			}
			way := help + ", or correct the name"
			if near := nearestStream(r.name, u.makes, known); near != "" {
				way = "did you mean " + near + "? If not, " + help
			}
			g.report(i, diag.Warning, "unknown-source", r.at, r.name+" is a stream that no statement writes or declares, and "+lacking, way)
		}
	}
}

// knownStreams lists, in alphabetical order, the names of everything that could be read instead.
func (g *graphing) knownStreams() []string {
	names := append(g.env.Config.Catalog.Names(), g.env.Config.Flags.Names()...)
	if c := g.env.Config.Cluster; c != nil {
		for topic := range c.Partitions {
			names = append(names, topic)
		}
	}
	for _, n := range g.graph.Nodes {
		if n.Kind == planner.NodeView || n.Kind == planner.NodeTopic && n.Origin != planner.OriginUnknown {
			names = append(append(names, n.Name), n.Aliases...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
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
