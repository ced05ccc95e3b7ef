package project

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Environment is what a statement is planned in: what is known of streams, and the views that
// earlier statements made.
type Environment struct {
	Config   planner.Config
	project  *Project        // nil where statements are planned by themselves
	declared catalog.Catalog // by statements of the texts, under the names of their topics
	views    map[string]*View
	tables   map[string]bool // names that a CREATE TABLE of the texts made or declared, in lower case
	written  map[string]*written
	said     *catalog.Catalog // by annotations of the statement at hand
	at       *syntax.Statement
}

// View is a CREATE VIEW, put in where it is read.
type View struct {
	Query   *syntax.QueryExpr
	Columns []syntax.Ident
}

// NewEnvironment returns an environment in which no statement has been planned yet. A nil project takes
// every name for a topic of its own.
func NewEnvironment(cfg planner.Config, p *Project) *Environment {
	return &Environment{Config: cfg, project: p, views: map[string]*View{}, tables: map[string]bool{}, written: map[string]*written{}}
}

// Aside returns an environment for statements that are tried and not kept: what they make is not seen by others.
func (e *Environment) Aside(cfg planner.Config) *Environment {
	out := NewEnvironment(cfg, e.project)
	out.declared = e.declared.Clone()
	for name, v := range e.views {
		out.views[name] = v
	}
	for name := range e.tables {
		out.tables[name] = true
	}
	return out
}

// Enter makes a statement the one at hand.
func (e *Environment) Enter(stmt *syntax.Statement) { e.said, e.at = annotated(stmt), stmt }

// Stream merges what is known of a name, field by field: flags beat the catalog file, that the
// cluster, that the annotations, those the declarations. The result is never nil.
func (e *Environment) Stream(name string) *catalog.Stream {
	short := syntax.Unqualified(name)
	out := &catalog.Stream{Name: name}
	out.FillFrom(e.Config.Flags, name, short)
	out.FillFrom(e.Config.Catalog, name, short)
	out.Fill(e.Config.Cluster.Stream(e.topic(name), e.topic(short)))
	out.FillFrom(e.said, name, short)
	out.FillFrom(&e.declared, e.topic(name), e.topic(short))
	return out
}

// View is the view of a name; nil if there is none.
func (e *Environment) View(name string) *View { return e.views[strings.ToLower(name)] }

// Loads reports whether the engine loads a stream on every partition where it is joined: a CREATE TABLE made
// it. Another engine keeps such a table as a changelog of its topic. The name "" asks for a file.
func (e *Environment) Loads(name string) bool {
	return !e.Config.NoEngine && (name == "" || e.tables[strings.ToLower(name)])
}

// Stateless reports whether the catalog says that a function in FROM works on each record by itself.
func (e *Environment) Stateless(function string) bool { return e.Config.Catalog.Stateless(function) }

// Folds reports whether names of columns are compared without case: the engine compares them exactly.
func (e *Environment) Folds() bool { return e.Config.NoEngine }

// topic is the topic that a name stands for in the statement at hand.
func (e *Environment) topic(name string) string {
	if e.project == nil {
		return name
	}
	return e.project.topics.of(e.at, name)
}

// Declare remembers a CREATE without AS: the columns and the key of a source. What other
// statements say of the same topic fills the gaps.
func (e *Environment) Declare(stmt *syntax.Statement) {
	if stmt.Kind != syntax.KindDeclStream && stmt.Kind != syntax.KindDeclTable {
		return
	}
	if stmt.Kind == syntax.KindDeclTable {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	s := &catalog.Stream{Name: e.topic(stmt.Target.Name)}
	for _, c := range stmt.Columns {
		s.Columns = append(s.Columns, catalog.Column{Name: c.Name.Name, Type: c.Type})
	}
	for _, k := range stmt.PrimaryKey {
		s.PrimaryKey = append(s.PrimaryKey, catalog.PathText(k.Name))
	}
	if old, ok := e.declared.Lookup(s.Name); ok {
		s.Columns = joined(s.Columns, old.Columns)
		s.Fill(old)
	}
	e.declared.Add(s)
}

// Made is what a planned statement makes.
type Made struct {
	Columns []catalog.Column // of its result
	Open    bool             // the result has columns that nobody named
	Key     []string         // names of the columns that key it; nil for none
	Job     string
}

// Remember makes what a statement creates known to others: a view is put in where it is read;
// a stream or table has its output columns, and its sink key keys its topic.
func (e *Environment) Remember(stmt *syntax.Statement, made Made) {
	kind := stmt.Kind
	if stmt.Create != "" {
		kind = stmt.Create
	}
	if kind == syntax.KindView && stmt.Target.Name != "" {
		v := &View{Query: stmt.Query}
		for _, c := range stmt.Columns {
			v.Columns = append(v.Columns, c.Name)
		}
		e.views[strings.ToLower(stmt.Target.Name)] = v
		return
	}
	if stmt.Target.Name == "" {
		return
	}
	if kind == syntax.KindTable {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	s := &catalog.Stream{Name: e.topic(stmt.Target.Name)}
	if !made.Open {
		for _, c := range made.Columns {
			if c.Name != "" {
				s.Columns = append(s.Columns, c)
			}
		}
	}
	old, ok := e.declared.Lookup(s.Name)
	if !ok {
		old = &catalog.Stream{}
	}
	key := sinkKey(stmt, made, old)
	if s.Columns != nil {
		s.Columns = joined(s.Columns, old.Columns)
	}
	s.Fill(old)
	s.Key, s.KeyBy = e.keyOf(s.Name, key, made.Job)
	e.declared.Add(s)
}

// joined is a list of columns with the types and the further columns of a weaker one.
func joined(columns, weaker []catalog.Column) []catalog.Column {
	out := slices.Clone(columns)
	at := make(map[string]int, len(out))
	for i, c := range out {
		at[c.Name] = i
	}
	for _, w := range weaker {
		i, known := at[w.Name]
		switch {
		case !known:
			at[w.Name] = len(out)
			out = append(out, w)
		case out[i].Type == "":
			out[i].Type = w.Type
		}
	}
	return out
}

// sinkKey are the columns that key what a statement writes, as readers of its topic name them.
// An INSERT fills columns by position: where a key column goes to one of another name, nothing
// certain is known.
func sinkKey(stmt *syntax.Statement, made Made, declared *catalog.Stream) []string {
	targets, renames := insertTargets(stmt, made, declared)
	var key []string
	for _, k := range made.Key {
		if renames && !targets[k] {
			return nil
		}
		key = append(key, catalog.PathText(k))
	}
	return key
}

// insertTargets are the columns of an INSERT that keep their names, and whether it may give others.
func insertTargets(stmt *syntax.Statement, made Made, declared *catalog.Stream) (same map[string]bool, renames bool) {
	if stmt.Kind != syntax.KindInsert {
		return nil, false
	}
	var names []string
	for _, c := range stmt.Columns {
		names = append(names, c.Name.Name)
	}
	if names == nil {
		for _, c := range declared.Columns {
			names = append(names, c.Name)
		}
	}
	same = map[string]bool{}
	for i, c := range made.Columns {
		if i < len(names) && names[i] == c.Name {
			same[c.Name] = true
		}
	}
	return same, names != nil
}

// written is what is known of the statements that write one topic.
type written struct {
	jobs []string
	key  []string // of all of them, if they agree
	odd  bool     // they do not
}

// Writes reports whether a statement of the texts writes the topic of a name.
func (e *Environment) Writes(name string) bool { return e.written[e.topic(name)] != nil }

// keyOf is the key of a topic after one more statement has written it. It is known once all of its
// writers are, and only if they agree: else records of one key lie in several partitions.
func (e *Environment) keyOf(topic string, key []string, job string) (agreed []string, by string) {
	w := e.written[topic]
	if w == nil {
		w = &written{key: key}
		e.written[topic] = w
	}
	w.jobs = append(w.jobs, job)
	w.odd = w.odd || !slices.Equal(w.key, key)
	if w.odd || len(key) == 0 || e.project != nil && len(w.jobs) < e.project.writers[topic] {
		return nil, ""
	}
	by = "written by " + w.jobs[0]
	if others := len(w.jobs) - 1; others > 0 {
		by += fmt.Sprintf(" and %d more", others)
	}
	return key, by
}

// annotatedPartitions is who says what @source_partitions says.
const annotatedPartitions = "@source_partitions"

// annotated is what the statement's own annotations say of streams: "@source_key.NAME: a, b" and
// "@source_partitions.NAME: n".
func annotated(stmt *syntax.Statement) *catalog.Catalog {
	var c catalog.Catalog
	get := func(name string) *catalog.Stream {
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
	return &c
}

// fields splits a comma list.
func fields(list string) []string {
	var out []string
	for _, f := range strings.Split(list, ",") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}
