package advise

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// joinSplit is a split of a job after a join in its FROM. One statement makes the join's rows, with the columns
// that the rest reads; the rest is the other.
type joinSplit struct {
	a      *adviser
	top    *syntax.Select
	join   *syntax.Join
	stage  string
	tables []string          // that the join brings together
	names  map[string]string // in the stage's rows, by the text of the column in the job
	list   []string
	edits  []diag.Edit
	failed bool // the text does not tell a column's source
}

// splitJoin divides the job after a join. Where the join is all of FROM, WHERE goes with it.
func (a *adviser) splitJoin(top *syntax.Select, name string, join *syntax.Join, second *logical.Need) []string {
	if join == nil || covers(join.Span(), second.Span) || len(a.stmt.Query.With) > 0 || readsSystem(a.stmt.Query) {
		return nil
	}
	s := &joinSplit{a: a, top: top, join: join, stage: name, tables: tablesIn(join), names: map[string]string{}}
	syntax.Inspect(a.stmt.Query, s.visit)
	if s.failed || len(s.list) == 0 {
		return nil
	}
	text := "SELECT " + strings.Join(s.list, ", ") + " FROM " + a.slice(join.Span())
	cut := join.Span()
	if s.whole() && !top.WhereSpan.IsZero() {
		text += " " + a.slice(top.WhereSpan)
		cut = cut.Join(top.WhereSpan)
	}
	s.edits = append(s.edits, diag.Edit{Span: cut, Text: name})
	return []string{createStream(name, text), a.edited(s.edits)}
}

// smallestJoin returns the innermost join of a FROM that contains all the needs, or nil if there is none.
func smallestJoin(src syntax.Source, needs []*logical.Need) *syntax.Join {
	join, ok := src.(*syntax.Join)
	if !ok || !allInside(needs, join.Span()) {
		return nil
	}
	for _, side := range []syntax.Source{join.Left, join.Right} {
		if inner := smallestJoin(side, needs); inner != nil {
			return inner
		}
	}
	return join
}

// tablesIn lists the names that may qualify columns of a part of FROM.
func tablesIn(src syntax.Source) []string {
	switch src := src.(type) {
	case *syntax.Join:
		return append(tablesIn(src.Left), tablesIn(src.Right)...)
	case *syntax.TableRef:
		return []string{aliasOr(src.Alias, syntax.Dotted(src.Name))}
	case *syntax.DerivedTable:
		return []string{src.Alias.Name.Name}
	}
	return nil
}

func (s *joinSplit) whole() bool { return s.top.From == syntax.Source(s.join) }

// visit looks for the columns that the rest reads, and for what prevents a split.
func (s *joinSplit) visit(n syntax.Node) bool {
	if s.whole() && covers(s.top.WhereSpan, n.Span()) {
		return false
	}
	switch n := n.(type) {
	case *syntax.QueryExpr:
		s.failed = s.failed || n != s.a.stmt.Query
	case *syntax.DerivedTable:
		s.failed = s.failed || n.Lateral
		return false
	case *syntax.Join:
		if n == s.join {
			return false
		}
		s.failed = s.failed || n.Natural || len(n.Using) > 0
	case *syntax.Item:
		_, star := n.Expr.(*syntax.Star)
		s.failed = s.failed || star
		if c, ok := n.Expr.(*syntax.Column); ok {
			s.column(c, n.Alias.Name == "")
			return false
		}
	case *syntax.Field:
		s.failed = s.failed || n.Name.Name == "*"
	case *syntax.Column:
		s.column(n, false)
	}
	return !s.failed
}

// column gives a column of the join its name in the stage's rows. As an item of the select list without an alias
// it keeps its name in the result.
func (s *joinSplit) column(c *syntax.Column, item bool) {
	last := c.Parts[len(c.Parts)-1]
	mine := slices.ContainsFunc(s.tables, func(t string) bool { return resolve.Qualifies(t, c.Parts) > 0 })
	switch {
	case mine || (s.whole() && (item || !s.a.isAliasOnly(s.top, c) || len(c.Parts) > 1)):
	case len(c.Parts) > 1 || s.a.isAliasOnly(s.top, c):
		return
	default:
		s.failed = true
		return
	}
	text, own := syntax.Format(c), syntax.Format(&syntax.Column{Parts: []syntax.Ident{last}})
	if s.names[text] == "" {
		fresh := own
		if s.taken(fresh) {
			fresh = strings.NewReplacer(".", "_", `"`, "").Replace(text)
		}
		s.names[text] = fresh
		s.list = append(s.list, text+" AS "+fresh)
	}
	read := s.names[text]
	if !s.whole() {
		read = s.stage + "." + read
	}
	if item && s.names[text] != own {
		read += " AS " + own
	}
	s.edits = append(s.edits, diag.Edit{Span: c.Span(), Text: read})
}

func (s *joinSplit) taken(name string) bool {
	for _, n := range s.names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// readsSystem reports whether a query reads a column that every record has, which would be a different one in a
// stage's records.
func readsSystem(q *syntax.QueryExpr) bool {
	return syntax.Has(q, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Column)
		return ok && resolve.System(c.Parts[len(c.Parts)-1].Name) != ""
	})
}

// isAliasOnly reports whether the name of a column stands for an item of the select list and for nothing else. No item
// refers to itself.
func (a *adviser) isAliasOnly(s *syntax.Select, c *syntax.Column) bool {
	name := c.Parts[len(c.Parts)-1].Name
	return slices.ContainsFunc(s.Items, func(it *syntax.Item) bool {
		return strings.EqualFold(it.Alias.Name, name) && !covers(it.Span(), c.Span())
	})
}

// splitWhere filters by the subqueries of the first stage in a statement of their own.
func (a *adviser) splitWhere(top *syntax.Select, name string, first []*logical.Need) []string {
	ref, ok := top.From.(*syntax.TableRef)
	if !ok || top.Where == nil || len(a.stmt.Query.With) > 0 || readsSystem(a.stmt.Query) {
		return nil
	}
	var early, late []string
	for _, t := range syntax.Conjuncts(top.Where) {
		inFirst := slices.ContainsFunc(first, func(n *logical.Need) bool { return covers(t.Span(), n.Span) })
		if inFirst || !syntax.HasQuery(t) {
			early = append(early, a.slice(t.Span()))
		} else {
			late = append(late, a.slice(t.Span()))
		}
	}
	if len(early) == 0 || len(late) == 0 {
		return nil
	}
	read := a.slice(ref.Span())
	alias := aliasOr(ref.Alias, ref.Name[len(ref.Name)-1].Name)
	return []string{createStream(name, "SELECT * FROM "+read+" WHERE "+strings.Join(early, " AND ")),
		a.edited([]diag.Edit{{Span: ref.Span(), Text: name + " " + alias}, {Span: top.WhereSpan, Text: "WHERE " + strings.Join(late, " AND ")}})}
}

// aliasOr returns the alias of a source, or else a name.
func aliasOr(al syntax.Alias, name string) string {
	if al.Name.Name != "" {
		return al.Name.Name
	}
	return name
}
