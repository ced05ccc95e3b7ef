package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// scope is what names mean inside one SELECT.
type scope struct {
	ctes   *scopedCTE
	outer  *scope
	tables []table
	window *syntax.Window
	within []string // conditions of WITHIN that have no ON to stand in
}

// table is a source of FROM by its name.
type table struct {
	name    string
	base    *logical.Scan // nil for a query
	lateral []string      // the columns of a LATERAL query, which is written as a call
}

// enter makes a scope that of a SELECT.
func (sc *scope) enter(s *syntax.Select, job *pipeline.Job) {
	sc.window = s.Window
	sc.add(s.From, job)
}

func (sc *scope) add(src syntax.Source, job *pipeline.Job) {
	switch src := src.(type) {
	case *syntax.Join:
		sc.add(src.Left, job)
		sc.add(src.Right, job)
	case *syntax.TableRef:
		t := table{name: src.Alias.Name.Name}
		if t.name == "" {
			t.name = syntax.Dotted(src.Name)
		}
		if sc.cte(src) == nil && job.Env.View(syntax.Dotted(src.Name)) == nil && len(src.Alias.Columns) == 0 {
			i := slices.IndexFunc(job.Case.Tree.Scans, func(in *logical.Scan) bool { return in.Span == src.Span() })
			if i >= 0 {
				t.base = job.Case.Tree.Scans[i]
			}
		}
		sc.tables = append(sc.tables, t)
	case *syntax.DerivedTable:
		t := table{name: src.Alias.Name.Name}
		if s, ok := src.Query.Body.(*syntax.Select); ok && src.Lateral {
			for _, it := range s.Items {
				t.lateral = append(t.lateral, it.Alias.Name)
			}
		}
		sc.tables = append(sc.tables, t)
	}
}

// cte returns the CTE that a name in FROM stands for; nil if it is none.
func (sc *scope) cte(ref *syntax.TableRef) *scopedCTE {
	for c := sc.ctes; c != nil && len(ref.Name) == 1 && !ref.URI; c = c.up {
		if strings.EqualFold(c.cte.Name.Name, ref.Name[0].Name) {
			return c
		}
	}
	return nil
}

// quoted writes a name. Backticks always enclose a name: to SQLite, an unknown name in double quotes is a text.
func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// source writes what stands in FROM.
func (w *writer) source(src syntax.Source, sc *scope) string {
	switch src := src.(type) {
	case *syntax.TableRef:
		return w.tableRef(src, sc)
	case *syntax.DerivedTable:
		return w.derived(src, sc)
	case *syntax.Join:
		return w.join(src, sc)
	case *syntax.TableFunc:
		return w.cannot(strings.ToUpper(src.Name.Name)+" in FROM", src.Span())
	case *syntax.MatchRecognize:
		return w.cannot("MATCH_RECOGNIZE", src.Span())
	}
	return w.cannot(fmt.Sprintf("%T", src), src.Span())
}

func (w *writer) tableRef(ref *syntax.TableRef, sc *scope) string {
	alias := ref.Alias.Name.Name
	if alias == "" {
		alias = ref.Name[len(ref.Name)-1].Name
	}
	if ref.AsOf != nil {
		return w.cannot("FOR SYSTEM_TIME AS OF", ref.Span())
	}
	if c := sc.cte(ref); c != nil {
		return w.aliased(wrapped(alias, c.cte.Columns, w.query(c.cte.Query, c.up, nil)), alias, ref.Alias.Columns)
	}
	if v := w.job.Env.View(syntax.Dotted(ref.Name)); v != nil && !ref.URI {
		if w.place.IsZero() {
			w.place = ref.Span()
			defer func() { w.place = diag.Span{} }()
		}
		return w.aliased(wrapped(alias, v.Columns, w.query(v.Query, nil, nil)), alias, ref.Alias.Columns)
	}
	for i, in := range w.job.Case.Tree.Scans {
		if !w.used[i] && in.Span == ref.Span() && (w.place.IsZero() || in.Place == w.place) {
			w.used[i] = true
			if len(ref.Alias.Columns) > 0 {
				return w.cannot("names for the columns of "+in.Name, ref.Span())
			}
			return fmt.Sprintf("in%d AS %s", i, quoted(alias))
		}
	}
	return w.cannot(syntax.Dotted(ref.Name)+", which is no source of the plan", ref.Span())
}

// aliased names a query in FROM, and its columns where a list renames them.
func (w *writer) aliased(text, alias string, columns []syntax.Ident) string {
	if len(columns) > 0 {
		text = wrapped(alias, columns, "SELECT * FROM "+text)
	}
	return text + " AS " + quoted(alias)
}

// wrapped is a query in FROM; SQLite renames columns only in a WITH.
func wrapped(name string, columns []syntax.Ident, query string) string {
	if len(columns) == 0 {
		return "(" + query + ")"
	}
	var names []string
	for _, c := range columns {
		names = append(names, quoted(c.Name))
	}
	return fmt.Sprintf("(WITH %s(%s) AS (%s) SELECT * FROM %[1]s)", quoted(name), strings.Join(names, ", "), query)
}

// derived writes a query in FROM. A LATERAL one becomes a call of json_each, the only thing in SQLite's FROM that sees
// the sources before it.
func (w *writer) derived(d *syntax.DerivedTable, sc *scope) string {
	alias := d.Alias.Name.Name
	if !d.Lateral {
		text := wrapped(alias, d.Alias.Columns, w.query(d.Query, sc.ctes, sc.outer))
		if alias == "" {
			return text
		}
		return text + " AS " + quoted(alias)
	}
	i := slices.IndexFunc(sc.tables, func(t table) bool { return t.name == alias })
	if i < 0 || len(sc.tables[i].lateral) == 0 || slices.Contains(sc.tables[i].lateral, "") || len(d.Alias.Columns) > 0 {
		return w.cannot("LATERAL of anything but a SELECT whose items have names", d.Span())
	}
	var columns []string
	for _, c := range sc.tables[i].lateral {
		columns = append(columns, quoted(c))
	}
	return fmt.Sprintf("json_each((SELECT json_group_array(json_array(%s)) FROM (%s))) AS %s", strings.Join(columns, ", "), w.query(d.Query, sc.ctes, sc), quoted(alias))
}

func (w *writer) join(j *syntax.Join, sc *scope) string {
	switch {
	case j.Asof:
		return w.cannot("ASOF JOIN", j.OpSpan)
	case j.Natural && (w.nested.End > 0 || !declared(sc)):
		return w.cannot("NATURAL JOIN of sources whose columns are not declared", j.OpSpan)
	}
	left := w.source(j.Left, sc)
	if inner, ok := j.Left.(*syntax.Join); ok && inner.Kind == syntax.JoinComma && j.Kind != syntax.JoinComma {
		left = "(" + left + ")"
	}
	right := w.source(j.Right, sc)
	if _, ok := j.Right.(*syntax.Join); ok {
		right = "(" + right + ")"
	}
	op := " " + string(j.Kind) + " JOIN "
	switch {
	case j.Kind == syntax.JoinComma:
		op = ", "
	case j.Natural:
		op = " NATURAL" + op
	}
	text := left + op + right
	within := w.bounded(j, sc)
	switch {
	case j.On != nil && within != "":
		text += " ON " + w.expr(j.On, sc) + " AND " + within
	case j.On != nil:
		text += " ON " + w.expr(j.On, sc)
	case within != "":
		sc.within = append(sc.within, within)
	}
	var using []string
	for _, u := range j.Using {
		using = append(using, quoted(u.Name))
	}
	if len(using) > 0 {
		text += " USING (" + strings.Join(using, ", ") + ")"
	}
	return text
}

// declared reports whether the columns of all sources of a scope are declared.
func declared(sc *scope) bool {
	return !slices.ContainsFunc(sc.tables, func(t table) bool { return t.base != nil && t.base.Known.Columns == nil })
}

// lookup returns the table that the first parts of a name stand for, and how many parts do; nil if none does.
func (sc *scope) lookup(parts []syntax.Ident) (*table, int) {
	for s := sc; s != nil; s = s.outer {
		for i := range s.tables {
			if n := resolve.Qualifies(s.tables[i].name, parts); n > 0 {
				return &s.tables[i], n
			}
		}
	}
	return nil, 0
}
