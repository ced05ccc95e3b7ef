package lint

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp308 = Rule{
	Name: "engine-fails", Severity: diag.Error,
	Doc: Doc{
		Finds: "statements that start and then fail for every record",
		Why: "The engine accepts the text, starts the job, and then each record is an error: a column is qualified with a " +
			"name that the engine does not know as an alias, an aggregate is given a qualified column, a subquery reads what is not a " +
			"loaded table. The job runs and writes nothing.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM large_orders AS
SELECT orders.id AS order_id, amount
FROM orders
WHERE amount > 1000;
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM large_orders AS
SELECT id AS order_id, amount
FROM orders
WHERE amount > 1000;
`,
		Since: "0.1.0",
	},
	Check: checkEngineFails,
}

func checkEngineFails(p *Pass) {
	if p.Job() == nil || !p.Engine().Accepted || !p.Engine().Whole {
		return
	}
	s, ok := p.Statement.Query.Body.(*syntax.Select)
	switch {
	case !ok:
		return
	case p.Statement.Kind == syntax.KindSelect && p.Statement.Target.Name != "":
		p.checkInto(s)
		return
	case !p.runsAlone():
		return
	}
	if j := p.streamJoin(); j != nil {
		j.checkReaders(p)
		return
	}
	f := failures{Pass: p, query: s, known: map[string]bool{}, joined: map[string]bool{}, reported: map[string]bool{}}
	syntax.Inspect(s.From, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.TableRef:
			f.sources = append(f.sources, n)
			f.known[n.Alias.Name.Name] = true
		case *syntax.Join:
			if right, ok := n.Right.(*syntax.TableRef); ok {
				f.joined[right.Alias.Name.Name] = true
			}
		case *syntax.QueryExpr:
			return false
		}
		return true
	})
	f.checkAliases()
	f.checkAggregates()
	f.checkSubqueries()
}

// checkInto reports what needs more than one record in a SELECT with INTO. The engine evaluates each record in a
// context of its own (processors/insert.rs process_select_insert), which holds no state and no tables.
func (p *Pass) checkInto(s *syntax.Select) {
	lost := func(at diag.Span, what string) {
		p.Report(at, "the engine keeps nothing from one record of SELECT .. INTO to the next, and knows no tables there: "+what,
			"write CREATE STREAM "+p.Statement.Target.Name+" AS SELECT ..")
	}
	for _, q := range subqueries(s.Where) {
		lost(q.Span(), "with a subquery every record fails")
	}
	switch {
	case s.Window != nil:
		lost(s.Window.Span(), "WINDOW never ends, and no row is written")
	case s.GroupBy != nil:
		lost(s.GroupBy.Span(), "each group has one record")
	case s.Distinct:
		lost(s.DistinctSpan, "DISTINCT finds no row a second time")
	case p.Statement.Query.Limit != nil:
		lost(p.Statement.Query.Limit.Span(), "LIMIT is never reached")
	}
	for _, item := range s.Items {
		for _, c := range calls(item.Expr) {
			if c.Over != nil {
				lost(c.Over.Span(), "OVER sees one record")
			}
		}
	}
}

// calls returns the calls in an expression, without those in its subqueries.
func calls(e syntax.Expr) []*syntax.Call {
	var list []*syntax.Call
	syntax.Inspect(e, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Call); ok {
			list = append(list, c)
		}
		_, query := n.(*syntax.QueryExpr)
		return !query
	})
	return list
}

// checkReaders reports a join that finds no reader for a side, or perhaps that of the other side: the engine looks
// for the first one whose name ends with the stream's (server/stream_job_server.rs).
func (j *streamJoin) checkReaders(p *Pass) {
	left, right := syntax.Dotted(j.left.Name), syntax.Dotted(j.right.Name)
	switch {
	case left == right:
		p.Report(j.right.Span(), "the engine finds the readers of a join by name, and both sides are "+left+": the job ends at once",
			"let one side read a stream of another name: CREATE STREAM copy AS SELECT * FROM "+left)
	case strings.HasSuffix(left, "_"+right) || strings.HasSuffix(right, "_"+left):
		p.Report(j.right.Span(), fmt.Sprintf("the engine finds the readers of a join by the end of their names, and one of %s and %s ends like the other: it may take one for both", left, right),
			"give one of them another name in FROM, and its own name as 'new_name.topic'")
	}
}

// failures looks for what fails in one SELECT.
type failures struct {
	*Pass
	query    *syntax.Select
	sources  []*syntax.TableRef
	known    map[string]bool // the aliases of FROM and JOIN
	joined   map[string]bool // those of JOIN
	reported map[string]bool
}

// checkAliases reports columns whose qualifier is no alias. The engine validates the clauses of a statement without a
// window against the written aliases (validation/field_validator.rs, processors/select.rs); the name of a source is
// not one.
func (f *failures) checkAliases() {
	s := f.query
	if s.Window != nil {
		return
	}
	f.qualified(s.Where)
	if s.GroupBy != nil {
		for _, element := range s.GroupBy.Elements {
			for _, e := range element.Exprs {
				f.qualified(e)
			}
		}
		return // the select list, HAVING and ORDER BY of groups are not validated
	}
	for _, item := range s.Items {
		f.qualified(item.Expr)
	}
	f.qualified(s.Having)
	for _, o := range f.Statement.Query.OrderBy {
		f.qualified(o.Expr)
	}
}

// qualified reports the unknown qualifiers in an expression, each once.
func (f *failures) qualified(e syntax.Expr) {
	for _, c := range validated(e) {
		name := c.Parts[0].Name
		if len(c.Parts) < 2 || f.known[name] || f.reported[name] || f.dropped(c.Span()) {
			continue
		}
		f.reported[name] = true
		why, help := "no source has it", "write the alias of a source, or the column alone; fields of a field are not read"
		var fix []diag.Edit
		for _, ref := range f.sources {
			if alias(ref) == name {
				why, help = "the name of a source is not its alias", fmt.Sprintf("give it as alias: %[1]s %[1]s", name)
				if len(f.sources) == 1 {
					help, fix = "write "+lastName(c)+" alone", unqualify(c)
				}
			}
		}
		f.Report(c.Span(), fmt.Sprintf("the engine takes %s in %s for an alias, and %s: every record fails", name, f.quote(c.Span()), why), help).Fix = fix
	}
}

// dropped reports whether VP307 is about the place.
func (f *failures) dropped(at diag.Span) bool {
	e := f.Deployed()
	return e != nil && e.Verdict == deploy.Refused && e.Span == at
}

// unqualify leaves the last part of a column.
func unqualify(c *syntax.Column) []diag.Edit {
	return []diag.Edit{{Span: diag.Span{Start: c.Span().Start, End: c.Parts[len(c.Parts)-1].Span().Start}}}
}

// validated returns the columns of an expression whose names the engine validates: not those of a subquery or of
// OVER (field_validator.rs collect_field_names).
func validated(e syntax.Expr) []*syntax.Column {
	var list []*syntax.Column
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Column:
			list = append(list, n)
		case *syntax.QueryExpr, *syntax.Over:
			return false
		}
		return true
	})
	return list
}

// checkAggregates reports arguments of aggregates that are not fields of a record. The engine looks for them under
// exactly the written name (aggregation/accumulator.rs): only a joined column has its alias in its name, and system
// columns are no fields.
func (f *failures) checkAggregates() {
	if f.query.GroupBy == nil && f.query.Window == nil {
		return
	}
	for _, item := range f.query.Items {
		syntax.Inspect(item.Expr, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Call:
				if logical.IsAggregate(n) {
					f.checkArguments(n)
					return false
				}
			case *syntax.QueryExpr:
				return false
			}
			return f.query.Window != nil // without a window only a call that is a whole item is looked at
		})
	}
}

// checkArguments reports the arguments of one aggregate.
func (f *failures) checkArguments(call *syntax.Call) {
	for _, arg := range call.Args {
		for _, c := range validated(arg) {
			name := lastName(c)
			switch {
			case resolve.System(name) != "":
				f.Report(c.Span(), fmt.Sprintf("the engine looks for %s among the fields of the records, where system columns are not: every record fails", f.quote(c.Span())),
					fmt.Sprintf("select it under another name in a stream of its own: CREATE STREAM .. AS SELECT .., %s AS %s", name, strings.ToLower(strings.Trim(name, "_"))))
			case len(c.Parts) > 1 && !f.joined[c.Parts[0].Name]: // of a joined one, VP306 tells that a window has none
				f.Report(c.Span(), fmt.Sprintf("the engine looks for the argument of %s under its full name %s, and the field is %s: every record fails",
					strings.ToUpper(call.Name), f.quote(c.Span()), name), "write "+name+" alone").Fix = unqualify(c)
			}
		}
	}
}
