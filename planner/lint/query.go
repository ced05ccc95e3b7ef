package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// selects returns all SELECTs of the statement, including subqueries, in written order.
func (p *Pass) selects() []*syntax.Select {
	var list []*syntax.Select
	syntax.Inspect(p.Statement.Query, func(n syntax.Node) bool {
		if s, ok := n.(*syntax.Select); ok {
			list = append(list, s)
		}
		return true
	})
	return list
}

// lastName is the last part of a column's name; "" for other expressions.
func lastName(e syntax.Expr) string {
	if c, ok := e.(*syntax.Column); ok {
		return c.Parts[len(c.Parts)-1].Name
	}
	return ""
}

// columnName is the last part of a column's name in lower case; "" for other expressions.
func columnName(e syntax.Expr) string { return strings.ToLower(lastName(e)) }

// quote is the text under a span in one line, shortened for a message.
func (p *Pass) quote(at diag.Span) string {
	const most = 40
	text := []rune(strings.Join(strings.Fields(p.Text.Slice(at)), " "))
	if len(text) <= most {
		return string(text)
	}
	return string(text[:most]) + ".."
}

// backTo extends a span back to the keyword before it.
func (p *Pass) backTo(keyword string, at diag.Span) diag.Span {
	for i := at.Start - len(keyword); i >= 0; i-- {
		if strings.EqualFold(p.Text.Text[i:i+len(keyword)], keyword) {
			at.Start = i
			break
		}
	}
	return at
}

// outputNames are the names of the columns that the statement writes, in lower case.
func (p *Pass) outputNames() []string {
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	if !ok {
		return nil
	}
	var names []string
	for _, item := range s.Items {
		if item.Alias.Name != "" {
			names = append(names, strings.ToLower(item.Alias.Name))
		} else if name := columnName(item.Expr); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// sourceSpan is where a base source of the plan is read; zero if it is read inside a view.
func (p *Pass) sourceSpan(in planner.Input) diag.Span {
	var at diag.Span
	syntax.Inspect(p.Statement.Query, func(n syntax.Node) bool {
		if ref, ok := n.(*syntax.TableRef); ok && at.IsZero() && syntax.Dotted(ref.Name) == in.Source {
			at = ref.Span()
		}
		return at.IsZero()
	})
	return at
}
