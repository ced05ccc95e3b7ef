package planner

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// topic is the topic that a name stands for in the statement at hand.
func (e *environment) topic(name string) string {
	if e.project == nil {
		return name
	}
	return e.project.topics.of(e.at, name)
}

// declare remembers a CREATE without AS: the columns and the key of a source. What other
// statements say of the same topic fills the gaps.
func (e *environment) declare(stmt *syntax.Statement) {
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
		s.PrimaryKey = append(s.PrimaryKey, k.Name)
	}
	if old, ok := e.declared.Lookup(s.Name); ok {
		s.Columns = joined(s.Columns, old.Columns)
		s.Fill(old)
	}
	e.declared.Add(s)
}

// remember makes what a statement creates known to others: a view is put in where it is read;
// a stream or table has its output columns, and its sink key keys its topic.
func (e *environment) remember(stmt *syntax.Statement, a *analysis, job string) {
	kind := stmt.Kind
	if stmt.Create != "" {
		kind = stmt.Create
	}
	if kind == syntax.KindView && stmt.Target.Name != "" {
		v := &view{query: stmt.Query}
		for _, c := range stmt.Columns {
			v.columns = append(v.columns, c.Name)
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
	if !a.q.OpenStar {
		for _, c := range a.q.Output {
			if c.Name != "" {
				s.Columns = append(s.Columns, catalog.Column{Name: c.Name})
			}
		}
	}
	old, ok := e.declared.Lookup(s.Name)
	if !ok {
		old = &catalog.Stream{}
	}
	key := a.sinkKey(old)
	if s.Columns != nil {
		s.Columns = joined(s.Columns, old.Columns)
	}
	s.Fill(old)
	s.Key, s.KeyBy = e.keyOf(s.Name, key, job)
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

// sinkKey are the columns that key what the statement writes, as readers of its topic name them.
// An INSERT fills columns by position: where a key column goes to one of another name, nothing
// certain is known.
func (a *analysis) sinkKey(declared *catalog.Stream) []string {
	if a.q.Sink == nil {
		return nil
	}
	targets, renames := a.insertTargets(declared)
	var key []string
	for _, k := range a.q.Sink.Key {
		if renames && !targets[k.Name] {
			return nil
		}
		key = append(key, k.Name)
	}
	return key
}

// insertTargets are the columns of an INSERT that keep their names, and whether it may give others.
func (a *analysis) insertTargets(declared *catalog.Stream) (same map[string]bool, renames bool) {
	if a.stmt.Kind != syntax.KindInsert {
		return nil, false
	}
	var names []string
	for _, c := range a.stmt.Columns {
		names = append(names, c.Name.Name)
	}
	if names == nil {
		for _, c := range declared.Columns {
			names = append(names, c.Name)
		}
	}
	same = map[string]bool{}
	for i, c := range a.q.Output {
		if i < len(names) && strings.EqualFold(names[i], c.Name) {
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

// keyOf is the key of a topic after one more statement has written it. It is known once all of its
// writers are, and only if they agree: else records of one key lie in several partitions.
func (e *environment) keyOf(topic string, key []string, job string) (agreed []string, by string) {
	if e.written == nil {
		e.written = map[string]*written{}
	}
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
		by += " and " + itoa(others) + " more"
	}
	return key, by
}
