package planner

import (
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// PlanSources plans every statement of the texts: what they declare, create and write is known to
// all that read it, wherever it stands, so that the order of texts and statements does not matter.
// Lists are in the order of the texts. What does not parse is reported in the result and hides
// nothing else. The result owns its memory.
func PlanSources(sources []*diag.Source, cfg Config) *Result {
	res := &Result{FormatVersion: FormatVersion, Plans: []*Plan{}, Unrouted: []Unrouted{}, Diagnostics: []Diagnostic{}}
	var units []*unit
	for _, src := range sources {
		file, problems := syntax.Parse(src)
		res.Files = append(res.Files, file)
		res.Findings = append(res.Findings, problems...)
		for _, stmt := range file.Statements {
			units = append(units, newUnit(src, stmt))
		}
	}
	p := newProject(units)
	env := &environment{cfg: cfg, views: map[string]*view{}, tables: map[string]bool{}, project: p}
	parts := make([]*Result, len(units))
	for _, i := range p.order {
		parts[i] = &Result{}
		env.statement(units[i].src, units[i].stmt, parts[i])
	}
	for _, part := range parts {
		res.Plans = append(res.Plans, part.Plans...)
		res.Unrouted = append(res.Unrouted, part.Unrouted...)
		res.Findings = append(res.Findings, part.Findings...)
	}
	g := env.graph(parts)
	res.Graph = g.graph
	res.Findings = append(res.Findings, g.findings...)
	diag.Sort(res.Findings)
	for _, f := range res.Findings {
		res.Diagnostics = append(res.Diagnostics, Present(f))
	}
	return res
}

// statement plans one statement and remembers what it tells others.
func (e *environment) statement(src *diag.Source, stmt *syntax.Statement, res *Result) {
	e.stmt, e.at = annotated(stmt), stmt
	if stmt.Query == nil {
		e.declare(stmt)
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
	e.remember(stmt, a, p.Job)
}

// annotatedPartitions is who says what @source_partitions says.
const annotatedPartitions = "@source_partitions"

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
				s.Partitions, s.PartBy = n, annotatedPartitions
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

// unrouted describes a statement that moves no records.
func unrouted(src *diag.Source, stmt *syntax.Statement) Unrouted {
	u := Unrouted{File: src.Name, Line: src.Position(stmt.Span().Start).Line, Kind: string(stmt.Kind), Name: stmt.Target.Name,
		Because: stmt.Verb + " moves no records"}
	if stmt.Kind == syntax.KindDeclStream || stmt.Kind == syntax.KindDeclTable {
		u.Because = "a declaration: it is known to the statements that read it"
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
