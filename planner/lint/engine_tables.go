package lint

import (
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// checkSubqueries reports subqueries that the engine cannot evaluate. It looks for their rows in the tables that it
// has loaded for the job, and those are the ones that FROM, JOIN and WHERE name (processors/select.rs
// SubqueryExecutor, table_registry.rs extract_table_dependencies).
func (f *failures) checkSubqueries() {
	loaded := map[string]bool{}
	for _, ref := range f.sources {
		loaded[syntax.Dotted(ref.Name)] = true
	}
	for _, q := range subqueries(f.query.Where) {
		if f.query.Window != nil {
			f.Report(q.Span(), "the engine evaluates no subquery in a statement with WINDOW: every record fails", "filter in a stream of its own, without a window, which this statement reads")
			continue
		}
		if ref := onlySource(q); ref != nil {
			loaded[syntax.Dotted(ref.Name)] = true
			f.checkTable(ref)
		}
	}
	if f.query.Window != nil {
		return
	}
	rest := []syntax.Expr{f.query.Having}
	for _, item := range f.query.Items {
		rest = append(rest, item.Expr)
	}
	for _, e := range rest {
		for _, q := range subqueries(e) {
			ref := onlySource(q)
			if ref == nil {
				continue
			}
			name := syntax.Dotted(ref.Name)
			if f.checkTable(ref) && !loaded[name] {
				f.Report(q.Span(), "the engine loads the tables of FROM, JOIN and WHERE alone, and "+name+" is read elsewhere: every record fails",
					"name it in WHERE too: AND EXISTS (SELECT 1 FROM "+name+")")
			}
		}
	}
}

// subqueries returns the outermost subqueries of an expression.
func subqueries(e syntax.Expr) []*syntax.QueryExpr {
	var list []*syntax.QueryExpr
	syntax.Inspect(e, func(n syntax.Node) bool {
		q, ok := n.(*syntax.QueryExpr)
		if ok {
			list = append(list, q)
		}
		return !ok
	})
	return list
}

// onlySource is the first name in the FROM of a subquery; nil if there is none.
func onlySource(q *syntax.QueryExpr) *syntax.TableRef {
	s, ok := q.Body.(*syntax.Select)
	if !ok {
		return nil
	}
	return firstSource(s.From)
}

// firstSource is the name that FROM begins with; nil if that is something else.
func firstSource(from syntax.Source) *syntax.TableRef {
	for {
		join, ok := from.(*syntax.Join)
		if !ok {
			break
		}
		from = join.Left
	}
	ref, _ := from.(*syntax.TableRef)
	return ref
}

// checkTable reports a source of a subquery that is no table of the engine, and tells whether it is one.
func (f *failures) checkTable(ref *syntax.TableRef) bool {
	name := syntax.Dotted(ref.Name)
	why := f.noTable(name)
	if why != "" {
		f.Report(ref.Span(), "the engine looks for the rows of a subquery in its tables alone, and "+why+": every record fails",
			"load it from a file: CREATE with '"+name+".type' = 'file_source' and '"+name+".config_file', or kind: table in the catalog file if the server has loaded it")
	}
	return why == ""
}

// noTable tells why the engine has no table of a name; "" if it has one. It keeps what is loaded from files: a table
// that is written to a topic is a stream to its readers (server/stream_job_server.rs deploy_job).
func (p *Pass) noTable(name string) string {
	switch kind := p.Statement.Property(name + ".type"); {
	case kind == "file_source" && p.kind() != syntax.KindSelect:
		return ""
	case kind != "" && kind != "file_source":
		return "'" + name + ".type' = '" + kind + "' makes " + name + " a stream"
	case kind != "":
		return "it looks at '" + name + ".type' in a CREATE only"
	}
	for _, w := range p.Project.writers[syntax.Unqualified(name)] {
		if w.sink {
			return "what makes " + name + " writes it to a sink"
		}
	}
	known := p.Project.known(name)
	if p.Project.tables[syntax.Unqualified(name)] || known != nil && known.Kind == catalog.KindTable {
		return ""
	}
	return "nothing makes " + name + " one"
}
