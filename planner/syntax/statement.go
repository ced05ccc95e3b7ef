package syntax

import (
	"fmt"
	"slices"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// oneStatement reads a statement. On an error it returns the error instead, and the
// position is where the error was found.
func (p *parser) oneStatement() (stmt *Statement, err *diag.Diagnostic) {
	first := p.pos
	defer func() {
		b := recover()
		if b == nil {
			return
		}
		failed, ok := b.(bailout)
		if !ok { // a bug here must not hide the other statements
			failed = bailout{syntaxError(p.src, p.spanOf(first), fmt.Sprintf("this statement could not be read: %v", b),
				"this is a bug in velo-plan: please report the statement")}
		}
		stmt, err = nil, &failed.Diagnostic
	}()
	p.clause, p.nesting, p.queries, p.cases, p.implicit, p.noIn = "", 0, 0, 0, -1, false
	p.stmt = &Statement{Verb: p.cur().key}
	p.head()
	if !p.at(endToken) && !p.startsStatement(p.pos) {
		p.unexpected(clauseWords, "")
	}
	return p.stmt, nil
}

// head reads a whole statement into p.stmt.
func (p *parser) head() {
	if p.is("EXPLAIN") {
		p.explain()
		if p.at(endToken) || p.tok(p.pos+1).kind == endToken || p.otherStatement() { // EXPLAIN query_name
			p.other()
			return
		}
	}
	switch {
	case p.is("SELECT"), p.is("VALUES"), p.is("WITH"), p.isOp("(") && p.cur().query:
		p.stmt.Kind = KindSelect
		if p.isOp("(") {
			p.stmt.Verb = "SELECT"
		}
		p.stmt.Query = p.query()
	case p.is("CREATE"):
		p.stmt.Kind = p.create()
	case p.is("INSERT"):
		p.insert()
	case p.isAny("START", "DEPLOY") && (p.peek("JOB") || p.peek("QUERY")):
		p.job()
	case p.otherStatement():
		p.other()
	default:
		if p.atParameter() {
			p.fail(p.spanOf(p.pos), templateHelp, "a template variable is where a statement should begin")
		}
		if p.at(wordToken) {
			p.unexpected(statementWords, "a statement begins with SELECT, WITH, CREATE, INSERT INTO, START JOB, DEPLOY JOB, EXPLAIN, SHOW, ..")
		}
		p.expected("a statement", "a statement begins with SELECT, WITH, CREATE, INSERT INTO, START JOB, DEPLOY JOB, EXPLAIN, SHOW, ..")
	}
}

func (p *parser) otherStatement() bool {
	return p.at(wordToken) && (otherStatements[p.cur().key] || p.isAny("START", "DEPLOY"))
}

// other skips a statement without records to route. Only what DROP takes away is of interest.
func (p *parser) other() {
	p.stmt.Kind = KindOther
	if p.accept("DROP") {
		p.accept("MATERIALIZED")
		known := p.isAny("STREAM", "TABLE", "VIEW", "SINK", "SOURCE")
		p.pos++
		if p.accept("IF") {
			p.accept("EXISTS")
		}
		if known && (p.at(wordToken) || p.at(nameToken)) {
			p.stmt.Dropped = p.identAt(p.pos)
		}
	}
	p.pos = len(p.toks) - 1
}

// explain skips EXPLAIN and its options.
func (p *parser) explain() {
	p.stmt.Explain = true
	p.pos++
	if p.isOp("(") && !p.cur().query {
		p.pos = max(p.pos, p.cur().match)
		p.expectOp(")")
	}
	for p.isOp(",") || p.isAny("ANALYZE", "VERBOSE", "PLAN", "FOR", "CHANGELOG_MODE", "ESTIMATED_COST",
		"JSON_EXECUTION_PLAN", "PLAN_ADVICE", "LOGICAL", "PHYSICAL", "TYPE", "EXTENDED") {
		p.pos++
	}
	p.stmt.Verb = "EXPLAIN"
	if !p.at(endToken) {
		p.stmt.Verb = p.cur().key
	}
}

// insert reads INSERT INTO name [(columns)] query.
func (p *parser) insert() {
	defer p.in("INSERT")()
	p.stmt.Kind = KindInsert
	p.pos++
	if !p.accept("OVERWRITE") {
		p.expect("INTO")
	}
	if p.is("TABLE") && !p.opAt(p.pos+1, "(") {
		p.pos++
	}
	p.stmt.Target = p.sinkName()
	if p.is("PARTITION") && p.opAt(p.pos+1, "(") { // the static partition of a file table
		p.pos++
		p.props()
	}
	if p.isOp("(") && !p.cur().query {
		for _, name := range p.names() {
			p.stmt.Columns = append(p.stmt.Columns, ColumnDef{At: name.At, Name: name})
		}
	}
	p.stmt.Query = p.query()
	if p.accept("ON", "CONFLICT") || p.accept("RETURNING") {
		p.skip(func() bool { return p.startsStatement(p.pos) })
	}
}

// job reads START|DEPLOY JOB|QUERY name [VERSION v] AS statement [WITH (..)] [STRATEGY ..].
func (p *parser) job() {
	p.stmt.Kind = KindStartJob
	if p.is("DEPLOY") {
		p.stmt.Kind = KindDeployJob
	}
	defer p.in(p.cur().key + " " + p.tok(p.pos+1).key)()
	p.pos += 2
	p.stmt.Job = p.dotted("the name of the job")
	if p.accept("VERSION") {
		p.pos++ // a string, a number or a word
	}
	p.expect("AS")
	if p.is("CREATE") {
		p.stmt.Create = p.create()
	} else {
		p.stmt.Query = p.query()
	}
	for {
		switch {
		case p.is("WITH") && p.opAt(p.pos+1, "("):
			p.props()
		case p.stmt.Strategy == "" && p.accept("STRATEGY"):
			first := p.pos
			p.skip(func() bool { return p.is("WITH") || p.startsStatement(p.pos) })
			p.stmt.Strategy = p.words(first)
			if first == p.pos {
				p.expected("a deployment strategy", "write STRATEGY BLUE_GREEN, CANARY(10), ROLLING or REPLACE")
			}
		default:
			return
		}
	}
}

// startsStatement reports whether a new statement begins at i: one of the first words of a statement, at
// the beginning of a line, and what must follow it. That is how a missing ';' is found.
func (p *parser) startsStatement(i int) bool {
	t := p.tok(i)
	if !t.lineStart || t.kind != wordToken || i == 0 {
		return false
	}
	switch t.key {
	case "SELECT":
		return true
	case "WITH":
		return p.tok(i+1).kind == wordToken && (p.wordAt(i+2, "AS") || p.opAt(i+2, "("))
	}
	return p.strongStart(i)
}

// followers maps a word to the words after it that make the two the start of a statement, if they are at
// the beginning of a line.
var followers = map[string][]string{
	"CREATE": {"STREAM", "TABLE", "VIEW", "SINK", "MATERIALIZED", "OR", "TEMPORARY", "SOURCE"},
	"INSERT": {"INTO"}, "START": {"JOB", "QUERY"}, "DEPLOY": {"JOB", "QUERY"}, "STOP": {"JOB", "QUERY"},
	"PAUSE": {"JOB", "QUERY"}, "RESUME": {"JOB", "QUERY"}, "ROLLBACK": {"JOB", "QUERY"},
	"SHOW": {"STREAMS", "TABLES", "TOPICS", "FUNCTIONS", "JOBS", "QUERIES"},
	"LIST": {"STREAMS", "TABLES", "TOPICS", "FUNCTIONS", "JOBS", "QUERIES"},
}

// strongStart reports whether the words at i begin a statement because they are at the beginning of a
// line. After AS they are part of the statement before.
func (p *parser) strongStart(i int) bool {
	if i == 0 || !p.tok(i).lineStart || p.wordAt(i-1, "AS") {
		return false
	}
	next := p.tok(i + 1)
	return p.tok(i).kind == wordToken && next.kind == wordToken && slices.Contains(followers[p.tok(i).key], next.key)
}

// resume moves to the statement after a bad one that lacks its ';', or to the end. first is where the bad
// one begins.
func (p *parser) resume(first int) {
	for i := max(p.pos, first+1); i < len(p.toks); i++ {
		if p.strongStart(i) {
			p.pos = i
			return
		}
	}
	p.pos = len(p.toks) - 1
}
