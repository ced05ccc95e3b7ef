package planner

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// PlanSources plans every statement of the texts, in order: declarations and sinks of earlier
// statements are known to later ones. What does not parse is reported in the result and hides
// nothing else. The result owns its memory.
func PlanSources(sources []*diag.Source, cfg Config) *Result {
	res := &Result{FormatVersion: FormatVersion, Plans: []*Plan{}, Unrouted: []Unrouted{}, Diagnostics: []Diagnostic{}}
	env := &environment{cfg: cfg, views: map[string]*view{}, tables: map[string]bool{}}
	for _, src := range sources {
		file, problems := syntax.Parse(src)
		res.Files = append(res.Files, file)
		res.Findings = append(res.Findings, problems...)
		for _, stmt := range file.Statements {
			env.statement(src, stmt, res)
		}
	}
	diag.Sort(res.Findings)
	for _, f := range res.Findings {
		res.Diagnostics = append(res.Diagnostics, Present(f))
	}
	return res
}

// statement plans one statement and remembers what it tells later ones.
func (e *environment) statement(src *diag.Source, stmt *syntax.Statement, res *Result) {
	e.stmt = annotated(stmt)
	if stmt.Query == nil {
		e.declare(src, stmt)
		if stmt.Kind != syntax.KindSink || stmt.Target.Name == "" {
			res.Unrouted = append(res.Unrouted, unrouted(src, stmt))
		}
		return
	}
	a := analyze(src, stmt, e)
	if a.large {
		res.Findings = append(res.Findings, a.findings...)
		return
	}
	p := a.plan()
	if e.cfg.Job == "" || strings.EqualFold(e.cfg.Job, p.Job) {
		res.Plans = append(res.Plans, p)
		res.Findings = append(res.Findings, a.findings...)
	}
	e.remember(src, stmt, a, p)
}

// annotated is what the statement's own annotations say of streams: "@source_key.NAME: a, b" and
// "@source_partitions.NAME: n".
func annotated(stmt *syntax.Statement) *catalog.Catalog {
	var c catalog.Catalog
	get := func(name string) *catalog.Stream {
		s, ok := c.Lookup(name)
		if !ok {
			s = &catalog.Stream{Name: name}
			c.Add(s)
		}
		return s
	}
	for _, an := range stmt.Annotations {
		if name, ok := strings.CutPrefix(an.Name, "source_key."); ok && an.Value != "" {
			s := get(name)
			s.Key, s.KeyBy = fields(an.Value), "@source_key"
		}
		if name, ok := strings.CutPrefix(an.Name, "source_partitions."); ok {
			if n, err := strconv.Atoi(an.Value); err == nil && n > 0 {
				s := get(name)
				s.Partitions, s.PartBy = n, "@source_partitions"
			}
		}
	}
	return &c
}

// fields splits a comma list.
func fields(list string) []string {
	var out []string
	for _, f := range strings.Split(list, ",") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// declare remembers a CREATE without AS: the columns and the key of a source.
func (e *environment) declare(src *diag.Source, stmt *syntax.Statement) {
	if stmt.Kind != syntax.KindDeclStream && stmt.Kind != syntax.KindDeclTable {
		return
	}
	if stmt.Kind == syntax.KindDeclTable {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	s := &catalog.Stream{Name: stmt.Target.Name}
	for _, c := range stmt.Columns {
		s.Columns = append(s.Columns, catalog.Column{Name: c.Name.Name, Type: c.Type})
	}
	for _, k := range stmt.PrimaryKey {
		s.PrimaryKey = append(s.PrimaryKey, k.Name)
	}
	e.declared.Add(s)
}

// remember makes what a statement creates known to later ones: a view is put in where it is read;
// a stream or table has its output columns, and its sink key keys its topic.
func (e *environment) remember(src *diag.Source, stmt *syntax.Statement, a *analysis, p *Plan) {
	kind := stmt.Kind
	if stmt.Create != "" {
		kind = stmt.Create
	}
	if kind == syntax.KindView && stmt.Target.Name != "" {
		v := &view{query: stmt.Query}
		for _, c := range stmt.Columns {
			v.columns = append(v.columns, c.Name)
		}
		e.views[strings.ToLower(stmt.Target.Name)] = v
		return
	}
	if stmt.Target.Name == "" {
		return
	}
	if kind == syntax.KindTable {
		e.tables[strings.ToLower(stmt.Target.Name)] = true
	}
	s := &catalog.Stream{Name: stmt.Target.Name}
	if !a.q.OpenStar {
		for _, c := range a.q.Output {
			if c.Name != "" {
				s.Columns = append(s.Columns, catalog.Column{Name: c.Name})
			}
		}
	}
	if a.q.Sink != nil {
		for _, k := range a.q.Sink.Key {
			s.Key = append(s.Key, k.Name)
		}
		s.KeyBy = "written by " + p.Job
	}
	if old, ok := e.declared.Lookup(s.Name); ok {
		s.Fill(old)
	}
	e.declared.Add(s)
}

// unrouted describes a statement that moves no records.
func unrouted(src *diag.Source, stmt *syntax.Statement) Unrouted {
	u := Unrouted{File: src.Name, Line: src.Position(stmt.Span().Start).Line, Kind: string(stmt.Kind), Name: stmt.Target.Name,
		Because: stmt.Verb + " moves no records"}
	if stmt.Kind == syntax.KindDeclStream || stmt.Kind == syntax.KindDeclTable {
		u.Because = "a declaration: it is known to the statements after it"
	}
	return u
}

// Present turns a diagnostic into its JSON form.
func Present(d diag.Diagnostic) Diagnostic {
	out := Diagnostic{Code: d.Code, Severity: d.Severity.String(), File: d.Name(), Message: d.Message, Help: d.Help}
	if d.Source != nil {
		from, to := d.Source.Position(d.Span.Start), d.Source.Position(d.Span.End)
		out.Line, out.Column, out.EndLine, out.EndColumn = from.Line, from.Column, to.Line, to.Column
	}
	return out
}
