package syntax

// declared maps the kind of a CREATE to its kind without AS.
var declared = map[Kind]Kind{KindStream: KindDeclStream, KindTable: KindDeclTable}

// create reads CREATE .. and returns its kind.
func (p *parser) create() Kind {
	defer p.in("CREATE")()
	p.expect("CREATE")
	p.stmt.Guarded = p.accept("OR", "REPLACE")
	if p.isAny("TEMPORARY", "TEMP") {
		p.pos++
	}
	switch {
	case p.accept("STREAM"):
		return p.createRelation("CREATE STREAM", KindStream)
	case p.accept("SOURCE"):
		p.accept("TABLE")
		return p.createRelation("CREATE SOURCE", KindStream)
	case p.is("TABLE"):
		p.pos++
		return p.createRelation("CREATE TABLE", KindTable)
	case p.accept("VIEW"):
		return p.createRelation("CREATE VIEW", KindView)
	case p.accept("MATERIALIZED", "VIEW"):
		return p.createRelation("CREATE MATERIALIZED VIEW", KindMatView)
	case p.accept("SINK"):
		return p.createSink()
	}
	if p.at(wordToken) {
		p.misspelt(p.pos, []string{"STREAM", "TABLE", "VIEW", "MATERIALIZED VIEW", "SINK", "SOURCE"})
	}
	switch p.cur().key {
	case "FUNCTION", "INDEX", "UNIQUE", "SCHEMA", "DATABASE", "CATALOG", "CONNECTION", "SECRET", "MODEL",
		"USER", "ROLE", "TYPE", "AGGREGATE", "SYSTEM", "SUBSCRIPTION", "CONNECTOR":
		p.other()
		return KindOther
	}
	p.expected("STREAM, TABLE, VIEW, MATERIALIZED VIEW, SINK or SOURCE", "")
	return KindOther
}

// createRelation reads what follows CREATE STREAM, TABLE, SOURCE or VIEW.
func (p *parser) createRelation(clause string, kind Kind) Kind {
	p.clause = clause
	p.stmt.Guarded = p.accept("IF", "NOT", "EXISTS") || p.stmt.Guarded
	p.stmt.Target = p.dotted("a name")
	if p.isOp("(") {
		p.columns()
	}
	for !p.is("AS") && p.declTail() {
	}
	if p.accept("AS") {
		p.stmt.Query = p.query()
		for p.declTail() {
		}
		return kind
	}
	decl, ok := declared[kind]
	if !ok {
		p.expected("AS and a query", "")
	}
	if !p.at(endToken) && !p.startsStatement(p.pos) {
		p.unexpected([]string{"AS", "WITH"}, "a declaration takes columns and WITH (..); a query comes after AS")
	}
	return decl
}

// declTail reads a clause that may follow the columns or the query of a CREATE.
func (p *parser) declTail() bool {
	switch {
	case p.is("WITH") && p.opAt(p.pos+1, "("):
		p.props()
	case p.is("COMMENT"):
		p.pos += 2
	case p.is("DISTRIBUTED"):
		p.distributed()
	case p.isAny("PARTITIONED", "FORMAT", "INCLUDE", "APPEND", "LIKE", "ENGINE"),
		p.is("ON") && p.peek("CONFLICT"):
		p.pos++
		p.skip(func() bool {
			return p.is("WITH") || p.is("AS") && !p.wordAt(p.pos+2, "INCLUDE") && p.peek("SELECT") || p.isAny("FORMAT", "INCLUDE") || p.startsStatement(p.pos)
		})
	default:
		return false
	}
	return true
}

// createSink reads name (AS query | FROM name | INTO name (AS query | FROM name)) [WITH (..)].
func (p *parser) createSink() Kind {
	p.clause = "CREATE SINK"
	p.stmt.Guarded = p.accept("IF", "NOT", "EXISTS") || p.stmt.Guarded
	p.stmt.SinkName = p.dotted("the name of the sink")
	p.stmt.Target = p.stmt.SinkName
	if p.accept("INTO") {
		p.stmt.Target = p.sinkName()
		if p.isOp("(") {
			p.names()
		}
	}
	switch {
	case p.is("FROM"):
		p.stmt.Query = p.sinkFrom()
	case p.accept("AS"):
		p.stmt.Query = p.query()
	default:
		p.expected("AS or FROM", "write CREATE SINK name FROM stream, or CREATE SINK name AS SELECT ..")
	}
	for p.declTail() {
	}
	return KindSink
}

// sinkFrom reads FROM name as the query SELECT * FROM name.
func (p *parser) sinkFrom() *QueryExpr {
	first := p.pos
	p.pos++
	ref := &TableRef{Name: p.path("a stream or table")}
	ref.Pos = p.from(first + 1)
	at := At{p.spanOf(first)}
	sel := &Select{At: At{p.from(first)}, From: ref, Items: []*Item{{At: at, Expr: &Star{At: at}}}}
	return &QueryExpr{At: sel.At, Body: sel}
}

// columns reads the parentheses after the name of a CREATE.
func (p *parser) columns() {
	p.expectOp("(")
	for !p.isOp(")") {
		switch {
		case p.is("PRIMARY") && p.peek("KEY"):
			p.primaryKey()
		case p.is("CONSTRAINT"):
			p.pos += 2
			p.primaryKey()
		case p.is("WATERMARK") && p.peek("FOR"), p.isAny("UNIQUE", "PERIOD", "INDEX", "CHECK") && p.opAt(p.pos+1, "("),
			p.is("LIKE"), p.isOp("*"):
			p.skipElement()
		default:
			p.column()
		}
		if !p.acceptOp(",") {
			break
		}
	}
	p.expectOp(")")
}

// primaryKey reads PRIMARY KEY (a, b) [NOT ENFORCED].
func (p *parser) primaryKey() {
	p.expect("PRIMARY", "KEY")
	p.stmt.PrimaryKey = append(p.stmt.PrimaryKey, p.names()...)
	if !p.accept("NOT", "ENFORCED") {
		p.accept("ENFORCED")
	}
}

// skipElement skips the rest of an element of a declaration.
func (p *parser) skipElement() {
	p.skip(func() bool { return p.isOp(",") || p.isOp(")") })
}

// column reads name [type] [constraints] or name AS expr.
func (p *parser) column() {
	first := p.pos
	col := ColumnDef{Name: p.ident("a column name")}
	if !p.isOp(",") && !p.isOp(")") && !p.is("AS") && !p.is("PRIMARY") && !p.is("KEY") {
		col.Type = p.typeName()
	}
	if p.accept("AS") {
		col.Computed = p.expr()
	}
	for !p.isOp(",") && !p.isOp(")") && !p.at(endToken) {
		switch {
		case p.accept("PRIMARY", "KEY"):
			col.PrimaryKey = true
			p.stmt.PrimaryKey = append(p.stmt.PrimaryKey, col.Name)
		case p.accept("KEY"):
			col.Key = true
			p.stmt.PrimaryKey = append(p.stmt.PrimaryKey, col.Name)
		case p.accept("COLLATE"):
			col.Collation = p.collation().Value
		case p.accept("UNIQUE", "KEY"): // MySQL for UNIQUE
		case p.isAny("NOT", "NULL", "ENFORCED", "DEFAULT", "COMMENT", "METADATA", "GENERATED", "UNIQUE", "CHECK",
			"CONSTRAINT", "REFERENCES", "HEADERS", "HEADER", "WATERMARK", "VIRTUAL"):
			p.pos++
			p.skip(func() bool {
				return p.isOp(",") || p.isOp(")") || p.isAny("PRIMARY", "KEY", "NOT", "COMMENT", "COLLATE")
			})
		default:
			p.expected(`"," or ")" after the column`, "a column is written: name TYPE [PRIMARY KEY | KEY] [NOT NULL]")
		}
	}
	col.Pos = p.from(first)
	p.stmt.Columns = append(p.stmt.Columns, col)
}
