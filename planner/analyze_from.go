package planner

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// source analyzes what stands in FROM: the relation of all of it, and its tables by name.
func (a *analysis) source(src syntax.Source, sc *scope) (*relation, []*table) {
	switch src := src.(type) {
	case *syntax.TableRef:
		rel := a.tableRef(src, sc)
		name := src.Alias.Name.Name
		if name == "" && len(src.Name) > 0 {
			name = dotted(src.Name)
		}
		return a.aliased(rel, name, src.Alias.Columns)
	case *syntax.DerivedTable:
		outer := sc.outer
		if src.Lateral {
			outer = sc
		}
		return a.aliased(a.query(src.Query, outer, sc.ctes), src.Alias.Name.Name, src.Alias.Columns)
	case *syntax.TableFunc:
		rel, name := a.tableFunc(src, sc)
		return a.aliased(rel, aliasOr(src.Alias, name), src.Alias.Columns)
	case *syntax.MatchRecognize:
		return a.aliased(a.matchRecognize(src, sc), src.Alias.Name.Name, src.Alias.Columns)
	case *syntax.Join:
		return a.join(src, sc)
	}
	return &relation{}, nil
}

func aliasOr(al syntax.Alias, name string) string {
	if al.Name.Name != "" {
		return al.Name.Name
	}
	return name
}

func dotted(parts []syntax.Ident) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	return strings.Join(names, ".")
}

// aliased gives a relation its name, and its columns theirs where a column list renames them.
func (a *analysis) aliased(rel *relation, name string, columns []syntax.Ident) (*relation, []*table) {
	if len(columns) > 0 {
		renamed := *rel
		renamed.cols = append([]OutputColumn(nil), rel.cols...)
		for i, c := range columns {
			if i < len(renamed.cols) {
				renamed.cols[i].Name = c.Name
			} else if rel.open != nil {
				col := rel.open(c.Name)
				renamed.cols = append(renamed.cols, OutputColumn{Name: c.Name, ID: col.ID})
			}
		}
		rel = &renamed
	}
	return rel, []*table{{name: name, rel: rel}}
}

// tableRef resolves a name: a CTE, a view, or a base source.
func (a *analysis) tableRef(ref *syntax.TableRef, sc *scope) *relation {
	if len(ref.Name) == 1 && !ref.URI {
		if rel, ok := a.cte(ref, sc.ctes); ok {
			return rel
		}
	}
	if view, ok := a.env.views[strings.ToLower(dotted(ref.Name))]; ok && !ref.URI {
		return a.view(ref, view)
	}
	return a.base(ref)
}

// maxInputs bounds what inlining may give: a chain of views that each read the one before twice
// doubles with every step.
const maxInputs = 1024

// base adds a base source.
func (a *analysis) base(ref *syntax.TableRef) *relation {
	name := dotted(ref.Name)
	in := &BaseInput{Index: len(a.q.Inputs), Name: name, Alias: ref.Alias.Name.Name, Span: ref.Span(), Known: a.env.stream(name)}
	if in.Index >= maxInputs {
		a.tooLarge(ref.Span())
		in.Index = maxInputs - 1
		return &relation{base: a.q.Inputs[in.Index], open: func(n string) OutputColumn {
			return OutputColumn{Name: n, ID: a.opaque(n, "the statement is too large")}
		}, inputs: []int{in.Index}}
	}
	in.Inst = a.instance(in)
	a.q.Inputs = append(a.q.Inputs, in)
	rel := &relation{base: in, inputs: []int{in.Index}}
	if in.Known.Columns == nil {
		rel.open = func(n string) OutputColumn {
			if sys, ok := systemColumn(n); ok {
				return OutputColumn{Name: sys, ID: a.system(in, sys)}
			}
			return OutputColumn{Name: n, ID: a.field(in, n)}
		}
	}
	for _, c := range in.Known.Columns {
		rel.cols = append(rel.cols, OutputColumn{Name: c.Name, ID: a.field(in, c.Name)})
	}
	return rel
}

// instance names an input uniquely within the statement.
func (a *analysis) instance(in *BaseInput) string {
	name := in.Alias
	if name == "" {
		name = in.Name
	}
	if n := strings.LastIndexByte(name, '/'); n >= 0 && n+1 < len(name) {
		name = name[n+1:]
	}
	a.instances[name]++
	if n := a.instances[name]; n > 1 {
		return fmt.Sprintf("%s#%d", name, n)
	}
	return name
}

func (a *analysis) tooLarge(at diag.Span) {
	if !a.large {
		a.large = true
		a.find(diag.Error, "VP001", at, fmt.Sprintf("the statement reads more than %d sources once its views and CTEs are put in", maxInputs), "make one of the views a stream of its own")
	}
}

// windowTable are the table functions that assign records to windows, and keep them as they are.
var windowTable = set("TUMBLE HOP CUMULATE TUMBLING SLIDING HOPPING")

// tableFunc analyzes fn(..) in FROM. Window functions pass their relation on with the window's
// bounds added; SESSION cuts sessions per partition; an unknown function over a relation is taken as
// working record by record, and adds columns of its own. Without an alias the columns go by the
// name of what the function reads.
func (a *analysis) tableFunc(fn *syntax.TableFunc, sc *scope) (*relation, string) {
	name := strings.ToUpper(fn.Name.Name)
	var rel *relation
	var inner []*table
	for _, arg := range fn.Args {
		if t, ok := arg.(*syntax.TableArg); ok && t.Source != nil && !strings.EqualFold(t.Word, "MODEL") && rel == nil {
			rel, inner = a.source(t.Source, sc)
		}
	}
	if rel == nil {
		return a.rowFunction(fn), fn.Name.Name
	}
	isc := &scope{outer: sc.outer, ctes: sc.ctes, tables: inner, from: rel, level: sc.level}
	if partition, ok := partitionOf(fn); ok {
		a.partitionedFunction(fn, partition, isc, rel)
	}
	out := *rel
	out.cols = append([]OutputColumn(nil), rel.cols...)
	if windowTable[name] || name == "SESSION" {
		for _, w := range []string{"window_start", "window_end", "window_time"} {
			out.cols = append(out.cols, OutputColumn{Name: w, ID: a.windowBound(w)})
		}
	} else {
		inner := rel.open
		out.open = func(n string) OutputColumn {
			if inner != nil {
				return inner(n)
			}
			return OutputColumn{Name: n, ID: a.opaque(n, "it is made by "+fn.Name.Name)}
		}
	}
	if len(inner) == 1 && inner[0].name != "" {
		return &out, inner[0].name
	}
	return &out, fn.Name.Name
}

func (a *analysis) windowBound(name string) dist.Column {
	a.fresh++
	return a.q.columns.add(column{id: dist.Column(fmt.Sprintf("#%d.%s", a.fresh, name)), display: name, input: -1, window: true,
		cannot: "it is a bound of a window, and the router computes no windows"}).id
}

// partitionOf are the partition expressions of a table function that looks at more than one record
// at a time, and whether it does: SESSION cuts sessions, GAP_FILL adds the records that are missing
// between two, and what is written with PARTITION BY works on each partition as a whole.
func partitionOf(fn *syntax.TableFunc) ([]syntax.Expr, bool) {
	partition := fn.PartitionBy
	for _, arg := range fn.Args {
		if c, ok := arg.(*syntax.Call); ok && strings.EqualFold(c.Name, "PARTITION_BY") {
			partition = append(partition, c.Args...)
		}
	}
	name := strings.ToUpper(fn.Name.Name)
	return partition, len(partition) > 0 || name == "SESSION" || name == "GAP_FILL"
}

// partitionedFunction adds what a table function over whole partitions requires.
func (a *analysis) partitionedFunction(fn *syntax.TableFunc, partition []syntax.Expr, sc *scope, rel *relation) {
	op := &Operator{Kind: OpTableFunc, Span: fn.Span(), Text: strings.ToUpper(fn.Name.Name) + "(..) without PARTITION BY"}
	var ids []dist.Column
	for _, p := range partition {
		ids = append(ids, a.expr(p, sc))
	}
	op.Keys = a.keys(ids, rel)
	if len(op.Keys) == 0 {
		op.All, op.AllWhy = true, "it works on all records in their order"
	} else {
		op.Text = strings.ToUpper(fn.Name.Name) + "(..) PARTITION BY " + a.q.showAll(ids)
	}
	a.operate(op, rel)
	rel.joins = narrowed(rel.joins, op.Keys)
}

// rowFunction is a table function without a relation: UNNEST and the like give rows for a record.
func (a *analysis) rowFunction(fn *syntax.TableFunc) *relation {
	made := "it is made by " + strings.ToUpper(fn.Name.Name)
	names := identNames(fn.Alias.Columns)
	if len(names) == 0 {
		names = []string{aliasOr(fn.Alias, strings.ToLower(fn.Name.Name))}
	}
	rel := &relation{}
	for _, n := range names {
		rel.cols = append(rel.cols, OutputColumn{Name: n, ID: a.opaque(n, made)})
	}
	return rel
}

// matchRecognize adds what MATCH_RECOGNIZE requires: the records of one partition, in order.
func (a *analysis) matchRecognize(m *syntax.MatchRecognize, sc *scope) *relation {
	rel, inner := a.source(m.Input, sc)
	isc := &scope{outer: sc.outer, ctes: sc.ctes, tables: inner, from: rel, level: sc.level}
	op := &Operator{Kind: OpPattern, Span: m.Span(), Text: "MATCH_RECOGNIZE without PARTITION BY"}
	var ids []dist.Column
	out := &relation{inputs: rel.inputs, facts: rel.facts, unordered: true, optional: rel.optional, unions: rel.unions}
	for _, p := range m.Partition {
		id := a.expr(p, isc)
		ids = append(ids, id)
		out.cols = append(out.cols, OutputColumn{Name: itemName(p), ID: id})
	}
	op.Keys = a.keys(ids, rel)
	if len(op.Keys) == 0 {
		op.All, op.AllWhy = true, "a pattern runs over all records"
	} else {
		op.Text = "MATCH_RECOGNIZE PARTITION BY " + a.q.showAll(ids)
	}
	a.operate(op, rel)
	for _, it := range m.Measures {
		name := it.Alias.Name
		if name == "" {
			name = itemName(it.Expr)
		}
		out.cols = append(out.cols, OutputColumn{Name: name, ID: a.opaque(name, "it is a measure of a pattern")})
	}
	if m.AllRows {
		out.open = rel.open
		out.cols = append(out.cols, rel.cols...)
	}
	return out
}

// isTable says whether a source is loaded on every partition when it is joined.
func (in *BaseInput) isTable() bool { return in.Known.Kind == catalog.KindTable }
