package advise

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// totalSplit is a split of a total over all records into two phases: one statement makes partial aggregates per
// source partition, the other combines them.
type totalSplit struct {
	a        *adviser
	windowed bool
	parts    []string // "SUM(amount) AS part1"
	edits    []diag.Edit
	failed   bool // the job reads more than aggregates that can be combined
}

// splitTotal writes a total as two statements. It returns nil if the job is more than a plain aggregation of one
// stream, if an aggregate cannot be combined by another one, or if a partial row does not fall into exactly one
// window.
func (a *adviser) splitTotal() []string {
	q := a.stmt.Query
	top, ok := q.Body.(*syntax.Select)
	if !ok || len(q.With) > 0 || len(q.OrderBy) > 0 || q.Limit != nil {
		return nil
	}
	from, ok := top.From.(*syntax.TableRef)
	if !ok || len(a.tree.Scans) != 1 || a.tree.Scans[0].IsTable() || top.GroupBy != nil || top.Distinct || len(top.NamedWindows) > 0 || top.Window != nil && top.Window.Kind != syntax.Tumbling {
		return nil
	}
	s := &totalSplit{a: a, windowed: top.Window != nil}
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
	parts := []string{s.partial(top, name), a.edited(s.edits)}
	if !a.holds(parts) {
		return nil
	}
	return parts
}

// partial writes the first statement.
func (s *totalSplit) partial(top *syntax.Select, name string) string {
	lines := []string{"SELECT _PARTITION AS source_partition, " + strings.Join(s.parts, ", "), "FROM " + s.a.slice(top.From.Span())}
	if !top.WhereSpan.IsZero() {
		lines = append(lines, s.a.slice(top.WhereSpan))
	}
	lines = append(lines, "GROUP BY _PARTITION")
	if top.Window == nil {
		return "CREATE TABLE " + name + " AS\n" + strings.Join(lines, "\n") + ";"
	}
	return createStream(name, strings.Join(append(lines, s.a.slice(top.Window.Span())), "\n"))
}

// window carries the time column of a window into the partial rows: the latest time of a tumbling window lies in
// that window.
func (s *totalSplit) window(w *syntax.Window) {
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
func (s *totalSplit) visit(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Column, *syntax.Star, *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
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
func (s *totalSplit) combined(c *syntax.Call) string {
	name := strings.ToUpper(c.Name)
	way, ok := combineOf(c)
	switch {
	case ok && name == "AVG" && c.Filter == nil && len(c.Args) == 1:
		of := "(" + s.a.slice(c.Args[0].Span()) + ")"
		return fmt.Sprintf("(1.0 * SUM(%s) / SUM(%s))", s.part("SUM"+of), s.part("COUNT"+of))
	case ok && name == "COUNT" && !s.windowed: // over no records it is 0, while a sum over nothing is NULL
		return "COALESCE(SUM(" + s.part(s.a.slice(c.Span())) + "), 0)"
	case ok && way.by != "":
		return way.by + "(" + s.part(s.a.slice(c.Span())) + ")"
	}
	s.failed = true
	return ""
}

// part adds an aggregate to the first statement, once, and returns the column that it becomes.
func (s *totalSplit) part(aggregate string) string {
	for i, have := range s.parts {
		if strings.HasPrefix(have, aggregate+" AS ") {
			return fmt.Sprintf("part%d", i+1)
		}
	}
	column := fmt.Sprintf("part%d", len(s.parts)+1)
	s.parts = append(s.parts, aggregate+" AS "+column)
	return column
}
