package project

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Environment is what a statement is planned in: what is known of streams, and the views that other statements
// make.
type Environment struct {
	Config planner.Config
	// Lean forgets what statements tell of streams that no other one reads, which only the graph would show.
	Lean     bool
	project  *Project        // nil if statements are planned by themselves
	up       *Environment    // knows further views and tables; nil if there is none
	declared catalog.Catalog // by statements of the texts, by topic name
	views    map[string]*View
	tables   map[string]bool // names that a CREATE TABLE of the texts made or declared, in lower case
	written  map[string]*written
	here     *Unit            // that of the current statement; nil if it is only tried
	said     *catalog.Catalog // by annotations of the current statement
	own      []ownTopic       // of the current statement
	// suggested are the names that findings about unknown sources suggest instead
	suggested map[string]bool
}

// View is a CREATE VIEW, which is expanded where it is read.
type View struct {
	Query   *syntax.QueryExpr
	Columns []syntax.Ident
}

// NewEnvironment returns an environment in which no statement has been planned yet. With a nil project every name
// is a topic of its own.
func NewEnvironment(cfg planner.Config, p *Project) *Environment {
	return &Environment{Config: cfg, project: p, views: map[string]*View{}, tables: map[string]bool{}, written: map[string]*written{}, suggested: map[string]bool{}}
}

// Aside returns an environment for statements that are only tried: what they make is not visible to others.
func (e *Environment) Aside(cfg planner.Config) *Environment {
	out := NewEnvironment(cfg, e.project)
	out.up, out.declared = e, e.declared.Clone()
	return out
}

// Enter makes a statement the current one. The unit is nil for one that is only tried.
func (e *Environment) Enter(u *Unit, stmt *syntax.Statement) {
	e.here, e.said, e.own = u, annotated(stmt), ownTopics(stmt)
}

// Stream merges what is known of a name, field by field. Flags take precedence over the catalog file, that over
// the cluster, that over annotations, and these over declarations. The result is never nil.
func (e *Environment) Stream(name string) *catalog.Stream {
	short := syntax.Unqualified(name)
	out := &catalog.Stream{Name: name}
	out.FillFrom(e.Config.Flags, name, short)
	out.FillFrom(e.Config.Catalog, name, short)
	out.Fill(e.Config.Cluster.Stream(e.topic(name), e.topic(short)))
	out.FillFrom(e.said, name, short)
	out.FillFrom(&e.declared, e.topic(name), e.topic(short))
	if e.Config.Schemas != nil {
		out.Fill(e.Config.Schemas(e.topic(name), e.topic(short)))
	}
	return out
}

// View returns the view with a name, or nil if there is none.
func (e *Environment) View(name string) *View {
	fold := strings.ToLower(name)
	for ; e != nil; e = e.up {
		if v := e.views[fold]; v != nil {
			return v
		}
	}
	return nil
}

// Loads reports whether the engine loads a stream on every partition where it is joined, because a CREATE TABLE
// made it. Another engine keeps such a table as a changelog of its topic. The name "" asks about a file.
func (e *Environment) Loads(name string) bool {
	return !e.Config.NoEngine && (name == "" || e.makesTable(strings.ToLower(name)))
}

// makesTable reports whether a CREATE TABLE has made a name, in lower case.
func (e *Environment) makesTable(fold string) bool {
	return e != nil && (e.tables[fold] || e.up.makesTable(fold))
}

// Stateless reports whether the catalog declares that a function in FROM handles each record by itself.
func (e *Environment) Stateless(function string) bool { return e.Config.Catalog.Stateless(function) }

// Folds reports whether names of columns are compared without case. Velostream compares them exactly.
func (e *Environment) Folds() bool { return e.Config.NoEngine }

// topic returns the topic that a name stands for in the current statement.
func (e *Environment) topic(name string) string {
	if e.project == nil {
		return name
	}
	return e.project.topics.of(e.own, name)
}

// annotated returns what the statement's own annotations say of streams: "@source_key.NAME: a, b" and
// "@source_partitions.NAME: n"; nil if they say nothing.
func annotated(stmt *syntax.Statement) *catalog.Catalog {
	var c *catalog.Catalog
	get := func(name string) *catalog.Stream {
		if c == nil {
			c = &catalog.Catalog{}
		}
		s, ok := c.Lookup(name)
		if !ok {
			s = &catalog.Stream{Name: name}
			c.Add(s)
		}
		return s
	}
	for _, an := range stmt.Annotations {
		if name, ok := strings.CutPrefix(an.Name, "source_key."); ok && an.Value != "" {
			s := get(name)
			s.Key, s.KeyBy = fields(an.Value), "@source_key"
		}
		if name, ok := strings.CutPrefix(an.Name, "source_partitions."); ok {
			if n, err := strconv.Atoi(an.Value); err == nil && n > 0 {
				s := get(name)
				s.Partitions, s.PartBy = n, annotatedPartitions
			}
		}
	}
	return c
}

// fields splits a comma-separated list.
func fields(list string) []string {
	var out []string
	for _, f := range strings.Split(list, ",") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}
