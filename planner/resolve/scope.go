package resolve

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// relation is what a part of FROM, or a whole query, produces: an operator, and its columns by name.
type relation struct {
	node logical.Node
	cols []logical.Output
	// open makes a column for a name that is not in cols; nil where all columns are known. A base source without a
	// schema is open, and so is a SELECT * over it.
	open func(name string) logical.Output
	base *logical.Scan // set if the relation is itself a base source, which has system columns
	// per are the equalities that correlate it with enclosing queries.
	per []logical.Tie
	// demands are facts about columns of enclosing queries: it has no row unless they hold.
	demands []logical.Fact
}

// outer returns the columns of the relation itself by which it is correlated with enclosing queries.
func (rel *relation) outer() []logical.ID {
	var out []logical.ID
	for _, p := range rel.per {
		out = append(out, p.Inner)
	}
	return out
}

// table is a relation with the name by which columns refer to it.
type table struct {
	name string
	rel  *relation
	// USING and NATURAL make one column of two. hidden are the names of those on the right, and merged is what
	// such a name means without a qualifier. Both are in lower case.
	hidden map[string]bool
	merged map[string]logical.ID
}

// scope is what names mean inside one SELECT.
type scope struct {
	tables  []*table
	outer   *scope
	ctes    *cteScope
	rel     *relation              // the current rows
	aliases map[string]syntax.Expr // select list aliases, for GROUP BY, HAVING and ORDER BY
	earlier []logical.Output       // items of the select list with an alias, which later ones may name
	windows map[string]*syntax.Over
	// grouped is the aggregation below the current rows, if it has several grouping sets.
	grouped *logical.Aggregate
	// names holds the columns of names in this scope, values those of calls and subqueries that were already put
	// beside the rows, folded those of aggregates and OVERs by what they compute, and unsures those of names that
	// could belong to several sources.
	names   map[*syntax.Column]logical.ID
	values  map[syntax.Node]logical.ID
	folded  map[string]logical.ID
	unsures map[string]logical.ID
	// top is the subquery that is an AND term of a condition, while it is being resolved.
	top syntax.Node
}

// inside returns a scope for another part of the same SELECT.
func (sc *scope) inside(tables []*table, rel *relation) *scope {
	return &scope{outer: sc.outer, ctes: sc.ctes, tables: tables, rel: rel}
}

// found tells how a name was found.
type found uint8

const (
	foundOne       found = iota
	foundAmbiguous       // in several tables that are known to have it
	foundAnywhere        // in none for certain; several tables of unknown columns may have it
	foundUnknown         // in none; taken as a column of the first base source
	foundNone            // in none, and there is no base source
)

// lookup resolves a dotted name; rest is the path inside the column.
func (r *resolver) lookup(sc *scope, parts []syntax.Ident) (col logical.Output, rest []syntax.Ident, how found) {
	for s := sc; s != nil; s = s.outer {
		for _, t := range s.tables {
			if n := qualifies(t.name, parts); n > 0 {
				r.crossing(sc, s)
				c, how := r.columnOf(t.rel, parts[n].Name)
				return c, parts[n+1:], how
			}
		}
	}
	for s := sc; s != nil; s = s.outer {
		if c, how := r.unqualified(s, parts[0].Name); how != foundNone {
			r.crossing(sc, s)
			return c, parts[1:], how
		}
	}
	for _, t := range sc.tables {
		if t.rel.base != nil {
			return logical.Output{Name: parts[0].Name, ID: r.cols.Field(t.rel.base, parts[0].Name).ID}, parts[1:], foundUnknown
		}
	}
	return logical.Output{}, nil, foundNone
}

// crossing notes that a name was found outside the scope that it stands in.
func (r *resolver) crossing(sc, s *scope) {
	if sc != s {
		r.crossed++
	}
}

// unqualified looks up a bare name in one scope: in the tables that are known to have it, or else in those whose
// columns are unknown.
func (r *resolver) unqualified(sc *scope, name string) (logical.Output, found) {
	var first logical.Output
	hits := 0
	for _, t := range sc.tables {
		if t.hidden[strings.ToLower(name)] {
			continue
		}
		if c, ok := r.bare(t, name); ok {
			if hits == 0 {
				first = c
			}
			hits++
		}
	}
	how := foundAmbiguous
	if hits == 0 {
		how = foundAnywhere
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
		return logical.Output{}, foundNone
	case 1:
		return first, foundOne
	}
	return first, how
}

// bare returns what a name without a qualifier means in a table that is known to have it.
func (r *resolver) bare(t *table, name string) (logical.Output, bool) {
	if id, ok := t.merged[strings.ToLower(name)]; ok {
		return logical.Output{Name: name, ID: id}, true
	}
	return r.known(t.rel, name)
}

// known returns a column that the relation is known to have: the one of exactly that name, or else the only one
// that differs by case alone, or else a system column of a base source. Where case matters, a field of a base
// source in another case is one that records do not have: it belongs to that source, but is none of its declared
// columns.
func (r *resolver) known(rel *relation, name string) (logical.Output, bool) {
	folded, n := logical.Output{}, 0
	for _, c := range rel.cols {
		if c.Name == name {
			return c, true
		}
		if strings.EqualFold(c.Name, name) {
			folded, n = c, n+1
		}
	}
	switch {
	case n == 1 && rel.base != nil && !r.env.Folds():
		return logical.Output{Name: name, ID: r.cols.Field(rel.base, name).ID}, true
	case n == 1:
		return folded, true
	case rel.base != nil:
		if sys, ok := systemColumn(name); ok {
			return logical.Output{Name: sys, ID: r.cols.System(rel.base, sys).ID}, true
		}
	}
	return logical.Output{}, false
}

// columnOf returns a column of a relation that is named explicitly, as in t.name.
func (r *resolver) columnOf(rel *relation, name string) (logical.Output, found) {
	if c, ok := r.known(rel, name); ok {
		return c, foundOne
	}
	switch {
	case rel.open != nil:
		return rel.open(name), foundOne
	case rel.base != nil:
		return logical.Output{Name: name, ID: r.cols.Field(rel.base, name).ID}, foundUnknown
	}
	return logical.Output{Name: name, ID: r.cols.Opaque(name, "no such column in what it is selected from", nil).ID}, foundUnknown
}

// qualifies returns how many leading parts name the table: "t.x" or "db.t.x" for a table t; 0 if none do.
func qualifies(name string, parts []syntax.Ident) int {
	for n := min(len(parts)-1, 3); n > 0; n-- {
		if strings.EqualFold(syntax.Dotted(parts[:n]), name) || strings.EqualFold(parts[n-1].Name, name) {
			return n
		}
	}
	return 0
}

// systemColumn returns the canonical name of a column that every record has. The engine accepts these names in any
// case (execution/types.rs:471-560), except _topic and _key.
func systemColumn(name string) (string, bool) {
	switch up := strings.ToUpper(name); up {
	case "_TIMESTAMP", "_OFFSET", "_PARTITION", "_EVENT_TIME", "_WINDOW_START", "_WINDOW_END":
		return up, true
	}
	return name, name == "_topic" || name == "_key"
}

// renamed returns a relation with the names of a column list.
func renamed(rel *relation, names []syntax.Ident) *relation {
	if len(names) == 0 {
		return rel
	}
	out := *rel
	out.cols = slices.Clone(rel.cols)
	for i, n := range names {
		switch {
		case i < len(out.cols):
			out.cols[i].Name = n.Name
		case rel.open != nil:
			out.cols = append(out.cols, logical.Output{Name: n.Name, ID: rel.open(n.Name).ID})
		}
	}
	out.base = nil
	return &out
}

// System returns the canonical name of a column that every record has, or "" if a name is that of none.
func System(name string) string {
	if canonical, ok := systemColumn(name); ok {
		return canonical
	}
	return ""
}

// Qualifies returns how many leading parts of a name are the name of a table; 0 if they are not.
func Qualifies(table string, parts []syntax.Ident) int { return qualifies(table, parts) }
