package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// report adds a diagnostic about a unit, unless only another job was asked for.
func (g *graphing) report(unit int, severity diag.Severity, code string, at diag.Span, message, help string) {
	u := g.env.project.units[unit]
	if g.env.cfg.Job != "" && g.plan(unit) == nil {
		return
	}
	if at.IsZero() {
		at = u.stmt.Span()
	}
	g.findings = append(g.findings, diag.Diagnostic{Code: code, Severity: severity, Source: u.src, Span: at, Message: message, Help: help})
}

// maxNamed is how many jobs of a circle a message names.
const maxNamed = 8

// findCycles reports jobs that feed each other. Their plans hold: the key of a topic that is not
// written by all of its jobs yet counts as unknown.
func (g *graphing) findCycles() {
	for _, circle := range g.env.project.circles {
		var ids, names []string
		for _, at := range circle {
			if n := g.nodeOf(at); n != nil {
				ids = append(ids, n.ID)
			}
			if at < len(g.env.project.units) {
				names = append(names, g.nameOf(at))
			}
		}
		first := circle[0]
		target := g.env.project.units[first].stmt.Target.Span()
		if g.plan(first) != nil {
			g.graph.Cycles = append(g.graph.Cycles, ids)
		}
		if len(names) == 1 {
			g.report(first, diag.Error, "VP404", target, names[0]+" reads what it writes: each record comes back to it for ever",
				"write to another topic than the one that is read")
			continue
		}
		if len(names) > maxNamed {
			names = append(names[:maxNamed], fmt.Sprintf("%d more", len(names)-maxNamed))
		}
		g.report(first, diag.Error, "VP404", target, "these feed each other in a circle: "+strings.Join(append(names, names[0]), " → "),
			"let one of them read a topic that none of the others writes")
	}
}

// nodeOf is the node of a unit or of a name of the project; nil for one without.
func (g *graphing) nodeOf(at int) *GraphNode {
	node, ok := g.jobs[at]
	if units := len(g.env.project.units); at >= units {
		node, ok = g.topics[g.env.project.names[at-units]]
	}
	if !ok {
		return nil
	}
	return &g.graph.Nodes[node]
}

// nameOf is the name of a unit in messages.
func (g *graphing) nameOf(unit int) string {
	u := g.env.project.units[unit]
	return jobName(u.src, u.stmt)
}

// inText is a name in one text.
type inText struct {
	text *diag.Source
	name string
}

// findDuplicates reports names that two statements create, and jobs of one name. A declaration is
// no second creation of what another text writes or declares: each text may say for itself what
// it reads.
func (g *graphing) findDuplicates() {
	created, jobs, here := map[string]int{}, map[string]int{}, map[inText]int{}
	for i, u := range g.env.project.units {
		if u.stmt.Guarded || u.stmt.Explain {
			continue
		}
		first, twice := -1, false
		if u.declares() || u.creates() {
			first, twice = again(here, inText{u.src, u.makes}, i)
		}
		if u.creates() {
			if at, more := again(created, u.makes, i); more {
				first, twice = at, true
			}
		}
		if twice {
			g.duplicate(i, u.stmt.Target.Span(), u.stmt.Target.Name+" is created a second time", first)
			continue
		}
		if name := givenName(u.stmt); name != "" && u.stmt.Query != nil {
			if first, twice := again(jobs, name, i); twice {
				g.duplicate(i, u.stmt.Span(), "a second job is called "+name, first)
			}
		}
	}
}

// again notes the first unit of a name and says whether there was one.
func again[N comparable](seen map[N]int, name N, unit int) (first int, twice bool) {
	if first, twice = seen[name]; !twice {
		seen[name] = unit
	}
	return first, twice
}

// duplicate reports a name that an earlier unit has.
func (g *graphing) duplicate(unit int, at diag.Span, message string, first int) {
	u := g.env.project.units[first]
	g.report(unit, diag.Error, "VP402", at, fmt.Sprintf("%s; the first is at %s:%d", message, u.src.Name, u.src.Position(u.stmt.Span().Start).Line),
		"give one of the two another name")
}

// creates says whether the statement makes a stream, table, view or sink that must not exist yet.
func (u *unit) creates() bool {
	switch u.kind {
	case syntax.KindStream, syntax.KindTable, syntax.KindMatView, syntax.KindView:
		return u.makes != ""
	}
	return false
}

// findUnknown warns of sources that nothing declares or writes, where a catalog or a cluster is given
// to hold them.
func (g *graphing) findUnknown() {
	lacking, help := "the catalog does not have it", "add it to the catalog, or correct the name"
	switch cluster := g.env.cfg.Cluster; {
	case g.env.cfg.Catalog == nil && cluster == nil:
		return
	case cluster != nil && g.env.cfg.Catalog != nil:
		lacking = "neither the catalog nor " + cluster.Name + " has it"
	case cluster != nil:
		lacking, help = cluster.Name+" has no such topic, or does not show it", "correct the name, or declare the stream"
	}
	warned := map[string]bool{}
	for i, u := range g.env.project.units {
		for _, r := range u.reads {
			at, ok := g.topics[r.name]
			if !ok || warned[r.name] || g.graph.Nodes[at].Origin != OriginUnknown {
				continue
			}
			warned[r.name] = true
			g.report(i, diag.Warning, "VP403", r.at, r.name+" is a stream that no statement writes or declares, and "+lacking, help)
		}
	}
}
