package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// checking collects what is wrong between statements.
type checking struct {
	origins
	planned  func(unit int) bool
	findings []diag.Diagnostic
}

// Check returns what is wrong between the statements of the project. Nothing is said of a unit that was not planned
// if only one job was asked for.
func (e *Environment) Check(planned func(unit int) bool) []diag.Diagnostic {
	c := &checking{origins: origins{Environment: e}, planned: planned}
	c.findCycles()
	c.findDuplicates()
	c.findUnknown()
	c.findContradicted()
	c.findUnreadAnnotations()
	return c.findings
}

// report adds a diagnostic about a unit.
func (c *checking) report(unit int, severity diag.Severity, id string, at diag.Span, message, help string) {
	u := c.project.units[unit]
	if c.Config.Job != "" && !c.planned(unit) {
		return
	}
	if at.IsZero() {
		at = u.at
	}
	c.findings = append(c.findings, diag.Diagnostic{ID: id, Severity: severity, Source: u.Src, Span: at, Message: message, Help: help})
}

// maxNamed is how many jobs of a circle a message names.
const maxNamed = 8

// findCycles reports jobs that feed each other. Their plans are still valid: the key of a topic counts as unknown
// until all of its jobs have written it.
func (c *checking) findCycles() {
	for _, circle := range c.project.circles {
		var names []string
		views := true
		for _, at := range circle {
			if at < len(c.project.units) {
				u := c.project.units[at]
				names = append(names, u.Job())
				views = views && u.kind == syntax.KindView
			}
		}
		first := circle[0]
		c.report(first, diag.Error, diag.Cycle, c.project.units[first].target.Span(), circleText(names, views), circleHelp(names, views))
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

// inText is a name in one text.
type inText struct {
	text *diag.Source
	name string
}

// findDuplicates reports names that two statements create, and jobs with the same name, unless a DROP between them
// takes the first away. A declaration does not create again what another text writes or declares: each text may state
// for itself what it reads. Jobs of two applications may have the same name, unless they read a topic in common: then
// they are members of one consumer group, whose name has no application in it (sql/query_analyzer.rs analyze_source).
func (c *checking) findDuplicates() {
	created, jobs, here := map[string]int{}, map[string][]int{}, map[inText]int{}
	for i, u := range c.project.units {
		if u.dropped != "" {
			name := c.project.find(u, u.dropped)
			if at, ok := created[name]; ok {
				delete(jobs, c.project.units[at].Job())
			}
			delete(created, name)
			delete(here, inText{u.Src, name})
		}
		if u.again {
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
			c.duplicate(i, u.target.Span(), u.target.Name+" is created a second time", first)
		}
		if name := u.given; name != "" && u.query {
			for _, other := range jobs[name] {
				if first := c.project.units[other]; !u.apart(first) || u.shares(first) {
					c.duplicate(i, u.at, "a second job is called "+name, other)
					break
				}
			}
			jobs[name] = append(jobs[name], i)
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
func (c *checking) duplicate(unit int, at diag.Span, message string, first int) {
	u := c.project.units[first]
	c.report(unit, diag.Error, "duplicate-name", at, fmt.Sprintf("%s; the first is at %s:%d", message, u.Src.Name, u.Line()),
		"give one of the two another name")
}
