package planner

import (
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// sink finds where the statement writes and what keys it. The engine keys a windowed GROUP BY by
// its group columns, and that beats PRIMARY KEY; without a window only PRIMARY KEY counts
// (kafka/writer.rs:804-875, window_v2/adapter.rs:1091-1103).
func (a *analysis) sink(rel *relation) {
	s := &SinkInfo{Name: a.stmt.Target.Name, Span: a.stmt.Target.Span()}
	if s.Name == "" {
		s.Name, s.Span = a.stmt.SinkName.Name, a.stmt.SinkName.Span()
	}
	kind := a.stmt.Kind
	if a.stmt.Create != "" {
		kind = a.stmt.Create
	}
	if kind == syntax.KindView {
		return
	}
	core := topSelect(a.stmt.Query)
	primary := a.primaryKey(core, rel)
	if w := a.windowKey(core, rel); len(w) > 0 {
		s.Key, s.KeyFrom = w, "windowed GROUP BY"
		if len(primary) > 0 {
			a.remark(s.Span, "window-key-wins", "the windowed GROUP BY keys the sink, and PRIMARY KEY is not used: the engine writes the group key")
		}
	} else if len(primary) > 0 {
		s.Key, s.KeyFrom = primary, "PRIMARY KEY"
	}
	if s.Name == "" {
		return
	}
	a.q.Sink = s
	s.Keyed = s.KeyFrom == "PRIMARY KEY" || kind == syntax.KindTable
	if !s.Keyed {
		return
	}
	op := &Operator{Kind: OpSink, Span: s.Span, Text: "sink " + s.Name}
	for _, k := range s.Key {
		op.Keys = append(op.Keys, k.ID)
	}
	if len(op.Keys) > 0 {
		op.Text += " keyed by " + a.q.showAll(op.Keys)
	} else {
		op.Text = "table " + s.Name + ", which keeps the source's key"
	}
	if op.Span.IsZero() {
		op.Span = a.stmt.Span()
	}
	a.operate(op, rel)
}

// topSelect is the SELECT core whose rows are the result; nil for set operations and VALUES.
func topSelect(q *syntax.QueryExpr) *syntax.Select {
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

// primaryKey are the output columns marked PRIMARY KEY, or declared so for the created stream.
func (a *analysis) primaryKey(core *syntax.Select, rel *relation) []OutputColumn {
	var out []OutputColumn
	if core != nil {
		for _, it := range core.Items {
			if !it.PrimaryKey {
				continue
			}
			name := it.Alias.Name
			if name == "" {
				name = itemName(it.Expr)
			}
			if c, ok := a.known(rel, name); ok {
				out = append(out, c)
			}
		}
	}
	for _, k := range a.stmt.PrimaryKey {
		if c, ok := a.known(rel, k.Name); ok {
			out = append(out, c)
		}
	}
	return out
}

// windowKey are the group columns of a windowed aggregation at the top, as the output names them.
func (a *analysis) windowKey(core *syntax.Select, rel *relation) []OutputColumn {
	if core == nil || core.Window == nil || core.GroupBy == nil {
		return nil
	}
	var last *Operator
	for _, op := range a.q.Operators {
		if op.Kind == OpGroup {
			last = op
		}
	}
	if last == nil {
		return nil
	}
	var out []OutputColumn
	for _, id := range last.Keys {
		out = append(out, OutputColumn{Name: outputName(rel, id, a.q.own(id)), ID: id})
	}
	return out
}

func outputName(rel *relation, id dist.Column, fallback string) string {
	for _, c := range rel.cols {
		if c.ID == id && c.Name != "" {
			return c.Name
		}
	}
	return fallback
}
