package lint

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// twoPhases writes a global aggregation as two statements: partial aggregates per key, and their
// merge. "" where the statement is no plain aggregation of one stream, or an aggregate cannot be
// merged from parts.
func (p *Pass) twoPhases() string {
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok || len(p.Statement.Query.With) > 0 || p.Statement.Query.Limit != nil || s.GroupBy != nil || s.Having != nil || s.Distinct || len(s.DistinctOn) > 0 {
		return ""
	}
	from, ok := s.From.(*syntax.TableRef)
	if !ok {
		return ""
	}
	m := merger{pass: p}
	var items []string
	for _, item := range s.Items {
		merged, ok := m.merge(item.Expr)
		if !ok {
			return ""
		}
		if item.Alias.Name != "" {
			merged += " AS " + p.Text.Slice(item.Alias.Span())
		}
		items = append(items, merged)
	}
	if len(m.parts) == 0 {
		return ""
	}
	key := p.partialKey()
	first := []string{"SELECT " + strings.Join(append([]string{key}, m.parts...), ", "), "FROM " + p.Text.Slice(from.Span())}
	if s.Where != nil {
		first = append(first, p.Text.Slice(s.WhereSpan))
	}
	first = append(first, "GROUP BY "+key)
	name := "partial_" + p.plainName()
	second := []string{"SELECT " + strings.Join(items, ", "), "FROM " + name}
	if s.Window != nil {
		window := p.Text.Slice(s.Window.Span())
		first, second = append(first, window), append(second, window)
	}
	create := "CREATE STREAM "
	if s.Window == nil {
		create = "CREATE TABLE "
	}
	return create + name + " AS\n" + strings.Join(first, "\n") + ";\n\n" + create + p.plainName() + " AS\n" + strings.Join(second, "\n") + ";"
}

// merger collects the partial aggregates of the first phase.
type merger struct {
	pass  *Pass
	parts []string // "SUM(amount) AS part1"
}

// mergers are the aggregates that merge the parts of each aggregate.
var mergers = map[string]string{"COUNT": "SUM", "SUM": "SUM", "MIN": "MIN", "MAX": "MAX"}

// merge writes an expression over aggregates as one over their parts.
func (m *merger) merge(e syntax.Expr) (string, bool) {
	switch e := e.(type) {
	case *syntax.Literal:
		return m.pass.Text.Slice(e.Span()), true
	case *syntax.Binary:
		left, ok := m.merge(e.Left)
		right, too := m.merge(e.Right)
		return "(" + left + " " + e.Op + " " + right + ")", ok && too
	case *syntax.Call:
		name := strings.ToUpper(e.Name)
		if e.Distinct || e.Over != nil || e.Filter != nil || len(e.OrderBy) > 0 || len(e.Args) != 1 {
			return "", false
		}
		if name == "AVG" {
			sum, count := m.part("SUM", e.Args[0]), m.part("COUNT", e.Args[0])
			return fmt.Sprintf("SUM(%s) / SUM(%s)", sum, count), true
		}
		with, ok := mergers[name]
		if !ok {
			return "", false
		}
		return with + "(" + m.part(name, e.Args[0]) + ")", true
	}
	return "", false
}

// part adds an aggregate to the first phase and returns the column that it becomes.
func (m *merger) part(aggregate string, of syntax.Expr) string {
	text := aggregate + "(" + m.pass.Text.Slice(of.Span()) + ") AS "
	for i, have := range m.parts {
		if strings.HasPrefix(have, text) {
			return fmt.Sprintf("part%d", i+1)
		}
	}
	m.parts = append(m.parts, fmt.Sprintf("%spart%d", text, len(m.parts)+1))
	return fmt.Sprintf("part%d", len(m.parts))
}

// partialKey is a column to aggregate by first: what the topic is keyed by, or else its partition,
// by which nothing has to move.
func (p *Pass) partialKey() string {
	for _, in := range p.Plan.Inputs {
		if len(in.Key) > 0 && isPlain(in.Key[0]) {
			return in.Key[0]
		}
	}
	return "_PARTITION"
}

// plainName is a name for the statement's result.
func (p *Pass) plainName() string {
	for _, name := range []string{p.Statement.Target.Name, p.Statement.SinkName.Name, p.Statement.Job.Name, nameAnnotation(p.Statement)} {
		if isPlain(name) {
			return name
		}
	}
	return "totals"
}

// isPlain says whether a name needs no quotes.
func isPlain(name string) bool {
	for i, r := range name {
		if r != '_' && (r|0x20 < 'a' || r|0x20 > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
