// Package pipeline plans texts: it takes each statement from its text to its plan.
//
//	text ─► syntax ─► resolve ─► logical tree ─► decide ─► advise ─► Plan
//	          │          ▲                                   │
//	          └► project ┘◄──────────────────────────────────┘  what each statement makes
package pipeline

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/advise"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Plan plans every statement of the texts. What they declare, create and write is known to all that read it,
// wherever it stands, so the order of texts and statements does not matter. Lists are in the order of the texts.
// What does not parse is reported in the result and hides nothing else. The result owns its memory.
func Plan(sources []*diag.Source, cfg planner.Config) *planner.Result {
	res := &planner.Result{FormatVersion: planner.FormatVersion, Plans: []*planner.Plan{}, Unrouted: []planner.Unrouted{}, Diagnostics: []planner.Diagnostic{}}
	var units []*project.Unit
	for _, src := range sources {
		file, problems := syntax.Parse(src)
		res.Files = append(res.Files, file)
		res.Findings = append(res.Findings, problems...)
		for _, stmt := range file.Statements {
			units = append(units, project.NewUnit(src, stmt))
		}
	}
	p := project.New(units)
	env := project.NewEnvironment(cfg, p)
	parts := make([]*planner.Result, len(units))
	for _, i := range p.Order {
		parts[i] = statement(units[i].Src, units[i].Stmt, env)
	}
	for _, part := range parts {
		res.Plans = append(res.Plans, part.Plans...)
		res.Unrouted = append(res.Unrouted, part.Unrouted...)
		res.Findings = append(res.Findings, part.Findings...)
	}
	graph, findings := env.Graph(parts)
	res.Graph = graph
	res.Findings = append(res.Findings, findings...)
	res.Settle()
	return res
}

// statement plans one statement and remembers what it tells others.
func statement(src *diag.Source, stmt *syntax.Statement, env *project.Environment) *planner.Result {
	res := &planner.Result{}
	env.Enter(stmt)
	if stmt.Query == nil {
		env.Declare(stmt)
		if stmt.Kind != syntax.KindSink || stmt.Target.Name == "" {
			res.Unrouted = append(res.Unrouted, unrouted(src, stmt))
		}
		return res
	}
	r := resolve.Statement(src, stmt, env)
	if r.Large {
		res.Findings = r.Findings
		return res
	}
	p := newPlan(src, stmt, env, r)
	if job := env.Config.Job; job == "" || strings.EqualFold(job, p.Job) {
		res.Plans = append(res.Plans, p)
		for _, f := range p.Findings {
			if f.Severity == diag.Error {
				res.Findings = append(res.Findings, f)
			}
		}
	}
	env.Remember(stmt, resolve.Made(r.Tree, p.Job))
	return res
}

// newPlan makes the plan of a statement whose names are resolved.
func newPlan(src *diag.Source, stmt *syntax.Statement, env *project.Environment, r *resolve.Result) *planner.Plan {
	p := &planner.Plan{File: src.Name, Line: src.Position(stmt.Span().Start).Line, Job: project.JobName(src, stmt), Kind: string(stmt.Kind),
		Hash: env.Config.Hash, Statement: stmt, Source: src, Advice: []planner.Advice{}}
	if p.Hash == "" {
		p.Hash = hash.Default().Name
	}
	settings := decide.NewSettings(stmt, env.Config, func(d diag.Diagnostic) {
		d.Source = src
		r.Findings = append(r.Findings, d)
	})
	n, by := settings.Partitions()
	c := decide.NewCase(r.Tree, n)
	c.Named, c.Keyless = settings.Named(), settings.Keyless()
	d := decide.Decide(c)
	p.PartitionsBy = by
	if d.Fault != "" {
		p.Advise(diag.Diagnostic{ID: diag.Internal, Severity: diag.Error, Source: src, Span: stmt.Span(), Message: d.Fault,
			Help: "report this statement; " + d.Ran.Strategy.Name + " is planned"})
	}
	d.Present(p)
	p.Routes = d.Routes()
	for _, f := range r.Findings {
		if f.Severity == diag.Error {
			p.Findings = append(p.Findings, f) // reported once, as a diagnostic
			continue
		}
		p.Advise(f)
	}
	advise.On(p, d, env)
	return p
}

// unrouted describes a statement that moves no records.
func unrouted(src *diag.Source, stmt *syntax.Statement) planner.Unrouted {
	u := planner.Unrouted{File: src.Name, Line: src.Position(stmt.Span().Start).Line, Kind: string(stmt.Kind), Name: stmt.Target.Name,
		Because: stmt.Verb + " moves no records"}
	if stmt.Kind == syntax.KindDeclStream || stmt.Kind == syntax.KindDeclTable {
		u.Because = "a declaration: it is known to the statements that read it"
	}
	return u
}
