package syntax

// query writes a query. Its columns are written by name.
func (w *writer) query(q *QueryExpr) {
	column := w.column
	w.column = nil
	defer func() { w.column = column }()
	w.ctes(q.With)
	w.body(q.Body, 0)
	if len(q.OrderBy) > 0 {
		w.orderBy(" ORDER BY ", q.OrderBy)
	}
	if q.Limit != nil {
		if q.Limit.Count != nil {
			w.add(" LIMIT ")
			w.expr(q.Limit.Count, 0)
		}
		if q.Limit.Offset != nil {
			w.add(" OFFSET ")
			w.expr(q.Limit.Offset, 0)
		}
	}
	if q.Emit != nil {
		w.add(" EMIT ", q.Emit.Mode)
	}
}

func (w *writer) ctes(list []*CTE) {
	for i, c := range list {
		switch {
		case i > 0:
			w.add(", ")
		case c.Recursive:
			w.add("WITH RECURSIVE ")
		default:
			w.add("WITH ")
		}
		w.ident(c.Name)
		if len(c.Columns) > 0 {
			w.add("(")
			w.names(c.Columns)
			w.add(")")
		}
		w.add(" AS (")
		w.query(c.Query)
		w.add(")")
	}
	if len(list) > 0 {
		w.add(" ")
	}
}

// body writes a body, in parentheses if its set operation binds looser than least: 1 for UNION and
// EXCEPT, 2 for INTERSECT, 3 for a single SELECT.
func (w *writer) body(b Body, least int) {
	switch b := b.(type) {
	case *Select:
		w.selectCore(b)
	case *Values:
		w.add("VALUES ")
		for i, row := range b.Rows {
			if i > 0 {
				w.add(", ")
			}
			w.queryOrList(nil, row)
		}
	case *QueryExpr:
		w.queryOrList(b, nil)
	case *SetOp:
		own := 1
		if b.Op == Intersect {
			own = 2
		}
		if own < least {
			w.add("(")
			defer w.add(")")
		}
		w.body(b.Left, own)
		w.add(" ", string(b.Op))
		if b.All {
			w.add(" ALL")
		}
		w.add(" ")
		w.body(b.Right, own+1)
	}
}

// selectCore writes a SELECT without the clauses that belong to its query.
func (w *writer) selectCore(s *Select) {
	w.add("SELECT ")
	if s.Distinct {
		w.add("DISTINCT ")
	}
	if len(s.DistinctOn) > 0 {
		w.add("ON (")
		w.exprs(s.DistinctOn)
		w.add(") ")
	}
	w.items(s.Items)
	if s.From != nil {
		w.add(" FROM ")
		w.side(s.From, len(s.PartitionBy) > 0 && takesPartition(s.From))
	}
	if s.Where != nil {
		w.add(" WHERE ")
		w.expr(s.Where, 0)
	}
	if s.GroupBy != nil {
		w.groupBy(s.GroupBy)
	}
	if s.Having != nil {
		w.add(" HAVING ")
		w.expr(s.Having, 0)
	}
	if s.Window != nil {
		w.window(s.Window)
	}
	for i, named := range s.NamedWindows {
		if i == 0 {
			w.add(" WINDOW ")
		} else {
			w.add(", ")
		}
		w.ident(named.Name)
		w.add(" AS ")
		w.over(named.Over, false)
	}
	if len(s.PartitionBy) > 0 {
		w.add(" PARTITION BY ")
		w.exprs(s.PartitionBy)
	}
}

// takesPartition reports whether a PARTITION BY directly after the source would be read as part of it.
func takesPartition(src Source) bool {
	switch s := src.(type) {
	case *TableFunc:
		return s.Alias.Name.Name == ""
	case *Join:
		return takesPartition(s.Right)
	}
	return false
}

func (w *writer) items(items []*Item) {
	for i, item := range items {
		if i > 0 {
			w.add(", ")
		}
		w.expr(item.Expr, 0)
		if item.Alias.Name != "" {
			w.add(" AS ")
			w.ident(item.Alias)
		}
		if item.PrimaryKey {
			w.add(" PRIMARY KEY")
		}
	}
}

// groupBy writes the elements. ROLLUP and CUBE are written as their grouping sets.
func (w *writer) groupBy(g *GroupBy) {
	w.add(" GROUP BY ")
	for i, e := range g.Elements {
		if i > 0 {
			w.add(", ")
		}
		if e.Keyword == "" && len(e.Sets) == 1 && len(e.Sets[0]) == 1 {
			w.expr(e.Sets[0][0], 0)
			continue
		}
		if e.Keyword == "" {
			w.queryOrList(nil, e.Sets[0])
			continue
		}
		w.add("GROUPING SETS (")
		for j, set := range e.Sets {
			if j > 0 {
				w.add(", ")
			}
			w.queryOrList(nil, set)
		}
		w.add(")")
	}
}

func (w *writer) window(win *Window) {
	w.add(" WINDOW ", string(win.Kind), "(")
	n := 0
	part := func(write func()) {
		if n++; n > 1 {
			w.add(", ")
		}
		write()
	}
	if win.Time != nil {
		part(func() { w.expr(win.Time, 0) })
	}
	for _, d := range []Duration{win.Gap, win.Size, win.Advance} {
		if d.Text != "" {
			part(func() { w.add(d.Text) })
		}
	}
	if win.Partition != nil {
		part(func() { w.expr(win.Partition, 0) })
	}
	if win.Retention.Text != "" {
		part(func() { w.add("RETENTION ", win.Retention.Text) })
	}
	if win.Grace.Text != "" {
		part(func() { w.add("GRACE PERIOD ", win.Grace.Text) })
	}
	w.add(")")
}
