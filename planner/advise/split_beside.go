package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// splitOver computes the OVERs of the first stage in a statement of their own, beside all columns of the source.
// What it computes gets a name that no column has.
func (a *adviser) splitOver(s *syntax.Select, name string, first []*logical.Need) []string {
	from, alias := a.oneSource(s)
	if from == "" {
		return nil
	}
	var list []string
	var edits []diag.Edit
	for _, it := range s.Items {
		if !slices.ContainsFunc(first, func(n *logical.Need) bool { return covers(it.Span(), n.Span) }) {
			continue
		}
		if it.Alias.Name == "" || it.PrimaryKey {
			return nil
		}
		fresh := a.fresh(it.Alias.Name)
		list = append(list, a.slice(it.Expr.Span())+" AS "+fresh)
		text := fresh
		if fresh != it.Alias.Name {
			text += " AS " + a.slice(it.Alias.Span())
		}
		edits = append(edits, diag.Edit{Span: it.Span(), Text: text})
	}
	if len(list) == 0 {
		return nil
	}
	return a.besides(s, name, from, alias, list, edits)
}

// besides makes two statements: the first adds expressions to all columns of the only source, and the second is
// the job over its result.
func (a *adviser) besides(s *syntax.Select, name, from, alias string, list []string, edits []diag.Edit) []string {
	text := "SELECT *, " + strings.Join(list, ", ") + " FROM " + from
	cut := s.From.Span()
	if !s.WhereSpan.IsZero() {
		text += " " + a.slice(s.WhereSpan)
		cut = cut.Join(s.WhereSpan)
	}
	reads := name
	if a.qualifies(alias) {
		reads += " " + alias
	}
	edits = append(edits, diag.Edit{Span: cut, Text: reads})
	return []string{createStream(name, text), a.edited(edits)}
}

// qualifies reports whether the statement writes an alias before a column.
func (a *adviser) qualifies(alias string) bool {
	return syntax.Has(a.stmt.Query, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Column)
		return ok && len(c.Parts) > 1 && strings.EqualFold(c.Parts[0].Name, strings.Trim(alias, "\"`"))
	})
}

// oneSource returns the text of the only source of a SELECT and the name it goes by; "" if there are more, or if
// it cannot be read with SELECT *.
func (a *adviser) oneSource(s *syntax.Select) (text, alias string) {
	if len(a.stmt.Query.With) > 0 || readsSystem(a.stmt.Query) {
		return "", ""
	}
	switch src := s.From.(type) {
	case *syntax.TableRef:
		alias = a.slice(src.Name[len(src.Name)-1].Span())
		if src.Alias.Name.Name != "" {
			alias = a.slice(src.Alias.Name.Span())
		}
		if src.URI && src.Alias.Name.Name == "" || len(src.Alias.Columns) > 0 {
			return "", ""
		}
		return a.slice(src.Span()), alias
	case *syntax.DerivedTable:
		if src.Alias.Name.Name == "" || len(src.Alias.Columns) > 0 || src.Lateral {
			return "", ""
		}
		return a.slice(src.Span()), a.slice(src.Alias.Name.Span())
	}
	return "", ""
}

// fresh returns a name like the given one that is no column's, either of the sources or read by the statement.
func (a *adviser) fresh(name string) string {
	taken := map[string]bool{}
	syntax.Inspect(a.stmt.Query, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Column); ok {
			for _, p := range c.Parts {
				taken[strings.ToLower(p.Name)] = true
			}
		}
		return true
	})
	for _, s := range a.tree.Scans {
		for _, c := range s.Known.Columns {
			taken[strings.ToLower(c.Name)] = true
		}
	}
	out := name
	for i := 1; taken[strings.ToLower(out)]; i++ {
		out = fmt.Sprintf("%s_%d", name, i)
	}
	return out
}

// splitKey adds the key that no router can compute to each record, in a statement of its own: what a join with
// tables gives, or an expression over the only source.
func (a *adviser) splitKey(top *syntax.Select, name string, second *logical.Need) []string {
	if join, ok := top.From.(*syntax.Join); ok {
		return a.splitJoin(top, name, join, second)
	}
	from, alias := a.oneSource(top)
	if from == "" || top.GroupBy == nil || len(a.stmt.Query.OrderBy) > 0 {
		return nil
	}
	column := a.fresh("key")
	var key syntax.Expr
	for _, el := range top.GroupBy.Elements {
		_, plain := el.Exprs[0].(*syntax.Column)
		_, ordinal := el.Exprs[0].(*syntax.Literal)
		switch {
		case el.Keyword != "" || ordinal || !plain && key != nil:
			return nil
		case !plain:
			key = el.Exprs[0]
		}
	}
	if key == nil {
		return nil
	}
	var edits []diag.Edit
	text := syntax.Format(key)
	replace := func(e syntax.Node) {
		syntax.Inspect(e, func(n syntax.Node) bool {
			x, ok := n.(syntax.Expr)
			if ok && syntax.Format(x) == text {
				edits = append(edits, diag.Edit{Span: x.Span(), Text: column})
				return false
			}
			return true
		})
	}
	for _, it := range top.Items {
		replace(it.Expr)
	}
	replace(top.GroupBy)
	replace(top.Having)
	return a.besides(top, name, from, alias, []string{text + " AS " + column}, edits)
}
