package lint

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Deployed tells what the engine does with the statement's job. It is nil if there is no job, or if the jobs run
// elsewhere. It is computed once and stays with the plan.
func (p *Pass) Deployed() *planner.Engine {
	if p.Job() == nil || p.Project.noEngine {
		return nil
	}
	if p.Plan.Engine == nil {
		verdict := *p.Engine()
		verdict.Misreads = p.misreads()
		p.Plan.Engine = deploy.Of(deploy.Job{
			Text: p.Text, Statement: p.Statement, Plan: p.Plan, Verdict: &verdict, Annotations: p.Annotations(),
			JoinsStreams: p.streamJoin() != nil, HasColumn: p.hasColumn,
		})
	}
	return p.Plan.Engine
}

// refused tells in the engine's part of the plan, once the rules are asked, that the engine does not deploy the job, or
// that it fails for every record. Until then it tells what would run, which other rules are about.
func (p *Pass) refused() {
	e := p.Deployed()
	if e == nil || e.Verdict == deploy.Refused || !p.runsAlone() && p.Statement.Kind == syntax.KindSelect {
		return
	}
	for _, f := range p.findings {
		if f.ID == vp308.Name || f.ID == vp309.Name {
			at := p.Text.Position(f.Span.Start)
			*e = planner.Engine{Runs: deploy.Nothing, Verdict: deploy.Refused, Because: f.Message, Span: f.Span, Line: at.Line, Column: at.Column}
			return
		}
	}
}

// hasColumn reports whether a source of the statement is known to have a column of exactly that name.
func (p *Pass) hasColumn(name string) bool {
	for _, in := range p.Plan.Inputs {
		known := p.Project.known(in.Source)
		if known == nil || in.Kind == "table" {
			continue
		}
		for _, c := range known.Columns {
			if c.Name == name {
				return true
			}
		}
	}
	return false
}

// runsWrong reports whether the engine's own choice of a strategy is wrong, or right only by chance.
func (p *Pass) runsWrong() bool {
	e := p.Deployed()
	return e != nil && slices.Contains([]string{deploy.Wrong, deploy.Unproven}, e.Verdict)
}
