package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// column is what is known of one column id: how to show it, and whether a router can compute it
// from a record of one base source.
type column struct {
	id      dist.Column
	display string // without the source's prefix; an expression is its normalized text
	input   int    // the base source that it can be computed from; -1: none, or several
	key     scalar.Expr
	plain   bool   // a field or path, not an expression
	cannot  string // why key is nil
	typ     string // declared type in upper case; "" if unknown
	parts   []dist.Column
	window  bool // a bound of a window: the router computes no windows
	const_  bool // one value for all records
	strict  bool // NULL where an outer join leaves its source out
}

// columns is the registry of a statement's column ids, in the order in which they were met.
type columns struct {
	byID  map[dist.Column]*column
	order []*column
}

func newColumns() *columns { return &columns{byID: map[dist.Column]*column{}} }

// add registers c unless its id is known, and returns the registered one.
func (cs *columns) add(c column) *column {
	if old, ok := cs.byID[c.id]; ok {
		return old
	}
	p := &c
	cs.byID[c.id] = p
	cs.order = append(cs.order, p)
	return p
}

func (cs *columns) get(id dist.Column) *column { return cs.byID[id] }

// show is the text of a column for people: its own name, or with the source's where several
// sources are read.
func (q *Query) show(id dist.Column) string {
	switch id {
	case dist.Partition:
		return "@partition"
	case dist.Row:
		return "@row"
	case dist.Every:
		return "@every"
	}
	c := q.columns.get(id)
	if c == nil {
		return string(id)
	}
	if len(q.Inputs) > 1 && c.input >= 0 && c.plain {
		return q.Inputs[c.input].Inst + "." + c.display
	}
	return c.display
}

func (q *Query) showAll(ids []dist.Column) string { return strings.Join(q.shows(ids), ", ") }

func (q *Query) shows(ids []dist.Column) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = q.show(id)
	}
	return names
}

// own is the text of a column as its own source names it.
func (q *Query) own(id dist.Column) string {
	if c := q.columns.get(id); c != nil {
		return c.display
	}
	return q.show(id)
}

func (q *Query) owns(ids []dist.Column) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = q.own(id)
	}
	return out
}
