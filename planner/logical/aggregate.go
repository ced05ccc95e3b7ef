package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Aggregate folds rows with equal keys into one: GROUP BY, or aggregates without it.
type Aggregate struct {
	single
	// Sets are the grouping sets, each a list of columns. There is one unless the statement writes GROUPING SETS,
	// ROLLUP or CUBE. A single empty set is a total over all rows.
	Sets [][]ID
	// Several reports whether the sets were written as GROUPING SETS, ROLLUP or CUBE.
	Several bool
	// Written reports whether there is a GROUP BY.
	Written bool
	// Why is the reason that all rows meet, where there is no GROUP BY.
	Why string
	// Nulled maps a column to the one that stands for it above several sets, because it is NULL in the rows of
	// some of them.
	Nulled map[ID]ID
	// Per are the columns of an enclosing query that the subquery is correlated by: it groups once for each of
	// their values.
	Per []ID

	// mark is of the rows that were made of records. A total in a correlated subquery has a row for each row beside
	// it, and what holds of the records need not hold where there is none.
	mark ID
}

// NewAggregate makes an aggregation by grouping sets. It has no input until Read is called.
func NewAggregate(text string, at diag.Span, sets [][]ID) *Aggregate {
	return &Aggregate{single: single{Base: Base{Text: text, Span: at}}, Sets: sets, Nulled: map[ID]ID{}}
}

// Read sets the input and the columns that correlate it, once the columns that the aggregates read are resolved.
func (a *Aggregate) Read(cs *Columns, input Node, per []ID) {
	a.Input, a.Per = input, per
	a.under(input)
	if len(per) > 0 && a.HasTotal() {
		a.mark = cs.Mark()
	}
}

// HasTotal reports whether there is an empty grouping set: a row even where there are no records.
func (a *Aggregate) HasTotal() bool {
	return slices.ContainsFunc(a.Sets, func(set []ID) bool { return len(set) == 0 })
}

// Inputs implements Node.
func (a *Aggregate) Inputs() []Edge { return []Edge{{Node: a.Input, Mark: a.mark}} }

// Lies implements Node.
func (a *Aggregate) Lies(l *Layout, marks Marks) []ID {
	if a.mark != 0 && !marks.Has(a.mark) {
		return nil
	}
	return l.lies(a.Input, marks)
}

// totalMarks returns the marks of the totals below a node that have a row for each row beside them.
func totalMarks(n Node) []ID {
	var out []ID
	if a, ok := n.(*Aggregate); ok && a.mark != 0 {
		out = append(out, a.mark)
	}
	for _, in := range n.Inputs() {
		if !in.Apart {
			out = append(out, totalMarks(in.Node)...)
		}
	}
	return out
}

// InAllSets returns the column above the aggregation that stands for one below it. That is the column itself if
// every set has what it is computed from, and otherwise one of which nothing is known, because it is NULL in some
// rows.
func (a *Aggregate) InAllSets(cs *Columns, id ID) ID {
	if !a.Several || a.inAll(cs, id) {
		return id
	}
	if out, ok := a.Nulled[id]; ok {
		return out
	}
	c := cs.Opaque(cs.Name(id), "it is NULL in the rows of some grouping sets", a)
	c.Type = cs.Get(id).Type
	a.Nulled[id] = c.ID
	return c.ID
}

// inAll reports whether a column is in every set, or is computed from columns that are, or from none.
func (a *Aggregate) inAll(cs *Columns, id ID) bool {
	c := cs.Get(id)
	if c.Window || c.Const || slices.Contains(a.common(), id) {
		return true
	}
	if len(c.Args) == 0 {
		return c.Scan == nil && (c.Home == nil || !inside(c.Home, a.Input))
	}
	for _, arg := range c.Args {
		if !a.inAll(cs, arg) {
			return false
		}
	}
	return true
}

// common returns the columns that all sets have.
func (a *Aggregate) common() []ID {
	out := slices.Clone(a.Sets[0])
	for _, set := range a.Sets[1:] {
		out = slices.DeleteFunc(out, func(id ID) bool { return !slices.Contains(set, id) })
	}
	return out
}

// Empty implements Node. A total has a row even where it has no input rows.
func (a *Aggregate) Empty(t *Tree) bool {
	return t.Empty(a.Input) && !a.HasTotal()
}

// Requires implements Node: the groups of every set meet. A row is in one group of each set, so only the columns
// common to all sets serve. An empty set is a total over all rows.
func (a *Aggregate) Requires(t *Tree) []*Need {
	need := func() *Need { return &Need{Kind: KindGroup, Text: a.Text, Span: a.Span} }
	if !a.Written {
		n := t.grouped(&Need{Kind: KindAggregate, Text: a.Text, Span: a.Span, Global: len(a.Per) == 0}, a.Input, a.Per)
		if n.All {
			n.Why, n.Fixed = a.Why, nil
		}
		return []*Need{n}
	}
	var out []*Need
	for _, set := range a.Sets {
		n := t.grouped(need(), a.Input, append(slices.Clone(set), a.Per...))
		switch {
		case a.Several && len(set) == 0 && n.All:
			n.Why, n.Fixed, n.Global = "one of its grouping sets is empty, and that one is a total over all records", nil, true
			return []*Need{n}
		case n.All && len(out) > 0 && out[0].All: // one set whose records all meet speaks for the others
		case n.All:
			out = []*Need{n}
		case len(out) == 0 || !out[0].All:
			out = append(out, n)
		}
	}
	return out
}

// Ordered implements Node.
func (a *Aggregate) Ordered() bool { return false }
