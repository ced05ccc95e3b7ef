package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Declare remembers a CREATE without AS: the columns and the key of a source. What other statements say of the
// same topic fills the gaps.
func (e *Environment) Declare(stmt *syntax.Statement) {
	if stmt.Kind != syntax.KindDeclStream && stmt.Kind != syntax.KindDeclTable {
		return
	}
	if stmt.Kind == syntax.KindDeclTable {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	s := &catalog.Stream{Name: e.topic(stmt.Target.Name)}
	for _, c := range stmt.Columns {
		t := c.Type
		if c.Collation != "" {
			t += " COLLATE " + c.Collation
		}
		s.Columns = append(s.Columns, catalog.Column{Name: c.Name.Name, Type: t})
	}
	for _, k := range stmt.PrimaryKey {
		if !marked(stmt, k) {
			s.PrimaryKey = append(s.PrimaryKey, catalog.PathText(k.Name))
		}
	}
	recordKey(s, stmt)
	topicPartitions(s, stmt)
	if old, ok := e.declared.Lookup(s.Name); ok {
		s.Columns = joined(s.Columns, old.Columns)
		s.Fill(old)
	}
	e.declared.Add(s)
}

// forgets reports whether what makes a stream need not be known to others.
func (e *Environment) forgets(name string) bool {
	return e.Lean && !e.project.of(e.topic(name)).read
}

// Made is what a planned statement makes.
type Made struct {
	Columns []catalog.Column // of its result
	Open    bool             // the result has columns that nobody named
	Key     []string         // names of the columns that key it; nil if none do
	Job     string
}

// Remember makes what a statement creates known to others. A view is expanded where it is read. A stream or table
// has its output columns, and its sink key is the key of its topic.
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
	// What a job writes to a sink is a topic to its readers; the engine keeps only tables of files in memory
	// (server/stream_job_server.rs deploy_job).
	if kind == syntax.KindTable && !stmt.HasSink(stmt.Target.Name) {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	if e.forgets(stmt.Target.Name) {
		return
	}
	s := &catalog.Stream{Name: e.topic(stmt.Target.Name)}
	topicPartitions(s, stmt)
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
	partitioner, none := e.partitioner(stmt)
	if none != "" {
		key = nil
	}
	s.Fill(old)
	s.Key, s.KeyBy, s.Partitioner = e.keyOf(s.Name, key, partitioner, none, made.Job)
	e.declared.Add(s)
}

// joined returns a list of columns, completed with the types and the further columns of a weaker one.
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

// sinkKey returns the columns that key what a statement writes, as readers of its topic name them. An INSERT fills
// columns by position: where a key column goes into one of another name, nothing is known for certain.
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

// insertTargets returns the columns of an INSERT that keep their names, and whether it may rename others.
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
	first       string   // the job of the first one
	n           int      // how many there are
	key         []string // of all of them, if they agree
	partitioner string
	odd         bool // they do not agree
}

// Writes reports whether a statement of the texts writes the topic that a name stands for.
func (e *Environment) Writes(name string) bool { return e.written[e.topic(name)] != nil }

// keyOf returns the key and the partitioner of a topic after one more statement has written it. They are known only
// once all of its writers are, and only if they agree; otherwise records of one key lie in several partitions. none
// tells why the statement's records have no key that decides, "" if they may have one.
func (e *Environment) keyOf(topic string, key []string, partitioner, none, job string) (agreed []string, by, agreedPartitioner string) {
	w := e.written[topic]
	if w == nil {
		w = &written{first: job, key: key, partitioner: partitioner}
		e.written[topic] = w
	}
	w.n++
	w.odd = w.odd || !slices.Equal(w.key, key) || w.partitioner != partitioner
	switch {
	case w.odd || e.project != nil && w.n < e.project.of(topic).writers:
		return nil, "", ""
	case len(key) == 0:
		return nil, none, partitioner
	}
	by = "written by " + w.first
	if w.n > 1 {
		by += fmt.Sprintf(" and %d more", w.n-1)
	}
	return key, by, partitioner
}

// annotatedPartitions names the source of what @source_partitions states.
const annotatedPartitions = "@source_partitions"
