package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// relation is what a part of FROM or a whole query gives: columns by name, the base sources and
// facts behind them.
type relation struct {
	cols []OutputColumn
	// open makes a column of a name that is not in cols; nil where the columns are all known. A
	// base source without a schema is open, and so is a SELECT * over it.
	open func(name string) OutputColumn
	// base is set where the relation is a base source itself, which has system columns.
	base   *BaseInput
	inputs []int
	facts  []dist.Fact
	// joins are the inner joins below that an equality in a WHERE over this relation completes.
	joins []openJoin
	// unordered says that an aggregate, OVER or join lies below: an ORDER BY adds nothing.
	unordered bool
	// optional are inputs whose columns may be NULL because an outer join found no match; the joins
	// are given by their places in analysis.outers.
	optional map[int][]int
	unions   []*union // whose results stand in the relation's rows, not those inside their arms
}

// union maps the columns of set operation arms to the columns of the result.
type union struct {
	inputs []int // of all arms
	out    []dist.Column
	arms   []*unionArm
}

type unionArm struct {
	rel    *relation
	cols   []dist.Column // as long as union.out
	equals *classes      // columns that have one value in every row of the arm, once asked for
}

// table is a relation under the name by which columns refer to it.
type table struct {
	name string
	rel  *relation
	// USING and NATURAL make one column of two: hidden are the names of those on the right, merged
	// what a bare name means that is hidden there. Both are in lower case.
	hidden map[string]bool
	merged map[string]dist.Column
}

// scope is what names mean inside one SELECT.
type scope struct {
	tables  []*table
	outer   *scope
	ctes    *cteScope
	from    *relation              // all tables together
	aliases map[string]syntax.Expr // select list aliases, for GROUP BY, HAVING and ORDER BY
	windows map[string]*syntax.Over
	level   int // of the SELECT, from 1: tells aggregates of different levels apart
	// common are, above GROUPING SETS, the columns that all sets have; others are NULL in some rows.
	common map[dist.Column]bool
}

// found says how a name was found.
type found uint8

const (
	foundOne       found = iota
	foundAmbiguous       // in several tables
	foundUnknown         // in none; taken as a column of the first base source
	foundNone            // and there is no base source
)

// lookup resolves a dotted name; rest is the path into the column.
func (a *analysis) lookup(sc *scope, parts []syntax.Ident) (col OutputColumn, rest []syntax.Ident, how found) {
	for s := sc; s != nil; s = s.outer {
		for _, t := range s.tables {
			if n := qualifies(t.name, parts); n > 0 {
				a.crossing(sc, s)
				c, how := a.columnOf(t.rel, parts[n].Name)
				return c, parts[n+1:], how
			}
		}
	}
	for s := sc; s != nil; s = s.outer {
		if c, how := a.unqualified(s, parts[0].Name); how != foundNone {
			a.crossing(sc, s)
			return c, parts[1:], how
		}
	}
	for _, t := range sc.tables {
		if t.rel.base != nil {
			return OutputColumn{Name: parts[0].Name, ID: a.field(t.rel.base, parts[0].Name)}, parts[1:], foundUnknown
		}
	}
	return OutputColumn{}, nil, foundNone
}

// crossing notes that a name was found outside the scope that it stands in.
func (a *analysis) crossing(sc, s *scope) {
	if sc != s {
		a.crossed++
	}
}

// unqualified looks a bare name up in one scope: in the tables that are known to have it, else in
// those whose columns are not known.
func (a *analysis) unqualified(sc *scope, name string) (OutputColumn, found) {
	var first OutputColumn
	hits := 0
	for _, t := range sc.tables {
		if t.hidden[strings.ToLower(name)] {
			continue
		}
		if c, ok := a.bare(t, name); ok {
			if hits == 0 {
				first = c
			}
			hits++
		}
	}
	if hits == 0 {
		for _, t := range sc.tables {
			if t.rel.open != nil && !t.hidden[strings.ToLower(name)] {
				if hits == 0 {
					first = t.rel.open(name)
				}
				hits++
			}
		}
	}
	switch hits {
	case 0:
		return OutputColumn{}, foundNone
	case 1:
		return first, foundOne
	}
	return first, foundAmbiguous
}

// bare finds what a name without a qualifier means in a table that surely has it.
func (a *analysis) bare(t *table, name string) (OutputColumn, bool) {
	if id, ok := t.merged[strings.ToLower(name)]; ok {
		return OutputColumn{Name: name, ID: id}, true
	}
	return a.known(t.rel, name)
}

// known finds a column that the relation surely has: exactly, else the only one equal but for
// case, else a system column of a base source.
func (a *analysis) known(r *relation, name string) (OutputColumn, bool) {
	folded, n := OutputColumn{}, 0
	for _, c := range r.cols {
		if c.Name == name {
			return c, true
		}
		if strings.EqualFold(c.Name, name) {
			folded, n = c, n+1
		}
	}
	if n == 1 {
		return folded, true
	}
	if r.base != nil {
		if sys, ok := systemColumn(name); ok {
			return OutputColumn{Name: sys, ID: a.system(r.base, sys)}, true
		}
	}
	return OutputColumn{}, false
}

// columnOf finds a column of a relation that was named explicitly (t.name).
func (a *analysis) columnOf(r *relation, name string) (OutputColumn, found) {
	if c, ok := a.known(r, name); ok {
		return c, foundOne
	}
	if r.open != nil {
		return r.open(name), foundOne
	}
	if r.base != nil {
		return OutputColumn{Name: name, ID: a.field(r.base, name)}, foundUnknown
	}
	return OutputColumn{Name: name, ID: a.opaque(name, "no such column in what it is selected from")}, foundUnknown
}

// qualifies returns how many leading parts name the table: "t.x" or "db.t.x" for a table t; 0 if none.
func qualifies(name string, parts []syntax.Ident) int {
	for n := min(len(parts)-1, 3); n > 0; n-- {
		names := make([]string, n)
		for i := range names {
			names[i] = parts[i].Name
		}
		if strings.EqualFold(strings.Join(names, "."), name) || strings.EqualFold(names[n-1], name) {
			return n
		}
	}
	return 0
}

// systemColumn returns the canonical name of a column that every record has: the engine takes
// these in any case (execution/types.rs:471-560), but _topic and _key exactly so.
func systemColumn(name string) (string, bool) {
	switch up := strings.ToUpper(name); up {
	case "_TIMESTAMP", "_OFFSET", "_PARTITION", "_EVENT_TIME", "_WINDOW_START", "_WINDOW_END":
		return up, true
	}
	return name, name == "_topic" || name == "_key"
}
