//go:build !race

package pipeline

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// inliner writes a statement for SQLite with every base source read from a table of its own: the
// k-th input of the plan is table in<k>. CTEs and views are put in where they are read, because
// each reading is an input with its own route.
type inliner struct {
	p    *planned
	used []bool // inputs that have found their place
	t    *testing.T
}

// edit replaces a part of the text.
type edit struct {
	at   diag.Span
	text string
}

// scopedCTE is a CTE with what is visible inside it.
type scopedCTE struct {
	cte *syntax.CTE
	up  *scopedCTE
}

// sqliteText is the statement's query as SQLite runs it over the tables in0, in1, ..
func (p *planned) sqliteText(t *testing.T, c *semCase) string {
	t.Helper()
	if c.sqlite != "" {
		return p.placed(c.sqlite)
	}
	x := &inliner{p: p, used: make([]bool, len(p.Tree.Scans)), t: t}
	text := x.query(p.stmt.Query, nil)
	for i, u := range x.used {
		if !u {
			t.Fatalf("input %d (%s) of the plan is nowhere in the text", i, p.Tree.Scans[i].Name)
		}
	}
	return text
}

// placed puts table names in for {0}, {1}, ..
func (p *planned) placed(text string) string {
	for i := range p.Tree.Scans {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), fmt.Sprintf("in%d", i))
	}
	return text
}

// query writes a query without its WITH list.
func (x *inliner) query(q *syntax.QueryExpr, ctes *scopedCTE) string {
	for _, c := range q.With {
		ctes = &scopedCTE{cte: c, up: ctes}
	}
	at := q.Span()
	if len(q.With) > 0 {
		at.Start = q.Body.Span().Start
	}
	var edits []edit
	x.body(q.Body, ctes, &edits)
	for _, o := range q.OrderBy {
		x.expr(o.Expr, ctes, &edits)
	}
	return x.apply(at, edits)
}

func (x *inliner) body(b syntax.Body, ctes *scopedCTE, edits *[]edit) {
	switch b := b.(type) {
	case *syntax.QueryExpr:
		*edits = append(*edits, edit{b.Span(), x.query(b, ctes)})
	case *syntax.SetOp:
		x.body(b.Left, ctes, edits)
		x.body(b.Right, ctes, edits)
	case *syntax.Select:
		if b.From != nil {
			x.source(b.From, ctes, edits)
		}
		x.expr(b.Where, ctes, edits)
		x.expr(b.Having, ctes, edits)
		for _, it := range b.Items {
			x.expr(it.Expr, ctes, edits)
		}
	}
}

// expr writes the subqueries of an expression.
func (x *inliner) expr(e syntax.Expr, ctes *scopedCTE, edits *[]edit) {
	syntax.Inspect(e, func(n syntax.Node) bool {
		if q, ok := n.(*syntax.QueryExpr); ok {
			*edits = append(*edits, edit{q.Span(), x.query(q, ctes)})
			return false
		}
		return true
	})
}

func (x *inliner) source(s syntax.Source, ctes *scopedCTE, edits *[]edit) {
	switch s := s.(type) {
	case *syntax.TableRef:
		*edits = append(*edits, edit{s.Span(), x.table(s, ctes)})
	case *syntax.DerivedTable:
		*edits = append(*edits, edit{s.Query.Span(), x.query(s.Query, ctes)})
	case *syntax.Join:
		x.source(s.Left, ctes, edits)
		x.source(s.Right, ctes, edits)
		x.expr(s.On, ctes, edits)
	default:
		x.t.Fatalf("%T: give the case a text for SQLite", s)
	}
}

// table writes what a name in FROM stands for.
func (x *inliner) table(ref *syntax.TableRef, ctes *scopedCTE) string {
	name := ref.Name[len(ref.Name)-1].Name
	alias := ref.Alias.Name.Name
	if alias == "" {
		alias = name
	}
	for c := ctes; c != nil; c = c.up {
		if strings.EqualFold(c.cte.Name.Name, name) {
			return wrapped(name, c.cte.Columns, x.query(c.cte.Query, c.up)) + " AS " + alias
		}
	}
	if v := x.p.env.View(name); v != nil {
		return wrapped(name, v.Columns, x.query(v.Query, nil)) + " AS " + alias
	}
	for i, in := range x.p.Tree.Scans {
		if !x.used[i] && in.Span == ref.Span() {
			x.used[i] = true
			return fmt.Sprintf("in%d AS %s", i, alias)
		}
	}
	x.t.Fatalf("%s is no input of the plan", name)
	return ""
}

// wrapped is a query in FROM; SQLite renames columns only in a WITH.
func wrapped(name string, columns []syntax.Ident, query string) string {
	if len(columns) == 0 {
		return "(" + query + ")"
	}
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return fmt.Sprintf("(WITH %s(%s) AS (%s) SELECT * FROM %s)", name, strings.Join(names, ", "), query, name)
}

// apply writes the text of a span with its edits made.
func (x *inliner) apply(at diag.Span, edits []edit) string {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].at.Start < edits[j].at.Start })
	text := x.p.src.Text
	var b strings.Builder
	from := at.Start
	for _, e := range edits {
		b.WriteString(text[from:e.at.Start])
		b.WriteString(e.text)
		from = e.at.End
	}
	b.WriteString(text[from:at.End])
	return b.String()
}
