package project

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// origins knows who says that a topic exists.
type origins struct {
	*Environment
	annotated catalog.Catalog // the streams that annotations are about
	with      map[string]bool // names, in lower case, that some WITH block describes
}

// origins looks through all statements of the project.
func (e *Environment) origins() origins {
	o := origins{Environment: e, with: map[string]bool{}}
	for _, u := range e.project.units {
		for _, name := range u.said.Names() {
			s, _ := u.said.Lookup(name)
			o.annotated.Add(s)
		}
		for _, name := range u.about {
			o.with[name] = true
		}
	}
	return o
}

// live returns what the cluster says of a topic.
func (e *Environment) live(topic string) *catalog.Stream {
	return e.Config.Cluster.Stream(topic, syntax.Unqualified(topic))
}

// of returns the strongest authority that a topic exists, which statements read under some names.
func (o *origins) of(topic string, names []string) string {
	declared := slices.ContainsFunc(o.project.makers(topic), func(maker int) bool { return o.project.units[maker].declares() })
	switch {
	case o.project.of(topic).writers > 0:
		return planner.OriginJob
	case declared:
		return planner.OriginDeclaration
	case knows(o.Config.Flags, names):
		return planner.OriginFlag
	case knows(o.Config.Catalog, names):
		return planner.OriginCatalog
	case o.live(topic).Partitions > 0:
		return planner.OriginCluster
	case knows(&o.annotated, names):
		return planner.OriginAnnotation
	case slices.ContainsFunc(names, func(name string) bool { return o.with[strings.ToLower(name)] || syntax.IsURI(name) }):
		return planner.OriginWith // the name of a file describes it too
	}
	return planner.OriginUnknown
}

// knows reports whether a catalog has a topic under one of its names.
func knows(c *catalog.Catalog, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		_, whole := c.Lookup(name)
		_, last := c.Lookup(syntax.Unqualified(name))
		return whole || last
	})
}
