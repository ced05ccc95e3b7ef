package engine

import "strings"

// statement reads one statement of any kind (common.rs parse_query, commands.rs). What may follow it
// is left unread.
func (p *parser) statement() query {
	p.clause = "the statement"
	switch p.tok().word {
	case "SELECT":
		return p.query(topLevel)
	case "CREATE":
		p.create()
	case "SHOW", "LIST":
		p.show_()
	case "START":
		p.start()
	case "STOP":
		p.jobName("STOP JOB")
		p.take("FORCE")
	case "PAUSE", "RESUME":
		p.jobName(p.tok().word + " JOB")
	case "DEPLOY":
		p.deploy()
	case "ROLLBACK":
		p.jobName("ROLLBACK JOB")
		if p.take("VERSION") {
			p.expectKind(literal, "the version as a text", "ROLLBACK JOB name VERSION '1.0'")
		}
	case "DESCRIBE":
		p.next()
		p.clause = "DESCRIBE"
		p.expectKind(name, "a name", "DESCRIBE name")
	default:
		word := strings.ToUpper(p.value(p.tok()))
		p.refuse("SELECT, CREATE STREAM, CREATE TABLE, or a command for jobs", statementForm(word))
	}
	return query{}
}

// create reads CREATE STREAM and CREATE TABLE, which always select.
func (p *parser) create() {
	p.next()
	p.clause = "CREATE"
	what := p.tok().word
	if what != "STREAM" && what != "TABLE" {
		p.refuse("STREAM or TABLE", createForm(strings.ToUpper(p.value(p.tok()))))
	}
	p.next()
	p.clause = "CREATE " + what
	if p.says("IF") && p.peek(1).word == "NOT" {
		p.next()
		p.refuse("AS or the columns behind the name IF", "CREATE "+what+" name AS SELECT .., without IF NOT EXISTS")
	}
	p.expectKind(name, "the name of what is created", "CREATE "+what+" name AS SELECT ..")
	if p.is("(") {
		p.columns()
	}
	if !p.is("AS") {
		p.refuse("AS SELECT", noSelectForm)
	}
	p.next()
	p.query(inCreate)
	// The inner SELECT takes one EMIT, so this one is a second one, which wins.
	emitted := p.wasEmit()
	p.emit()
	if p.is("WITH") {
		p.withStrict()
	}
	if what == "TABLE" && !emitted {
		p.emit()
	}
	p.take(";")
	if what == "STREAM" {
		p.checkMetrics()
	}
}
