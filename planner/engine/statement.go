package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// statement reads one statement of any kind (common.rs parse_query). What may follow it is not read.
func (p *parser) statement() query {
	p.clause = "the statement"
	switch p.tok().word() {
	case "SELECT":
		return p.query(topLevel)
	case "CREATE":
		return p.create()
	case "SHOW", "LIST":
		p.list()
	case "DESCRIBE":
		p.next()
		p.clause = "DESCRIBE"
		p.expectKind(name, "a name", "DESCRIBE name")
	case "START", "STOP", "PAUSE", "RESUME", "DEPLOY", "ROLLBACK":
		p.job()
	default:
		p.refuse("SELECT, CREATE STREAM, CREATE TABLE, or a command for jobs",
			statementForm(strings.ToUpper(p.value(p.tok()))))
	}
	return query{}
}

// create reads CREATE STREAM and CREATE TABLE, which always select (commands.rs).
func (p *parser) create() query {
	p.next()
	p.clause = "CREATE"
	what := p.tok().word()
	if what != "STREAM" && what != "TABLE" {
		p.refuse("STREAM or TABLE", createForm(strings.ToUpper(p.value(p.tok()))))
	}
	p.next()
	p.clause = "CREATE " + what
	p.expectKind(name, "the name of what is created", p.clause+" name AS SELECT ..")
	if p.is("(") {
		p.columns()
	}
	if !p.is("AS") {
		p.refuse("AS SELECT", p.withoutAs())
	}
	p.next()
	q := p.query(inCreate)
	q.bare = false
	emitted := p.emit() || q.emit
	if p.is("WITH") {
		p.withStrict()
	}
	if what == "TABLE" && !emitted {
		p.emit()
	}
	p.take(";")
	if what == "STREAM" {
		if bad := metricErrors(p.text, p.notes); len(bad) > 0 {
			panic(&bad[0])
		}
	}
	return q
}

// withoutAs suggests what to write where CREATE is not followed by AS.
func (p *parser) withoutAs() string {
	switch {
	case p.is("NOT") && strings.EqualFold(p.value(p.prev()), "IF"):
		return p.clause + " name AS SELECT .., without IF NOT EXISTS"
	case p.is("WITH"):
		return "WITH after the SELECT; a stream that is only read is not declared: name it in FROM, " +
			"and set its properties, prefixed with its name, in the statement that reads it"
	default:
		return p.clause + " name AS SELECT .. FROM .."
	}
}

// columns reads the column definitions of CREATE (clauses.rs parse_column_definitions).
func (p *parser) columns() {
	p.next()
	for {
		p.expectKind(name, "the name of a column", "(name TYPE, ..)")
		p.columnType()
		if p.takeSaid("NOT") && p.is("NULL") {
			p.fail(p.tok().span, "a column is declared NOT, without NULL", "name TYPE NOT", diag.Edit{Span: p.tok().span})
		}
		if !p.take(",") {
			break
		}
	}
	if !p.is(")") {
		p.refuse(`"," or ")"`, "a type without length or precision: VARCHAR, DECIMAL")
	}
	p.next()
}

// columnTypes are the types of a column definition.
var columnTypes = wordSet("INT INTEGER FLOAT DOUBLE REAL STRING VARCHAR TEXT BOOLEAN BOOL TIMESTAMP DECIMAL NUMERIC ARRAY MAP")

// columnForm lists them for the user, one name for each type.
const columnForm = "INTEGER, FLOAT, STRING, BOOLEAN, TIMESTAMP, DECIMAL, ARRAY(type) or MAP(type, type)"

// columnType reads a type (clauses.rs parse_data_type).
func (p *parser) columnType() {
	p.deeper()
	t := p.expectKind(name, "the type of the column", columnForm)
	word := upper(p.value(t))
	switch {
	case !columnTypes[word]:
		p.fail(t.span, "no type "+p.slice(t.span), columnForm)
	case word == "ARRAY":
		p.expect("(", "ARRAY(type)")
		p.columnType()
		p.expect(")", "ARRAY(type)")
	case word == "MAP":
		p.expect("(", "MAP(type, type)")
		p.columnType()
		p.expect(",", "MAP(type, type)")
		p.columnType()
		p.expect(")", "MAP(type, type)")
	}
	p.depth--
}
