package lint

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// checkClauses reports the clauses that a stream join never looks at.
func (j *streamJoin) checkClauses() {
	skipped := func(at diag.Span, clause string) {
		j.misread(at, clause+" is not run: of a statement that joins streams, the engine runs the join and the select list alone",
			""+clause+" in another statement, which reads what this one creates")
	}
	s, q := j.query, j.Statement.Query
	if s.Distinct {
		skipped(s.DistinctSpan, "DISTINCT")
	}
	if s.Where != nil {
		skipped(s.WhereSpan, "WHERE")
	}
	if s.GroupBy != nil {
		skipped(s.GroupBy.Span(), "GROUP BY")
	}
	if s.Window != nil {
		skipped(s.Window.Span(), "WINDOW")
	}
	if s.Having != nil {
		skipped(s.HavingSpan, "HAVING")
	}
	if len(q.OrderBy) > 0 {
		skipped(j.backTo("ORDER", q.OrderBy[0].Span()), "ORDER BY")
	}
	if q.Limit != nil {
		skipped(q.Limit.Span(), "LIMIT")
	}
	for _, item := range s.Items {
		for _, c := range calls(item.Expr) {
			if c.Over != nil {
				j.alone(c.Over.Span(), "OVER")
			} else if s.GroupBy == nil && logical.IsAggregate(c) {
				j.alone(c.Span(), strings.ToUpper(c.Name))
			}
		}
	}
}

// alone notes what is meant to see several records (expression/evaluator.rs evaluates it with an empty buffer).
func (j *streamJoin) alone(at diag.Span, what string) {
	j.misread(at, what+" sees one record: of a statement that joins streams, the engine evaluates the select list for each joined record alone",
		what+" in another statement, which reads what this one creates")
}

// checkNames reports columns that the engine would name by their position: unlike a plain SELECT, a stream join
// does not take the name of a column from its expression (processors/interval_join.rs apply_projection).
func (j *streamJoin) checkNames() {
	var nameless []*syntax.Item
	for _, item := range j.query.Items {
		if _, star := item.Expr.(*syntax.Star); star {
			return
		}
		if item.Alias.Name == "" {
			nameless = append(nameless, item)
		}
	}
	if len(nameless) == 0 {
		return
	}
	first := j.quote(nameless[0].Expr.Span())
	others := ""
	if len(nameless) > 1 {
		others = fmt.Sprintf(" (%d columns here)", len(nameless))
	}
	name := cmp.Or(lastName(nameless[0].Expr), "name")
	j.misread(nameless[0].Expr.Span(), first+" has no alias, and the engine's join of two streams names such columns expr_0, expr_1 and so on"+others,
		""+first+" AS "+name, aliases(nameless)...)
}

// aliases returns edits that give each column its own name as alias; nil if an item is no column, or if two have
// the same name.
func aliases(items []*syntax.Item) []diag.Edit {
	var edits []diag.Edit
	seen := map[string]bool{}
	for _, item := range items {
		name := lastName(item.Expr)
		if name == "" || seen[name] {
			return nil
		}
		seen[name] = true
		end := item.Expr.Span().End
		edits = append(edits, diag.Edit{Span: diag.Span{Start: end, End: end}, Text: " AS " + name})
	}
	return edits
}
