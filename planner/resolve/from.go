package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// source resolves what stands in FROM. It returns the relation that all of it makes, and its tables by name.
func (r *resolver) source(src syntax.Source, sc *scope) (*relation, []*table) {
	switch src := src.(type) {
	case *syntax.TableRef:
		rel := r.tableRef(src, sc)
		return aliased(rel, cmp.Or(src.Alias.Name.Name, syntax.Dotted(src.Name)), src.Alias.Columns)
	case *syntax.DerivedTable:
		outer := sc.outer
		if src.Lateral {
			outer = sc
		}
		return aliased(r.query(src.Query, outer, sc.ctes), src.Alias.Name.Name, src.Alias.Columns)
	case *syntax.TableFunc:
		rel, name := r.tableFunction(src, sc)
		return aliased(rel, cmp.Or(src.Alias.Name.Name, name), src.Alias.Columns)
	case *syntax.MatchRecognize:
		return aliased(r.pattern(src, sc), src.Alias.Name.Name, src.Alias.Columns)
	case *syntax.Join:
		return r.join(src, sc)
	}
	return &relation{node: logical.NewValues(src.Span())}, nil
}

// aliased names a relation, and its columns where a column list renames them.
func aliased(rel *relation, name string, columns []syntax.Ident) (*relation, []*table) {
	rel = renamed(rel, columns)
	return rel, []*table{{name: name, rel: rel}}
}

// tableRef resolves a name: a CTE, a view, or a base source.
func (r *resolver) tableRef(ref *syntax.TableRef, sc *scope) *relation {
	rel := r.byName(ref, sc)
	if ref.AsOf != nil {
		r.expr(ref.AsOf, sc.inside(sc.tables, rel))
	}
	return rel
}

func (r *resolver) byName(ref *syntax.TableRef, sc *scope) *relation {
	if len(ref.Name) == 1 && !ref.URI {
		if rel, ok := r.cte(ref, sc.ctes); ok {
			return rel
		}
	}
	if !ref.URI {
		if v := r.env.View(syntax.Dotted(ref.Name)); v != nil {
			return r.view(ref, v)
		}
	}
	return r.base(ref)
}

// base adds a base source.
func (r *resolver) base(ref *syntax.TableRef) *relation {
	if len(r.tree.Scans) >= maxInputs {
		r.tooLarge(ref.Span())
		node := logical.NewValues(ref.Span())
		return &relation{node: node, open: func(n string) logical.Output {
			return logical.Output{Name: n, ID: r.cols.Opaque(n, "the statement is too large", node).ID}
		}}
	}
	name := syntax.Dotted(ref.Name)
	known := r.env.Stream(name)
	s := r.tree.NewScan(name, ref.Alias.Name.Name, ref.Span(), known, known.Kind == "" && r.loads(name))
	if s.Place = r.place; s.Place.IsZero() {
		s.Place = ref.Span()
	}
	s.Instance = r.instance(s)
	rel := &relation{node: s, base: s}
	if known.Columns == nil {
		rel.open = func(n string) logical.Output {
			if sys, ok := systemColumn(n); ok {
				return logical.Output{Name: sys, ID: r.cols.System(s, sys).ID}
			}
			return logical.Output{Name: n, ID: r.cols.Field(s, n).ID}
		}
	}
	for _, c := range known.Columns {
		rel.cols = append(rel.cols, logical.Output{Name: c.Name, ID: r.cols.Field(s, c.Name).ID})
	}
	return rel
}

// loads reports whether a source counts as a table where it is joined to a stream, though nobody declared its
// kind: the statement reads it from a file, or a CREATE TABLE made it and the statement has no reader for it. The
// engine then looks up its rows on every partition.
func (r *resolver) loads(name string) bool {
	switch strings.ToLower(r.stmt.Property(name + ".type")) {
	case "file_source", "file_source_mmap":
		return r.env.Loads("")
	case "":
		return r.env.Loads(name)
	}
	return false
}

// instance names an input uniquely within the statement.
func (r *resolver) instance(s *logical.Scan) string {
	name := cmp.Or(s.Alias, s.Name)
	if n := strings.LastIndexByte(name, '/'); n >= 0 && n+1 < len(name) {
		name = name[n+1:]
	}
	r.instances[name]++
	if n := r.instances[name]; n > 1 {
		return fmt.Sprintf("%s#%d", name, n)
	}
	return name
}

// pattern resolves MATCH_RECOGNIZE.
func (r *resolver) pattern(m *syntax.MatchRecognize, sc *scope) *relation {
	rel, tables := r.source(m.Input, sc)
	inside := sc.inside(tables, rel)
	out := &relation{per: rel.per}
	keys := r.all(m.Partition, inside)
	for i, p := range m.Partition {
		out.cols = append(out.cols, logical.Output{Name: itemName(p), ID: keys[i]})
	}
	for _, o := range m.OrderBy {
		r.expr(o.Expr, inside)
	}
	for _, it := range slices.Concat(m.Define, m.Measures) {
		r.quietly(func() { r.expr(it.Expr, inside) })
	}
	text := "MATCH_RECOGNIZE without PARTITION BY"
	if len(keys) > 0 {
		text = "MATCH_RECOGNIZE PARTITION BY " + r.shown(keys)
	}
	out.node = logical.NewPattern(rel.node, text, m.Span(), keys)
	for _, it := range m.Measures {
		name := cmp.Or(it.Alias.Name, itemName(it.Expr))
		out.cols = append(out.cols, logical.Output{Name: name, ID: r.cols.Opaque(name, "it is a measure of a pattern", out.node).ID})
	}
	if m.AllRows {
		out.open = rel.open
		out.cols = append(out.cols, rel.cols...)
	}
	return out
}
