package prove

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// selectCore writes a SELECT without the clauses that belong to its query. Sources are written in the order in which
// the planner reads them: a CTE that is read twice has one place in the text.
func (w *writer) selectCore(s *syntax.Select, sc *scope) string {
	s = clause(s)
	sc.enter(s, w.job)
	if len(s.DistinctOn) > 0 {
		return w.cannot("DISTINCT ON inside a set operation", s.DistinctSpan)
	}
	from := w.from(s, sc)
	if hasSets(s) {
		return w.groupingSets(s, from, sc)
	}
	by := w.groupBy(s, sc)
	w.wellGrouped(s, sc)
	having := ""
	if s.Having != nil {
		having = " HAVING " + w.expr(s.Having, sc)
	}
	distinct := ""
	if s.Distinct {
		distinct = "DISTINCT "
	}
	return "SELECT " + distinct + w.items(s, sc) + from + by + having + w.namedWindows(s, sc)
}

// from writes FROM and WHERE.
func (w *writer) from(s *syntax.Select, sc *scope) string {
	if s.From == nil {
		return w.where(s, sc)
	}
	text := w.source(s.From, sc) // before WHERE: the planner reads the sources in the order of the text
	return w.windowed(s, text, w.where(s, sc), sc)
}

func (w *writer) where(s *syntax.Select, sc *scope) string {
	terms := sc.within
	if s.Where != nil {
		terms = append(terms, w.expr(s.Where, sc))
	}
	if len(terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(terms, " AND ")
}

// items writes the select list. A column that SQLite knows by another name keeps its own.
func (w *writer) items(s *syntax.Select, sc *scope) string {
	var out []string
	for _, it := range s.Items {
		text, name := w.expr(it.Expr, sc), it.Alias.Name
		if c, ok := it.Expr.(*syntax.Column); ok && name == "" {
			name = c.Parts[len(c.Parts)-1].Name
		}
		if name != "" {
			text += " AS " + quoted(name)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// groupBy writes GROUP BY. The window of a record is one more key.
func (w *writer) groupBy(s *syntax.Select, sc *scope) string {
	var keys []string
	if s.GroupBy != nil {
		for _, el := range s.GroupBy.Elements {
			for _, e := range el.Exprs {
				keys = append(keys, w.expr(e, sc))
			}
		}
	}
	if s.Window != nil {
		if s.GroupBy == nil && !folds(s) {
			return w.cannot("WINDOW "+string(s.Window.Kind)+" without GROUP BY or an aggregate", s.Window.Span())
		}
		keys = append(keys, w.windowStart(s.Window, sc))
	}
	if len(keys) == 0 {
		return ""
	}
	return " GROUP BY " + strings.Join(keys, ", ")
}

// folds reports whether a SELECT has an aggregate.
func folds(s *syntax.Select) bool {
	found := s.Having != nil
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, func(n syntax.Node) bool {
			c, ok := n.(*syntax.Call)
			found = found || ok && logical.IsAggregate(c)
			_, query := n.(*syntax.QueryExpr)
			return !query
		})
	}
	return found
}

func (w *writer) namedWindows(s *syntax.Select, sc *scope) string {
	var out []string
	for _, n := range s.NamedWindows {
		out = append(out, quoted(n.Name.Name)+" AS ("+w.window(n.Over, n.Over.Frame != nil || n.Over.Buffer > 0, sc)+")")
	}
	if len(out) == 0 {
		return ""
	}
	return " WINDOW " + strings.Join(out, ", ")
}

// wellGrouped refuses a column that is neither a key nor inside an aggregate: which of the group's values it has, no
// rule says, and SQLite takes any.
func (w *writer) wellGrouped(s *syntax.Select, sc *scope) {
	mine := func(c *syntax.Column) bool {
		t, _ := sc.lookup(c.Parts)
		return t == nil || slices.ContainsFunc(sc.tables, func(own table) bool { return own.name == t.name })
	}
	if c := ungrouped(s, mine); c != nil {
		w.cannot(syntax.Format(c)+", which is neither grouped by nor inside an aggregate", c.Span())
	}
}

// ungrouped returns a column of a SELECT that groups which stands outside aggregates and is not among its keys; nil if
// there is none. A column that is not mine belongs to a query around the SELECT.
func ungrouped(s *syntax.Select, mine func(*syntax.Column) bool) *syntax.Column {
	if s.GroupBy == nil && !folds(s) {
		return nil
	}
	keys := map[string]bool{}
	var columns []*syntax.Column
	for _, e := range groupKeys(s) {
		keys[syntax.Format(e)] = true
		if c, ok := e.(*syntax.Column); ok {
			columns = append(columns, c)
		}
	}
	var found *syntax.Column
	visit := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.QueryExpr:
			return false
		case *syntax.Call:
			if logical.IsAggregate(n) || s.Window != nil && windowBound(n) != "" {
				return false
			}
		case *syntax.Column:
			if s.Window != nil && windowBound(n) != "" || !mine(n) {
				return false
			}
			if found == nil && !keys[syntax.Format(n)] && !slices.ContainsFunc(columns, func(k *syntax.Column) bool { return sameColumn(k, n) }) {
				found = n
			}
		}
		e, ok := n.(syntax.Expr)
		return !ok || !keys[syntax.Format(e)]
	}
	for _, it := range s.Items {
		syntax.Inspect(it.Expr, visit)
	}
	aliases := map[string]bool{}
	for _, it := range s.Items {
		aliases[strings.ToLower(it.Alias.Name)] = true
	}
	syntax.Inspect(s.Having, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Column); ok && len(c.Parts) == 1 && aliases[strings.ToLower(c.Parts[0].Name)] {
			return false
		}
		return visit(n)
	})
	return found
}

// sameColumn reports whether two names may be one column, written with and without its source.
func sameColumn(a, b *syntax.Column) bool {
	short, long := a.Parts, b.Parts
	if len(short) > len(long) {
		short, long = long, short
	}
	long = long[len(long)-len(short):]
	return slices.EqualFunc(short, long, func(x, y syntax.Ident) bool { return strings.EqualFold(x.Name, y.Name) })
}

// groupKeys are the expressions that a SELECT groups by: what a position or an alias stands for.
func groupKeys(s *syntax.Select) []syntax.Expr {
	var out []syntax.Expr
	if s.GroupBy == nil {
		return nil
	}
	for _, el := range s.GroupBy.Elements {
		for _, e := range el.Exprs {
			if lit, ok := e.(*syntax.Literal); ok && lit.Kind == syntax.Number {
				if n, err := strconv.Atoi(lit.Value); err == nil && 1 <= n && n <= len(s.Items) {
					e = s.Items[n-1].Expr
				}
			}
			out = append(out, e)
			if x := behindAlias(e, s); x != e {
				out = append(out, x)
			}
		}
	}
	return out
}

// groupColumns are the items of a SELECT that show which group a row is; nil if they do not show it.
func groupColumns(s *syntax.Select) []int {
	if s.GroupBy == nil && !folds(s) || hasSets(s) || s.Distinct {
		return nil
	}
	out := []int{}
	add := func(is func(syntax.Expr) bool) bool {
		i := slices.IndexFunc(s.Items, func(it *syntax.Item) bool { return is(it.Expr) })
		if i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
		return i >= 0
	}
	if slices.ContainsFunc(s.Items, func(it *syntax.Item) bool { _, star := it.Expr.(*syntax.Star); return star }) {
		return nil
	}
	for _, e := range groupKeys(s) {
		c, column := behindAlias(e, s).(*syntax.Column)
		if !add(func(x syntax.Expr) bool {
			if item, ok := x.(*syntax.Column); ok && column {
				return sameColumn(c, item)
			}
			return syntax.Format(x) == syntax.Format(behindAlias(e, s))
		}) {
			return nil
		}
	}
	if s.Window != nil && !add(func(x syntax.Expr) bool { return windowBound(x) != "" }) {
		return nil
	}
	return out
}

// behindAlias returns what an alias of the select list stands for, and any other expression as it is.
func behindAlias(e syntax.Expr, s *syntax.Select) syntax.Expr {
	if c, ok := e.(*syntax.Column); ok && len(c.Parts) == 1 {
		for _, it := range s.Items {
			if it.Alias.Name == c.Parts[0].Name {
				return it.Expr
			}
		}
	}
	return e
}

// itemName is the name of an item of a select list, by which a query around it can name it.
func itemName(s *syntax.Select, i int) string {
	if c, ok := s.Items[i].Expr.(*syntax.Column); ok && s.Items[i].Alias.Name == "" {
		return c.Parts[len(c.Parts)-1].Name
	}
	return cmp.Or(s.Items[i].Alias.Name, fmt.Sprint("item ", i+1))
}

// hasStar reports whether a select list has a *.
func hasStar(s *syntax.Select) bool {
	return slices.ContainsFunc(s.Items, func(it *syntax.Item) bool { _, star := it.Expr.(*syntax.Star); return star })
}

// distinctOn writes DISTINCT ON as the first row of each partition in the query's order.
func (w *writer) distinctOn(q *syntax.QueryExpr, s *syntax.Select, ctes *scopedCTE, outer *scope) string {
	sc := &scope{ctes: ctes, outer: outer}
	sc.enter(s, w.job)
	if s.GroupBy != nil || s.Window != nil || len(q.OrderBy) == 0 || q.Limit != nil || hasStar(s) {
		return w.cannot("DISTINCT ON with *, GROUP BY, WINDOW or LIMIT, or without ORDER BY", s.DistinctSpan)
	}
	from := w.from(s, sc)
	var names, items, keys, order []string
	for i, it := range s.Items {
		name := quoted(itemName(s, i))
		names, items = append(names, name), append(items, w.expr(it.Expr, sc)+" AS "+name)
	}
	for _, e := range s.DistinctOn {
		keys = append(keys, w.expr(behindAlias(e, s), sc))
	}
	for _, o := range q.OrderBy {
		order = append(order, w.expr(behindAlias(o.Expr, s), sc)+direction(o))
	}
	return fmt.Sprintf("SELECT %s FROM (SELECT %s, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) AS `nth row`%s%s) WHERE `nth row` = 1",
		strings.Join(names, ", "), strings.Join(items, ", "), strings.Join(keys, ", "), strings.Join(order, ", "), from, w.namedWindows(s, sc))
}
