package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// phaseSplit is a split of an aggregation into two phases: one statement makes partial aggregates, the other combines
// them.
type phaseSplit struct {
	a        *adviser
	alias    string // of the source
	windowed bool
	groups   []string // "o.customer AS customer"
	names    []string // of the groups, in lower case
	parts    []string // "SUM(amount) AS part1"
	edits    []diag.Edit
	failed   bool // the job reads more than its groups, and aggregates that can be combined
}

// splitPhases writes an aggregation as two statements, the first of which also groups by another column: by, as it is
// grouped by, and item, as it is selected. It returns nil if the job is more than a plain aggregation of one stream, if
// a group is more than a column, if an aggregate cannot be combined by another one, or if a partial row does not fall
// into exactly one window.
func (a *adviser) splitPhases(by, item string) []string {
	q := a.stmt.Query
	top, ok := q.Body.(*syntax.Select)
	if !ok || len(q.With) > 0 || len(q.OrderBy) > 0 || q.Limit != nil {
		return nil
	}
	from, ok := top.From.(*syntax.TableRef)
	if !ok || len(from.Name) == 0 || len(a.tree.Scans) != 1 || a.tree.Scans[0].IsTable() || top.Distinct || len(top.NamedWindows) > 0 || top.Window != nil && top.Window.Kind != syntax.Tumbling {
		return nil
	}
	s := &phaseSplit{a: a, windowed: top.Window != nil, alias: aliasOr(from.Alias, from.Name[len(from.Name)-1].Name)}
	s.group(top.GroupBy)
	for _, item := range top.Items {
		syntax.Inspect(item.Expr, s.visit)
	}
	if top.Having != nil {
		syntax.Inspect(top.Having, s.visit)
	}
	if s.window(top.Window); s.failed || len(s.parts) == 0 {
		return nil
	}
	name := a.stageName()
	s.edits = append(s.edits, diag.Edit{Span: from.Span(), Text: name})
	if at := top.WhereSpan; !at.IsZero() {
		at.Start = len(strings.TrimRight(a.src.Text[:at.Start], " \t\r\n"))
		s.edits = append(s.edits, diag.Edit{Span: at, Text: ""})
	}
	return []string{s.partial(top, name, by, item), a.edited(s.edits)}
}

// splitTotal writes a total over all records as two statements, or returns nil.
func (a *adviser) splitTotal() []string {
	parts := a.splitPhases("_PARTITION", "_PARTITION AS source_partition")
	if !a.holds(parts) {
		return nil
	}
	return parts
}

// group takes in the grouping columns.
func (s *phaseSplit) group(by *syntax.GroupBy) {
	if by == nil {
		return
	}
	for _, el := range by.Elements {
		c, ok := el.Exprs[0].(*syntax.Column)
		if !ok || el.Keyword != "" || s.own(c) == nil || s.a.isItem(c) || resolve.System(s.own(c).Name) != "" {
			s.failed = true
			return
		}
		name := s.a.slice(s.own(c).Span())
		text := s.a.slice(c.Span())
		if len(c.Parts) > 1 {
			text += " AS " + name
		}
		s.groups, s.names = append(s.groups, text), append(s.names, strings.ToLower(name))
		s.edits = append(s.edits, diag.Edit{Span: c.Span(), Text: name})
	}
}

// isItem reports whether a grouping column may stand for an item of the select list that is another column.
func (a *adviser) isItem(c *syntax.Column) bool {
	name := c.Parts[len(c.Parts)-1].Name
	return len(c.Parts) == 1 && slices.ContainsFunc(resolve.TopSelect(a.stmt.Query).Items, func(it *syntax.Item) bool {
		of, plain := it.Expr.(*syntax.Column)
		return strings.EqualFold(it.Alias.Name, name) && !(plain && strings.EqualFold(of.Parts[len(of.Parts)-1].Name, name))
	})
}

// own returns the last part of the name of a column of the source, nil if it is a field of a field.
func (s *phaseSplit) own(c *syntax.Column) *syntax.Ident {
	if len(c.Parts)-resolve.Qualifies(s.alias, c.Parts) != 1 {
		return nil
	}
	return &c.Parts[len(c.Parts)-1]
}

// partial writes the first statement.
func (s *phaseSplit) partial(top *syntax.Select, name, by, item string) string {
	list, groups := append(slices.Clone(s.groups), item), []string{}
	if top.GroupBy != nil {
		for _, el := range top.GroupBy.Elements {
			groups = append(groups, s.a.slice(el.Span()))
		}
	}
	lines := []string{"SELECT " + strings.Join(append(list, s.parts...), ", "), "FROM " + s.a.slice(top.From.Span())}
	if !top.WhereSpan.IsZero() {
		lines = append(lines, s.a.slice(top.WhereSpan))
	}
	lines = append(lines, "GROUP BY "+strings.Join(append(groups, by), ", "))
	if top.Window == nil {
		return "CREATE TABLE " + name + " AS\n" + strings.Join(lines, "\n") + ";"
	}
	return createStream(name, strings.Join(append(lines, s.a.slice(top.Window.Span())), "\n"))
}

// window carries the time column of a window into the partial rows: the latest time of a tumbling window lies in
// that window.
func (s *phaseSplit) window(w *syntax.Window) {
	if w == nil || w.Time == nil {
		return
	}
	column, ok := w.Time.(*syntax.Column)
	if !ok {
		s.failed = true
		return
	}
	name := s.a.slice(column.Parts[len(column.Parts)-1].Span())
	s.parts = append(s.parts, "MAX("+s.a.slice(column.Span())+") AS "+name)
	s.edits = append(s.edits, diag.Edit{Span: column.Span(), Text: name})
}

// visit replaces aggregates by their combinations, and fails where something can only be read from single records.
func (s *phaseSplit) visit(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Column:
		switch own := s.own(n); {
		case own != nil && slices.Contains(s.names, strings.ToLower(s.a.slice(own.Span()))):
			s.edits = append(s.edits, diag.Edit{Span: n.Span(), Text: s.a.slice(own.Span())})
		case own != nil && s.windowed && strings.HasPrefix(resolve.System(own.Name), "_WINDOW_"): // those of the same window
		default:
			s.failed = true
		}
		return false
	case *syntax.Star, *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
		s.failed = true
		return false
	case *syntax.Call:
		if !logical.IsAggregate(n) {
			return true
		}
		s.edits = append(s.edits, diag.Edit{Span: n.Span(), Text: s.combined(n)})
		return false
	}
	return true
}

// combined writes an aggregate over the partial rows.
func (s *phaseSplit) combined(c *syntax.Call) string {
	name := strings.ToUpper(c.Name)
	way, ok := combineOf(c)
	switch {
	case ok && name == "AVG" && c.Filter == nil && len(c.Args) == 1:
		of := "(" + s.a.slice(c.Args[0].Span()) + ")"
		return fmt.Sprintf("(1.0 * SUM(%s) / SUM(%s))", s.part("SUM"+of), s.part("COUNT"+of))
	case ok && name == "COUNT" && !s.windowed && len(s.names) == 0: // over no records it is 0, while a sum over nothing is NULL
		return "COALESCE(SUM(" + s.part(s.a.slice(c.Span())) + "), 0)"
	case ok && way.by != "":
		return way.by + "(" + s.part(s.a.slice(c.Span())) + ")"
	}
	s.failed = true
	return ""
}

// part adds an aggregate to the first statement, once, and returns the column that it becomes.
func (s *phaseSplit) part(aggregate string) string {
	for i, have := range s.parts {
		if strings.HasPrefix(have, aggregate+" AS ") {
			return fmt.Sprintf("part%d", i+1)
		}
	}
	column := fmt.Sprintf("part%d", len(s.parts)+1)
	s.parts = append(s.parts, aggregate+" AS "+column)
	return column
}
