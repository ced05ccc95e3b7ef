package syntax

// source writes what follows FROM.
func (w *writer) source(src Source) {
	switch s := src.(type) {
	case *TableRef:
		w.tableRef(s)
	case *DerivedTable:
		w.lateral(s.Lateral)
		w.queryOrList(s.Query, nil)
		w.alias(s.Alias)
	case *TableFunc:
		w.tableFunc(s)
	case *MatchRecognize:
		w.matchRecognize(s)
	case *Join:
		w.join(s)
	}
}

func (w *writer) lateral(lateral bool) {
	if lateral {
		w.add("LATERAL ")
	}
}

func (w *writer) tableRef(s *TableRef) {
	if s.URI {
		w.literal(&Literal{Kind: String, Value: s.Name[0].Name})
	} else {
		w.path(s.Name)
	}
	if s.AsOf != nil {
		w.add(" FOR SYSTEM_TIME AS OF ")
		w.expr(s.AsOf, 0)
	}
	w.alias(s.Alias)
}

func (w *writer) alias(a Alias) {
	if a.Name.Name == "" {
		return
	}
	w.add(" AS ")
	w.ident(a.Name)
	if len(a.Columns) > 0 {
		w.add("(")
		w.names(a.Columns)
		w.add(")")
	}
}

func (w *writer) tableFunc(s *TableFunc) {
	w.lateral(s.Lateral)
	w.callName(s.Name.Name)
	w.add("(")
	for i, arg := range s.Args {
		if i > 0 {
			w.add(", ")
		}
		if s.ArgNames[i] != "" {
			w.ident(Ident{Name: s.ArgNames[i]})
			w.add(" => ")
		}
		w.expr(arg, 0)
	}
	w.add(")")
	if s.Ordinality {
		w.add(" WITH ORDINALITY")
	}
	if len(s.PartitionBy) > 0 {
		w.add(" PARTITION BY ")
		w.queryOrList(nil, s.PartitionBy)
	}
	w.alias(s.Alias)
}

func (w *writer) matchRecognize(s *MatchRecognize) {
	w.source(s.Input)
	w.add(" MATCH_RECOGNIZE (")
	if len(s.Partition) > 0 {
		w.add("PARTITION BY ")
		w.exprs(s.Partition)
		w.add(" ")
	}
	if len(s.OrderBy) > 0 {
		w.orderBy("ORDER BY ", s.OrderBy)
		w.add(" ")
	}
	if len(s.Measures) > 0 {
		w.add("MEASURES ")
		w.items(s.Measures)
		w.add(" ")
	}
	if s.AllRows {
		w.add("ALL ROWS PER MATCH ")
	}
	w.add("DEFINE ")
	for i, d := range s.Define {
		if i > 0 {
			w.add(", ")
		}
		w.ident(d.Alias)
		w.add(" AS ")
		w.expr(d.Expr, 0)
	}
	w.add(")")
	w.alias(s.Alias)
}

// side writes one side of a join, in parentheses if it would be read differently without them.
func (w *writer) side(s Source, parens bool) {
	if parens {
		w.add("(")
		defer w.add(")")
	}
	w.source(s)
}

// join writes the two sides. Joins bind from left to right and tighter than commas.
func (w *writer) join(s *Join) {
	comma := s.Kind == JoinComma
	left, ok := s.Left.(*Join)
	w.side(s.Left, ok && !comma && left.Kind == JoinComma)
	if comma {
		w.add(", ")
	} else {
		w.add(" ")
		if s.Natural {
			w.add("NATURAL ")
		}
		if s.Asof {
			w.add("ASOF ")
		}
		if s.Kind != JoinInner {
			w.add(string(s.Kind), " ")
		}
		w.add("JOIN ")
	}
	right, ok := s.Right.(*Join)
	w.side(s.Right, ok && (!comma || right.Kind == JoinComma))
	if s.Within.Text != "" {
		w.add(" WITHIN ", s.Within.Text)
		if s.Grace.Text != "" {
			w.add(" GRACE PERIOD ", s.Grace.Text)
		}
	}
	if s.On != nil {
		w.add(" ON ")
		w.expr(s.On, 0)
	}
	if len(s.Using) > 0 {
		w.add(" USING (")
		w.names(s.Using)
		w.add(")")
	}
}
