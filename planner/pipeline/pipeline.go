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
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/resolve"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// Plan plans every statement of the texts. What they declare, create and write is known to all that read it,
// wherever it stands, so the order of texts and statements does not matter. Lists are in the order of the texts.
// What does not parse is reported in the result and hides nothing else. The result owns its memory.
func Plan(sources []*diag.Source, cfg planner.Config) *planner.Result {
	res, _ := Visited(sources, cfg, func(int, *diag.Source, *syntax.Statement, *planner.Plan) {})
	return res
}

// Visited is Plan with a visit to each statement, in the order in which they are planned. It returns the statements
// of those texts, too, whose trees it keeps.
func Visited(sources []*diag.Source, cfg planner.Config, visit Visit) (*planner.Result, map[*diag.Source][]*syntax.Statement) {
	return all(sources, cfg, func(i int, u *project.Unit, stmt *syntax.Statement, p part, _ *project.Environment) {
		visit(i, u.Src, stmt, p.plan)
	})
}

// Job is a planned statement with what its plan was made from.
type Job struct {
	Plan      *planner.Plan
	Statement *syntax.Statement
	Env       *project.Environment // knows the views, whichever statement is its current one
	Case      *decide.Case
}

// Jobs is Plan for a caller that also needs what the plans were made from. The jobs are in the order of the plans.
func Jobs(sources []*diag.Source, cfg planner.Config) (*planner.Result, []*Job) {
	made := map[*planner.Plan]*Job{}
	res, _ := all(sources, cfg, func(_ int, _ *project.Unit, stmt *syntax.Statement, p part, env *project.Environment) {
		if p.plan != nil {
			made[p.plan] = &Job{p.plan, stmt, env, p.of}
		}
	})
	var out []*Job
	for _, p := range res.Plans {
		out = append(out, made[p])
	}
	return res, out
}

// all plans every statement and shows each with what became of it, in the order in which they are planned.
func all(sources []*diag.Source, cfg planner.Config, show func(int, *project.Unit, *syntax.Statement, part, *project.Environment)) (*planner.Result, map[*diag.Source][]*syntax.Statement) {
	res := &planner.Result{FormatVersion: planner.FormatVersion, Plans: []*planner.Plan{}, Unrouted: []planner.Unrouted{}, Diagnostics: []planner.Diagnostic{}}
	var units []*project.Unit
	var trees []*syntax.Statement
	broken := false // then a text may read anything
	kept, bytes := map[*diag.Source][]*syntax.Statement{}, 0
	for _, src := range sources {
		file, problems := syntax.Parse(src)
		res.Findings = append(res.Findings, problems...)
		broken = broken || len(problems) > 0
		if bytes += len(src.Text); bytes <= keptTrees {
			kept[src] = file.Statements
		}
		units, trees = append(units, project.NewUnits(src, file.Statements)...), append(trees, file.Statements...)
	}
	p := project.New(units)
	env := project.NewEnvironment(cfg, p)
	parts := make([]part, len(units))
	for _, i := range p.Order {
		parts[i] = statement(units[i], trees[i], env)
		show(i, units[i], trees[i], parts[i], env)
		trees[i], parts[i].of = nil, nil // they are large, and unless they are kept, done with
	}
	for _, part := range parts {
		if part.plan != nil {
			res.Plans = append(res.Plans, part.plan)
			for _, f := range part.plan.Findings {
				if f.Severity == diag.Error {
					res.Findings = append(res.Findings, f)
				}
			}
		}
		if part.unrouted != nil {
			res.Unrouted = append(res.Unrouted, *part.unrouted)
		}
		res.Findings = append(res.Findings, part.findings...)
	}
	res.Graph = env.Graph(func(unit int) *planner.Plan { return parts[unit].plan })
	res.Findings = append(res.Findings, env.Check(func(unit int) bool { return parts[unit].plan != nil })...)
	if !broken {
		res.Unread = env.Unread()
	}
	res.Settle()
	return res, kept
}

// part is what planning makes of one statement.
type part struct {
	plan     *planner.Plan     // nil if it has none, or another job was asked for
	of       *decide.Case      // of the plan
	unrouted *planner.Unrouted // nil if it moves records
	findings []diag.Diagnostic // those that belong to no plan
}

// statement plans one statement and remembers what it tells others.
func statement(u *project.Unit, stmt *syntax.Statement, env *project.Environment) part {
	out, tree := alone(u, stmt, env)
	if tree == nil {
		env.Declare(stmt)
	} else {
		env.Remember(stmt, resolve.Made(tree, u.Job()))
	}
	return out
}

// alone plans one statement and remembers nothing. The tree is nil if there is nothing to plan.
func alone(u *project.Unit, stmt *syntax.Statement, env *project.Environment) (part, *logical.Tree) {
	env.Enter(u, stmt)
	if stmt.Query == nil {
		return part{unrouted: unrouted(u, stmt)}, nil
	}
	r := resolve.Statement(u.Src, stmt, env)
	if r.Large {
		return part{findings: r.Findings}, nil
	}
	if len(r.Tree.Scans) == 0 && !hasTableFunction(stmt) {
		return part{unrouted: unrouted(u, stmt), findings: r.Findings}, r.Tree
	}
	p, of := newPlan(u, stmt, env, r)
	if job := env.Config.Job; job != "" && !strings.EqualFold(job, p.Job) {
		return part{}, r.Tree
	}
	return part{plan: p, of: of}, r.Tree
}

// newPlan makes the plan of a statement whose names are resolved, and returns what was decided on.
func newPlan(u *project.Unit, stmt *syntax.Statement, env *project.Environment, r *resolve.Result) (*planner.Plan, *decide.Case) {
	src := u.Src
	p := &planner.Plan{File: src.Name, Line: u.Line(), Job: u.Job(), Kind: string(stmt.Kind), Hash: env.Config.Hash, Source: src, Span: stmt.Span(), Advice: []planner.Advice{}}
	if p.Hash == "" {
		p.Hash = hash.Default().Name
	}
	settings := decide.NewSettings(src, stmt, env.Config, func(d diag.Diagnostic) {
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
	d.Present(p, stmt.Span())
	p.Routes = d.Routes()
	for _, f := range r.Findings {
		p.Advise(f)
	}
	advise.On(p, stmt, d, env)
	return p, c
}

// hasTableFunction reports whether a statement calls a function in FROM. That may be a source of records.
func hasTableFunction(stmt *syntax.Statement) bool {
	return syntax.Has(stmt.Query, func(n syntax.Node) bool {
		_, fn := n.(*syntax.TableFunc)
		return fn
	})
}

// unrouted describes a statement that moves no records.
func unrouted(u *project.Unit, stmt *syntax.Statement) *planner.Unrouted {
	out := &planner.Unrouted{File: u.Src.Name, Line: u.Line(), Kind: string(stmt.Kind), Name: stmt.Target.Name, Because: stmt.Verb + " moves no records"}
	switch {
	case stmt.Query != nil:
		out.Because = "it reads no stream and no table, so there are no records to route"
	case stmt.Kind == syntax.KindSink:
		return nil
	case stmt.Kind == syntax.KindDeclStream || stmt.Kind == syntax.KindDeclTable:
		out.Because = "a declaration: it is known to the statements that read it"
	}
	return out
}
