package resolve

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// sink finds where the statement writes and what keys the records. The engine keys a windowed GROUP BY by its
// group columns, which takes precedence over PRIMARY KEY; without a window only PRIMARY KEY counts
// (kafka/writer.rs:804-875, window_v2/adapter.rs:1091-1103).
func (r *resolver) sink(rel *relation) {
	kind := r.kind()
	target := &logical.Target{Name: r.stmt.Target.Name, Span: r.stmt.Target.Span()}
	if target.Name == "" {
		target.Name, target.Span = r.stmt.SinkName.Name, r.stmt.SinkName.Span()
	}
	if kind == syntax.KindView {
		return
	}
	core := TopSelect(r.stmt.Query)
	primary := r.primaryKey(core, rel)
	if w := r.windowKey(core, rel); len(w) > 0 {
		target.Key, target.KeyFrom = w, "windowed GROUP BY"
		if len(primary) > 0 && !sameColumns(w, primary) {
			r.warn("window-key-wins", primaryPlace(r.stmt, target.Span), "the windowed GROUP BY keys the sink, and PRIMARY KEY is not used", "the engine writes the group key: take PRIMARY KEY away, or group by it")
		}
	} else if len(primary) > 0 {
		target.Key, target.KeyFrom = primary, "PRIMARY KEY"
	} else if moved := r.exchangeKey(rel); len(moved) > 0 {
		target.Key, target.KeyFrom = moved, "PARTITION BY"
	} else if keys := r.outputs(r.stmt.DistributedBy, rel); len(keys) > 0 && r.stmt.DistributedMethod != "RANGE" {
		target.Key, target.KeyFrom = keys, "DISTRIBUTED BY"
	}
	if target.Name == "" {
		return
	}
	r.tree.Target = target
	if target.KeyFrom != "PRIMARY KEY" && kind != syntax.KindTable {
		return
	}
	var keys []logical.ID
	for _, k := range target.Key {
		keys = append(keys, k.ID)
	}
	text := "table " + target.Name + ", which keeps the source's key"
	if len(keys) > 0 {
		text = "sink " + target.Name + " keyed by " + r.shown(keys)
	}
	at := target.Span
	if at.IsZero() {
		at = r.stmt.Span()
	}
	rel.node = logical.NewSink(rel.node, text, at, keys)
}

// kind is what the statement makes, also inside a job.
func (r *resolver) kind() syntax.Kind {
	if r.stmt.Create != "" {
		return r.stmt.Create
	}
	return r.stmt.Kind
}

// sameColumns reports whether two keys are of the same columns, in any order: the engine takes that of GROUP BY.
func sameColumns(a, b []logical.Output) bool {
	within := func(a, b []logical.Output) bool {
		for _, c := range a {
			if !slices.ContainsFunc(b, func(o logical.Output) bool { return o.ID == c.ID }) {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

// TopSelect returns the SELECT whose rows are the result, or nil for set operations and VALUES.
func TopSelect(q *syntax.QueryExpr) *syntax.Select {
	for {
		switch b := q.Body.(type) {
		case *syntax.Select:
			return b
		case *syntax.QueryExpr:
			q = b
		default:
			return nil
		}
	}
}

// primaryKey returns the output columns that are marked PRIMARY KEY, or are declared as the primary key of the
// created stream.
func (r *resolver) primaryKey(core *syntax.Select, rel *relation) []logical.Output {
	var out []logical.Output
	if core != nil {
		for _, it := range core.Items {
			if !it.PrimaryKey {
				continue
			}
			if c, ok := r.known(rel, cmp.Or(it.Alias.Name, itemName(it.Expr))); ok {
				out = append(out, c)
			}
		}
	}
	return append(out, r.outputs(r.stmt.PrimaryKey, rel)...)
}

// outputs returns the output columns with the given names, as far as there are such columns.
func (r *resolver) outputs(names []syntax.Ident, rel *relation) []logical.Output {
	var out []logical.Output
	for _, n := range names {
		if c, ok := r.known(rel, n.Name); ok {
			out = append(out, c)
		}
	}
	return out
}

// windowKey returns the group columns of a windowed aggregation at the top, as the output names them.
func (r *resolver) windowKey(core *syntax.Select, rel *relation) []logical.Output {
	if core == nil || core.Window == nil || core.GroupBy == nil {
		return nil
	}
	agg := topAggregate(rel.node)
	if agg == nil {
		return nil
	}
	var out []logical.Output
	for _, id := range agg.Sets[0] {
		c := r.cols.Get(id)
		if c.Const || c.Window {
			continue
		}
		out = append(out, logical.Output{Name: outputName(rel, id, r.cols.Name(id)), ID: id})
	}
	return out
}

// exchangeKey returns the columns of PARTITION BY at the top, or nil if one of them is not in the output: then readers
// of the topic cannot name the key.
func (r *resolver) exchangeKey(rel *relation) []logical.Output {
	e, ok := rel.node.(*logical.Exchange)
	if !ok {
		return nil
	}
	var out []logical.Output
	for _, id := range e.Keys {
		name := outputName(rel, id, "")
		if name == "" {
			return nil
		}
		out = append(out, logical.Output{Name: name, ID: id})
	}
	return out
}

// topAggregate returns the aggregation of the outermost SELECT.
func topAggregate(n logical.Node) *logical.Aggregate {
	for n != nil {
		if agg, ok := n.(*logical.Aggregate); ok {
			return agg
		}
		inputs := n.Inputs()
		if len(inputs) == 0 {
			return nil
		}
		n = inputs[0].Node
	}
	return nil
}

func outputName(rel *relation, id logical.ID, fallback string) string {
	for _, c := range rel.cols {
		if c.ID == id && c.Name != "" {
			return c.Name
		}
	}
	return fallback
}

// Made returns what a statement makes, for the statements that read it.
func Made(t *logical.Tree, job string) project.Made {
	m := project.Made{Open: t.Open, Job: job}
	for _, c := range t.Output {
		m.Columns = append(m.Columns, catalog.Column{Name: c.Name, Type: t.Columns.Get(c.ID).Type.Text()})
	}
	if t.Target != nil {
		for _, k := range t.Target.Key {
			m.Key = append(m.Key, k.Name)
		}
	}
	return m
}
