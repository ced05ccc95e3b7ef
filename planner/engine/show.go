package engine

// listForm lists what SHOW and LIST know.
const listForm = "STREAMS, TABLES, TOPICS, FUNCTIONS, JOBS, STATUS [name], METRICS [name], VERSIONS name, " +
	"SCHEMA name, PARTITIONS name or PROPERTIES STREAM name"

// list reads SHOW and LIST, which are one command (commands.rs parse_show).
func (p *parser) list() {
	p.clause = p.next().word()
	t := p.tok()
	what := t.word()
	if t.kind == name {
		what = upper(p.value(t))
	}
	switch what {
	case "STREAMS", "TABLES", "TOPICS", "FUNCTIONS", "JOBS":
		p.next()
	case "VERSIONS", "SCHEMA", "PARTITIONS":
		p.next()
		p.expectKind(name, "a name", p.clause+" "+what+" name")
	case "STATUS", "METRICS":
		p.next()
		if p.tok().kind == name {
			p.next()
		}
	case "PROPERTIES":
		p.next()
		if p.tok().kind != name && !p.is("STREAM") && !p.is("TABLE") {
			p.refuse("STREAM or TABLE", p.clause+" PROPERTIES STREAM name")
		}
		p.next()
		p.expectKind(name, "a name", p.clause+" PROPERTIES STREAM name")
	default:
		p.refuse("something to list", listForm)
	}
	p.take("LIKE")
	if p.tok().kind == literal {
		p.next()
	}
}
