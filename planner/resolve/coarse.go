package resolve

import (
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// coarse warns of a table whose primary key does not tell its groups apart: a row of one group replaces that of
// another. It needs the facts of the finished tree.
func (r *resolver) coarse(rel *relation) {
	core := TopSelect(r.stmt.Query)
	if core == nil || core.GroupBy == nil {
		return
	}
	keys, at := r.upsertKey(rel)
	agg := topAggregate(rel.node)
	if len(keys) == 0 || agg == nil || len(agg.Sets) != 1 {
		return
	}
	known := r.tree.Closure(rel.node, keys...)
	var lost []logical.ID
	for _, id := range agg.Sets[0] {
		if !known.Has(id) && !r.cols.Get(id).Window {
			lost = append(lost, id)
		}
	}
	if len(lost) > 0 {
		r.warn("coarse-key", at, "the primary key "+r.shown(keys)+" of table "+r.stmt.Target.Name+" does not tell its groups apart: rows that differ in "+r.shown(lost)+" replace each other",
			"make "+r.shown(lost)+" part of the primary key, or group by "+r.shown(keys)+" alone; if one determines the other, say so in the catalog file (determines)")
	}
}

// upsertKey returns the primary key of the table that the statement fills, and its place. Rows of a table replace
// those with the same key.
func (r *resolver) upsertKey(rel *relation) (keys []logical.ID, at diag.Span) {
	target := r.tree.Target
	if target == nil {
		return nil, at
	}
	at = target.Span
	switch r.kind() {
	case syntax.KindTable, syntax.KindMatView:
		if target.KeyFrom != "PRIMARY KEY" {
			return nil, at
		}
		for _, k := range target.Key {
			keys = append(keys, k.ID)
		}
		return keys, primaryPlace(r.stmt, at)
	case syntax.KindInsert:
		return r.inserted(rel), at
	}
	return nil, at
}

// inserted returns the primary key of the table that an INSERT writes to, as columns of its rows, which go to the
// table's columns by position. It is nil if one of them is not known.
func (r *resolver) inserted(rel *relation) []logical.ID {
	known := r.env.Stream(r.stmt.Target.Name)
	var names []string
	for _, c := range r.stmt.Columns {
		names = append(names, c.Name.Name)
	}
	if names == nil {
		for _, c := range known.Columns {
			names = append(names, c.Name)
		}
	}
	at := map[string]int{}
	for i, n := range names {
		at[n] = i
	}
	var keys []logical.ID
	for _, k := range known.PrimaryKey {
		i, ok := at[k]
		if !ok || i >= len(rel.cols) {
			return nil
		}
		keys = append(keys, rel.cols[i].ID)
	}
	return keys
}

// primaryPlace is where the statement marks its first PRIMARY KEY; other is returned if it marks none.
func primaryPlace(stmt *syntax.Statement, other diag.Span) diag.Span {
	if core := TopSelect(stmt.Query); core != nil {
		for _, it := range core.Items {
			if it.PrimaryKey {
				at := it.Span()
				at.Start = max(it.Expr.Span().End, it.Alias.Span().End) + 1
				return at
			}
		}
	}
	if len(stmt.PrimaryKey) > 0 {
		return stmt.PrimaryKey[0].Span()
	}
	return other
}
