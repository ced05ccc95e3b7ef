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
// each reading is an input with its own route. What SQLite does not have is written in its own words.
type inliner struct {
	p       *planned
	used    []bool              // inputs that have found their place
	lateral map[string][]string // the columns of LATERAL queries by their aliases
	place   diag.Span           // of the name of the outermost view at hand
	t       testing.TB
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
func (p *planned) sqliteText(t testing.TB, c *semCase) string {
	t.Helper()
	if c.sqlite != "" {
		return p.placed(c.sqlite)
	}
	x := &inliner{p: p, used: make([]bool, len(p.Tree.Scans)), lateral: map[string][]string{}, t: t}
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
	x.findLateral(q)
	if s, ok := q.Body.(*syntax.Select); ok && len(s.DistinctOn) > 0 {
		return x.distinctOn(q, s, ctes)
	}
	at := q.Span()
	if len(q.With) > 0 {
		at.Start = q.Body.Span().Start
	}
	var edits []edit
	x.inside(q.Body, ctes, &edits)
	for _, o := range q.OrderBy {
		x.inside(o, ctes, &edits)
	}
	x.inside(q.Limit, ctes, &edits)
	return x.apply(at, edits)
}

// inside collects the edits of a part of a query. What stands behind FROM is read first, as the planner does,
// which matters where a CTE is read twice: its readings have one place in the text.
func (x *inliner) inside(n syntax.Node, ctes *scopedCTE, edits *[]edit) {
	syntax.Inspect(n, func(n syntax.Node) bool {
		if s, ok := n.(*syntax.Select); ok && s.From != nil && !hasSets(s) {
			rest := *s
			rest.From = nil
			x.inside(s.From, ctes, edits)
			x.inside(&rest, ctes, edits)
			return false
		}
		text, done := x.written(n, ctes)
		if done {
			at := n.Span()
			if d, ok := n.(*syntax.DerivedTable); ok && d.Lateral {
				at.Start = strings.LastIndex(x.p.src.Text[:at.Start], "LATERAL")
			}
			*edits = append(*edits, edit{at, text})
		}
		return !done
	})
}

// written is a node in SQLite's words, where the words differ.
func (x *inliner) written(n syntax.Node, ctes *scopedCTE) (string, bool) {
	switch n := n.(type) {
	case *syntax.QueryExpr:
		return x.query(n, ctes), true
	case *syntax.Select:
		if hasSets(n) {
			return x.groupingSets(n, ctes), true
		}
	case *syntax.SetOp:
		if n.All && n.Op != syntax.Union {
			return x.counted(n, ctes), true
		}
	case *syntax.Item:
		if n.PrimaryKey {
			return x.part(n.Expr, ctes) + " AS " + n.Alias.Name, true
		}
	case *syntax.TableRef:
		return x.table(n, ctes), true
	case *syntax.DerivedTable:
		return x.derived(n, ctes)
	case *syntax.Binary:
		return x.quantified(n, ctes)
	case *syntax.Column:
		return x.lateralColumn(n)
	case *syntax.TableFunc, *syntax.MatchRecognize:
		x.t.Fatalf("%T: give the case a text for SQLite", n)
	}
	return "", false
}

// part is the text of a part of a query.
func (x *inliner) part(n syntax.Node, ctes *scopedCTE) string {
	var edits []edit
	x.inside(n, ctes, &edits)
	return x.apply(n.Span(), edits)
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
		if x.place.IsZero() {
			x.place = ref.Span()
			defer func() { x.place = diag.Span{} }()
		}
		return wrapped(name, v.Columns, x.query(v.Query, nil)) + " AS " + alias
	}
	for i, in := range x.p.Tree.Scans {
		if !x.used[i] && in.Span == ref.Span() && (x.place.IsZero() || in.Place == x.place) {
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

// apply writes the text of a span with the edits inside it made.
func (x *inliner) apply(at diag.Span, edits []edit) string {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].at.Start < edits[j].at.Start })
	text := x.p.src.Text
	var b strings.Builder
	from := at.Start
	for _, e := range edits {
		if e.at.Start < at.Start || e.at.End > at.End {
			continue
		}
		b.WriteString(text[from:e.at.Start])
		b.WriteString(e.text)
		from = e.at.End
	}
	b.WriteString(text[from:at.End])
	return b.String()
}
