package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// tableFunction resolves fn(..) in FROM. Window functions return their relation with the window's bounds added,
// SESSION forms sessions within each partition, and a function over a relation adds columns of its own. Without an
// alias the columns are qualified by the name of what the function reads.
func (r *resolver) tableFunction(fn *syntax.TableFunc, sc *scope) (*relation, string) {
	name := strings.ToUpper(fn.Name.Name)
	var rel *relation
	var tables []*table
	for _, arg := range relations(fn) {
		if rel == nil {
			rel, tables = r.source(arg.Source, sc)
			continue
		}
		more, _ := r.source(arg.Source, sc)
		both := logical.NewJoin(r.cols, syntax.JoinCross, rel.node, more.node)
		both.Text, both.Span = name+"(..) of several tables", fn.Span()
		rel.node = both
	}
	if rel == nil {
		return r.rowFunction(fn, sc), fn.Name.Name
	}
	inside := sc.inside(tables, rel)
	for _, arg := range fn.Args {
		t, relation := arg.(*syntax.TableArg)
		switch {
		case relation:
			for _, o := range t.OrderBy {
				r.quietly(func() { r.expr(o.Expr, inside) })
			}
		case !isPartitionBy(arg):
			r.quietly(func() { r.expr(arg, inside) })
		}
	}
	if partition, ok := partitionOf(fn); ok {
		text := name + "(..) without PARTITION BY"
		keys := r.all(partition, inside)
		if len(keys) > 0 {
			text = name + "(..) PARTITION BY " + r.shown(keys)
		}
		rel.node = logical.NewTableFunction(rel.node, text, fn.Span(), keys)
	} else {
		r.assumeStateless(fn)
	}
	out := *rel
	out.cols = append([]logical.Output(nil), rel.cols...)
	if syntax.IsWindowFunction(name) {
		for _, w := range []string{"window_start", "window_end", "window_time"} {
			out.cols = append(out.cols, logical.Output{Name: w, ID: r.cols.Bound(w).ID})
		}
	} else if out.open == nil {
		out.open = func(n string) logical.Output {
			return logical.Output{Name: n, ID: r.cols.Opaque(n, "it is made by "+fn.Name.Name, out.node).ID}
		}
	}
	if len(tables) == 1 && tables[0].name != "" {
		return &out, tables[0].name
	}
	return &out, fn.Name.Name
}

// relations returns the arguments of a table function that are relations.
func relations(fn *syntax.TableFunc) []*syntax.TableArg {
	var out []*syntax.TableArg
	for _, arg := range fn.Args {
		if t, ok := arg.(*syntax.TableArg); ok && t.Source != nil && !strings.EqualFold(t.Word, "MODEL") {
			out = append(out, t)
		}
	}
	return out
}

// quietly runs a part without keeping its findings: arguments of table functions may also name columns as plain
// words.
func (r *resolver) quietly(part func()) {
	before := len(r.findings)
	part()
	r.findings = r.findings[:before]
}

// assumeStateless notes the assumption, which nothing states, that a function handles each record by itself.
func (r *resolver) assumeStateless(fn *syntax.TableFunc) {
	if logical.IsStatelessTableFunction(fn.Name.Name) || r.env.Stateless(fn.Name.Name) {
		return
	}
	r.tree.Assumptions = append(r.tree.Assumptions, logical.Assumption{ID: "unknown-function", Span: fn.Span(),
		If: fn.Name.Name + " handles each record by itself", Text: "the function " + fn.Name.Name + " in FROM is assumed to handle each record by itself, though nothing says so: it may keep state",
		Help: "if it does not, say so in the catalog file: functions: {" + fn.Name.Name + ": {stateless: true}}"})
}

func isPartitionBy(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	return ok && strings.EqualFold(c.Name, "PARTITION_BY")
}

// partitionOf returns the partition expressions of a table function, and whether it looks at more than one record
// at a time: SESSION forms sessions, GAP_FILL adds the records that are missing between two others, and a function
// written with PARTITION BY works on each partition as a whole.
func partitionOf(fn *syntax.TableFunc) ([]syntax.Expr, bool) {
	partition := fn.PartitionBy
	for _, arg := range fn.Args {
		if isPartitionBy(arg) {
			partition = append(partition, arg.(*syntax.Call).Args...)
		}
	}
	name := strings.ToUpper(fn.Name.Name)
	return partition, len(partition) > 0 || name == "SESSION" || name == "GAP_FILL"
}

// rowFunction resolves a table function without a relation: UNNEST and the like make rows of one record.
func (r *resolver) rowFunction(fn *syntax.TableFunc, sc *scope) *relation {
	rel := &relation{node: logical.NewValues(fn.Span())}
	home := rel.node
	reads := false
	inside := &scope{outer: sc, ctes: sc.ctes, rel: rel}
	for _, arg := range slices.Concat(fn.Args, fn.PartitionBy) {
		r.quietly(func() { r.expr(arg, inside) })
		reads = reads || len(syntax.ColumnsIn(arg)) > 0
	}
	if reads {
		r.assumeStateless(fn)
	}
	made := "it is made by " + strings.ToUpper(fn.Name.Name)
	var names []string
	for _, c := range fn.Alias.Columns {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		names = []string{cmp.Or(fn.Alias.Name.Name, strings.ToLower(fn.Name.Name))}
		fields := map[string]logical.ID{} // the function may return rows of several columns
		rel.open = func(n string) logical.Output {
			if fields[n] == 0 {
				fields[n] = r.cols.Opaque(n, made, home).ID
			}
			return logical.Output{Name: n, ID: fields[n]}
		}
	}
	for _, n := range names {
		rel.cols = append(rel.cols, logical.Output{Name: n, ID: r.cols.Opaque(n, made, home).ID})
	}
	return rel
}
