package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// report adds a diagnostic about a unit, unless only another job was asked for.
func (g *graphing) report(unit int, severity diag.Severity, id string, at diag.Span, message, help string) {
	u := g.env.project.units[unit]
	if g.env.Config.Job != "" && g.plan(unit) == nil {
		return
	}
	if at.IsZero() {
		at = u.Stmt.Span()
	}
	g.findings = append(g.findings, diag.Diagnostic{ID: id, Severity: severity, Source: u.Src, Span: at, Message: message, Help: help})
}

// maxNamed is how many jobs of a circle a message names.
const maxNamed = 8

// findCycles reports jobs that feed each other. Their plans are still valid: the key of a topic counts as unknown
// until all of its jobs have written it.
func (g *graphing) findCycles() {
	for _, circle := range g.env.project.circles {
		var ids, names []string
		views := true
		for _, at := range circle {
			if n := g.nodeOf(at); n != nil {
				ids = append(ids, n.ID)
			}
			if at < len(g.env.project.units) {
				names = append(names, g.nameOf(at))
				views = views && g.env.project.units[at].kind == syntax.KindView
			}
		}
		first := circle[0]
		target := g.env.project.units[first].Stmt.Target.Span()
		if g.plan(first) != nil {
			g.graph.Cycles = append(g.graph.Cycles, ids)
		}
		g.report(first, diag.Error, diag.Cycle, target, circleText(names, views), circleHelp(names, views))
	}
}

// circleText tells what a circle of jobs or views does.
func circleText(names []string, views bool) string {
	switch one := len(names) == 1; {
	case one && views:
		return "view " + names[0] + " reads itself: there is no stream at its bottom to take records from"
	case one:
		return names[0] + " reads what it writes: its records come back to it endlessly"
	case views:
		return "these views read each other in a circle: " + ring(names) + "; there is no stream at their bottom to take records from"
	}
	return "these feed each other in a circle: " + ring(names) + "; their records come back endlessly"
}

// circleHelp tells the way out of a circle.
func circleHelp(names []string, views bool) string {
	reader, fed := names[0], names[len(names)-1]
	switch one := len(names) == 1; {
	case one && views:
		return "let it read a stream or another view"
	case one:
		return "let it write to another topic than the one that it reads; if a condition ends it, ignore this with that reason"
	case views:
		return "let " + reader + " read a stream in place of " + fed
	}
	return "let " + reader + " read something other than what " + fed + " writes, or cut the circle elsewhere; if a condition ends it, ignore this with that reason"
}

// ring shows a circle of names, shortened if it is long.
func ring(names []string) string {
	shown := slices.Clone(names[:min(len(names), maxNamed)])
	if more := len(names) - maxNamed; more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	return strings.Join(append(shown, names[0]), " → ")
}

// nodeOf returns the node of a unit or of a name of the project, or nil if it has none.
func (g *graphing) nodeOf(at int) *planner.GraphNode {
	node, ok := g.jobs[at]
	if units := len(g.env.project.units); at >= units {
		node, ok = g.topics[g.env.project.names[at-units]]
	}
	if !ok {
		return nil
	}
	return &g.graph.Nodes[node]
}

// nameOf returns the name of a unit in messages.
func (g *graphing) nameOf(unit int) string {
	u := g.env.project.units[unit]
	return JobName(u.Src, u.Stmt)
}

// inText is a name in one text.
type inText struct {
	text *diag.Source
	name string
}

// findDuplicates reports names that two statements create, and jobs with the same name. A declaration does not
// create again what another text writes or declares: each text may state for itself what it reads.
func (g *graphing) findDuplicates() {
	created, jobs, here := map[string]int{}, map[string]int{}, map[inText]int{}
	for i, u := range g.env.project.units {
		if u.Stmt.Guarded || u.Stmt.Explain {
			continue
		}
		first, twice := -1, false
		if u.declares() || u.creates() {
			first, twice = again(here, inText{u.Src, u.makes}, i)
		}
		if u.creates() {
			if at, more := again(created, u.makes, i); more {
				first, twice = at, true
			}
		}
		if twice {
			g.duplicate(i, u.Stmt.Target.Span(), u.Stmt.Target.Name+" is created a second time", first)
		}
		if name := u.Stmt.GivenName(); name != "" && u.Stmt.Query != nil {
			if first, twice := again(jobs, name, i); twice {
				g.duplicate(i, u.Stmt.Span(), "a second job is called "+name, first)
			}
		}
	}
}

// again notes the first unit with a name, and reports whether there was one before.
func again[N comparable](seen map[N]int, name N, unit int) (first int, twice bool) {
	if first, twice = seen[name]; !twice {
		seen[name] = unit
	}
	return first, twice
}

// duplicate reports a name that an earlier unit has.
func (g *graphing) duplicate(unit int, at diag.Span, message string, first int) {
	u := g.env.project.units[first]
	g.report(unit, diag.Error, "duplicate-name", at, fmt.Sprintf("%s; the first is at %s:%d", message, u.Src.Name, u.Src.Position(u.Stmt.Span().Start).Line),
		"give one of the two another name")
}

// creates reports whether the statement makes a stream, table, view or sink that must not exist yet.
func (u *Unit) creates() bool {
	switch u.kind {
	case syntax.KindStream, syntax.KindTable, syntax.KindMatView, syntax.KindView:
		return u.makes != ""
	}
	return false
}
