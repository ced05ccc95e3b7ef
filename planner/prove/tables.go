package prove

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// Tables returns what the records of the sources are loaded into, in the order of the plan; sources of one name share
// one. A table has the columns that the statement reads. The error is a *NotExecutable.
func Tables(job *pipeline.Job, q *Query) ([]*Table, error) {
	if !q.Star.IsZero() {
		return nil, &NotExecutable{"* of a source whose columns nothing declares: name the columns, or declare them in a catalog file", q.Star}
	}
	tree := job.Case.Tree
	named := map[string]*Table{}
	var out []*Table
	for _, in := range tree.Scans {
		t := named[in.Name]
		if t == nil {
			t = &Table{}
			named[in.Name] = t
		}
		for _, id := range tree.Columns.Of(in) {
			if c := tree.Columns.Get(id); c.Path != nil && !c.Window {
				t.add(Column{Path: c.Path, Type: declaredType(in, c.Path)})
			}
		}
		if q.TimeField != "" {
			t.add(Column{Path: []string{q.TimeField}, Type: declaredType(in, []string{q.TimeField})})
		}
		for _, system := range q.System {
			t.add(Column{System: system})
		}
		out = append(out, t)
	}
	for i, t := range out {
		for n, c := range t.Columns {
			if slices.ContainsFunc(t.Columns[:n], func(o Column) bool { return strings.EqualFold(o.name(), c.name()) }) {
				return nil, &NotExecutable{"columns of " + tree.Scans[i].Name + " that differ by case alone: " + strings.Join(c.Path, "."), tree.Scans[i].Place}
			}
		}
	}
	return out, nil
}

// add adds a column that the table has not.
func (t *Table) add(c Column) {
	if !slices.ContainsFunc(t.Columns, func(o Column) bool { return o.System == c.System && slices.Equal(o.Path, c.Path) }) {
		t.Columns = append(t.Columns, c)
	}
}

func declaredType(in *logical.Scan, path []string) string {
	for _, c := range in.Known.Columns {
		if len(path) == 1 && c.Name == path[0] {
			return c.Type
		}
	}
	return ""
}
