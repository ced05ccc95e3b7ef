package lint

import (
	"fmt"

	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// lookups returns what the engine does not do of joins with a table and of subqueries, in a statement that it does
// not hand to its JoinJobProcessor.
func (p *Pass) lookups() (list []engine.Misread) {
	s, ok := p.lookedUp()
	if !ok {
		return nil
	}
	syntax.Inspect(s.From, func(n syntax.Node) bool {
		if j, ok := n.(*syntax.Join); ok {
			list = append(list, p.tableJoin(s, j))
		}
		_, query := n.(*syntax.QueryExpr)
		return !query
	})
	if s.Window != nil { // VP308 tells that a subquery fails there
		return list
	}
	outer := p.names(s.From)
	for _, e := range p.untied(s) {
		for _, q := range subqueries(e) {
			list = append(list, p.tied(q, outer)...)
		}
	}
	return list
}

// lookedUp returns the SELECT that the engine evaluates for each record, and whether it does.
func (p *Pass) lookedUp() (*syntax.Select, bool) {
	if p.Job() == nil || !p.runsAlone() && p.Statement.Kind != syntax.KindSelect {
		return nil, false
	}
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	return s, ok
}

// tableJoin tells what becomes of a join with a table. The parser calls the right side a stream always
// (parser/select.rs parse_join_clause), so that the lookup in tables (processors/stream_table_join.rs) is never
// reached, and nothing fills the rows that processors/join_context.rs takes instead: it makes one up. A window gets
// each record as it is read (window_v2/adapter.rs process_with_v2).
func (p *Pass) tableJoin(s *syntax.Select, j *syntax.Join) engine.Misread {
	if s.Window != nil {
		return engine.Misread{Span: j.OpSpan, What: "this join is not run: the window of the statement gets the records as they are read, so all columns of " + p.quote(j.Right.Span()) + " are NULL",
			Instead: "the join in a statement of its own, and the window in another that reads what this one creates"}
	}
	ref, ok := j.Right.(*syntax.TableRef)
	if !ok {
		return engine.Misread{Span: j.OpSpan, What: "this join is not run: the engine joins with a name alone", Instead: "a stream of that query, and a join with its name"}
	}
	name := syntax.Dotted(ref.Name)
	instead := fmt.Sprintf("to filter by %[1]s, WHERE EXISTS (SELECT 1 FROM %[1]s ..); its columns have to be in the records before this job reads them", name)
	if kind := p.Statement.Property(name + ".type"); !p.runsAlone() && kind != "file_source" && (kind != "" || p.streams(ref)) {
		instead = "CREATE STREAM " + p.Statement.Target.Name + " AS SELECT .., which it runs as a join of two streams"
	}
	return engine.Misread{Span: j.OpSpan, What: "the engine does not look into " + name + ": it joins every record with " + madeUp(name),
		Instead: instead}
}

// madeUp is the row that the engine takes for each one of a table (processors/join_context.rs
// create_basic_fallback_record).
func madeUp(table string) string {
	switch table {
	case "products":
		return "one made-up row, in which id is 1 and name is 'Product 1'"
	case "users":
		return "one made-up row, in which id is 100 and name is 'Test User'"
	case "blocks":
		return "no row"
	}
	return "one made-up row, in which id is 1 and name is 'Fallback " + table + "'"
}

// untied returns the expressions whose subqueries the engine does not tie to the record: it knows the record of the
// outer query while it evaluates WHERE, and no longer (processors/select.rs correlation_context).
func (p *Pass) untied(s *syntax.Select) []syntax.Expr {
	list := []syntax.Expr{s.Having}
	for _, item := range s.Items {
		list = append(list, item.Expr)
	}
	return list
}

// tied reports the columns of a subquery that belong to the record of the outer query. There the engine takes them
// for columns of the table's own rows, without their qualifier (expression/evaluator.rs).
func (p *Pass) tied(q *syntax.QueryExpr, outer map[string]bool) []engine.Misread {
	s, ok := q.Body.(*syntax.Select)
	if !ok || s.Where == nil {
		return nil
	}
	ref := firstSource(s.From)
	if ref == nil || p.noTable(syntax.Dotted(ref.Name)) != "" { // VP308 tells that it fails
		return nil
	}
	inner := p.names(s.From)
	var list []engine.Misread
	seen := map[string]bool{}
	for _, c := range validated(s.Where) {
		name := c.Parts[0].Name
		if len(c.Parts) < 2 || !outer[name] || inner[name] || seen[p.Text.Slice(c.Span())] {
			continue
		}
		seen[p.Text.Slice(c.Span())] = true
		list = append(list, engine.Misread{Span: c.Span(), What: fmt.Sprintf("outside of WHERE the engine ties no subquery to the record: it reads %s as %s of %s",
			p.quote(c.Span()), lastName(c), syntax.Dotted(ref.Name)), Instead: "a condition in WHERE of the outer query, or a subquery that needs no column of the record"})
	}
	return list
}

// names are the names by which columns of FROM are qualified.
func (p *Pass) names(from syntax.Source) map[string]bool {
	names := map[string]bool{}
	syntax.Inspect(from, func(n syntax.Node) bool {
		if ref, ok := n.(*syntax.TableRef); ok {
			names[alias(ref)] = true
		}
		_, query := n.(*syntax.QueryExpr)
		return !query
	})
	return names
}
