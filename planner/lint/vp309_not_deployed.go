package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

var vp309 = Rule{
	Name: "not-deployed", Severity: diag.Error,
	Doc: Doc{
		Finds: "statements that the engine refuses to deploy, or that it skips",
		Why: "The engine takes the type of each source and sink from the statement itself and refuses the whole application if one is " +
			"missing; no configuration file can state it. START JOB and DEPLOY JOB start a job without sources, and of an application SELECT .. " +
			"INTO and UNION are skipped. Statements without WITH are not asked, unless they are part of an application: they " +
			"are not meant to be deployed as they are.",
		Bad: `-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM large_orders AS
SELECT id, amount
FROM orders
WHERE amount > 1000
WITH ('orders.topic.name' = 'orders', 'large_orders.type' = 'kafka_sink');
`,
		Good: `-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM large_orders AS
SELECT id, amount
FROM orders
WHERE amount > 1000
WITH ('orders.type' = 'kafka_source', 'orders.topic.name' = 'orders', 'large_orders.type' = 'kafka_sink');
`,
		Since: "0.1.0",
	},
	Check: checkNotDeployed,
}

func checkNotDeployed(p *Pass) {
	if p.Job() == nil || !p.Engine().Accepted {
		return
	}
	s, single := p.Statement.Query.Body.(*syntax.Select)
	switch p.Statement.Kind {
	case syntax.KindStartJob, syntax.KindDeployJob:
		// sql/query_analyzer.rs analyze_with_context looks for sources and sinks in no such statement.
		p.Report(p.head(), "the engine looks for no sources in "+p.Statement.Verb+" JOB, so the job reads nothing",
			"write CREATE STREAM "+p.Statement.Job.Name+" AS SELECT ..")
		return
	case syntax.KindSelect:
		if p.skipped(single) {
			return
		}
	case syntax.KindStream, syntax.KindTable:
	default:
		return
	}
	if single && (len(p.Statement.Props) > 0 || p.inApplication()) {
		p.checkTypes(s)
	}
}

// inApplication reports whether the text is an application, of which every statement is deployed.
func (p *Pass) inApplication() bool { return p.file != nil && p.file.application().Name != "" }

// skipped reports a SELECT that the engine passes over in an application, and tells whether it is one: with INTO or
// UNION it is of another type to the parser of applications (sql/app_parser.rs determine_statement_type).
func (p *Pass) skipped(single bool) bool {
	word := "INTO"
	if !single {
		word = "UNION"
	} else if p.Statement.Target.Name == "" {
		return false
	}
	if !p.inApplication() {
		return false
	}
	p.Report(p.head(), "the engine deploys no SELECT with "+word+" of an application: it is skipped without a word", "write CREATE STREAM name AS SELECT ..")
	return true
}

// The types of sources and sinks (sql/query_analyzer.rs analyze_source, analyze_sink).
var (
	sourceTypes = []string{"kafka_source", "file_source", "file_source_mmap", "s3_source", "database_source"}
	sinkTypes   = []string{"kafka_sink", "file_sink", "s3_sink", "database_sink", "iceberg_sink"}
)

// checkTypes reports the sources and sinks without a type, or with one that the engine does not know.
func (p *Pass) checkTypes(s *syntax.Select) {
	m := missing{Pass: p}
	first := firstSource(s.From)
	syntax.Inspect(s.From, func(n syntax.Node) bool {
		if ref, ok := n.(*syntax.TableRef); ok && !ref.URI {
			m.source(ref, ref == first)
		}
		_, query := n.(*syntax.QueryExpr)
		return !query
	})
	for _, q := range subqueries(s.Where) {
		if ref := onlySource(q); ref != nil && p.Statement.Property(syntax.Dotted(ref.Name)+".type") == "file_source" {
			m.source(ref, false)
		}
	}
	if name := p.Statement.Target; name.Name != "" && (p.kind() != syntax.KindTable || !m.file) { // a table of a file stays in memory
		m.typed(name.Name, name.Span(), "sink", sinkTypes)
	}
	if len(m.lines) > 0 {
		keys := make([]string, len(m.lines))
		for i, line := range m.lines {
			keys[i], _, _ = strings.Cut(line, " ")
		}
		p.Report(m.at, "the engine refuses to deploy this: WITH lacks "+strings.Join(keys, ", "), "add to WITH: "+strings.Join(m.lines, ", "))
	}
}

// missing collects what WITH lacks.
type missing struct {
	*Pass
	at    diag.Span // of the first name that lacks something
	lines []string
	file  bool // a source is a file
}

// source looks for the type of a source. What the WITH of a CREATE calls a file_source is loaded as a table, by its
// configuration file, and is no source of records then (server/stream_job_server.rs deploy_job). A WITH directly after
// the name in FROM does not count there (server/table_registry.rs extract_tables_recursive).
func (m *missing) source(ref *syntax.TableRef, first bool) {
	name := syntax.Dotted(ref.Name)
	kind := m.typed(name, ref.Span(), "source", sourceTypes)
	m.file = m.file || strings.HasPrefix(kind, "file_source")
	switch {
	case kind != "file_source" || m.kind() == syntax.KindSelect || first && m.withAfter(ref):
	case first:
		m.Report(ref.Span(), "the engine takes "+name+" for a table that it loads, and reads no records from it", "write WITH directly after FROM "+name+", or take the type file_source_mmap")
	case m.value(name+".config_file") == nil && !m.Project.tables[syntax.Unqualified(name)]:
		m.lack(name, ref.Span(), "config_file", name+".yaml")
	}
}

// withAfter reports whether WITH follows a source directly.
func (m *missing) withAfter(ref *syntax.TableRef) bool {
	rest := strings.TrimSpace(m.Text.Text[ref.Span().End:])
	return len(rest) > 4 && strings.EqualFold(rest[:4], "WITH")
}

// typed returns the type that WITH gives to a name, and notes if there is none. The engine compares with case.
func (m *missing) typed(name string, at diag.Span, what string, types []string) string {
	if q := m.value(name + ".type"); q != nil {
		if !slices.Contains(types, q.Value) {
			m.Report(q.KeySpan.Join(q.ValueSpan), fmt.Sprintf("the engine refuses to deploy this: it knows no type %s of a %s", q.Value, what), "write one of "+strings.Join(types, ", "))
		}
		return q.Value
	}
	m.lack(name, at, "type", m.likely(name, what))
	return ""
}

// value returns the property of a name; nil if there is none.
func (m *missing) value(key string) *engine.Property {
	for i, q := range m.Engine().Properties {
		if q.Key == key {
			return &m.Engine().Properties[i]
		}
	}
	return nil
}

// lack notes a property without which the engine deploys nothing.
func (m *missing) lack(name string, at diag.Span, key, value string) {
	if len(m.lines) == 0 {
		m.at = at
	}
	if line := "'" + name + "." + key + "' = '" + value + "'"; !slices.Contains(m.lines, line) {
		m.lines = append(m.lines, line)
	}
}

// likely is the type that a source or sink probably has.
func (m *missing) likely(name, what string) string {
	kind := "kafka"
	if m.Statement.Property(name+".path") != "" {
		kind = "file"
	}
	return kind + "_" + what
}
