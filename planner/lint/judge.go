package lint

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Judge asks the rules about planned texts and makes what they find the findings of the plans, so that a fault has
// one text, one place and one code wherever it is shown. Errors and warnings replace those of the planner; notes stay
// the planner's own. Whatever suppresses a finding suppresses it here too. The plans get their Engine.
//
// all is the result with every job, for rules that look at several; shown may be the same.
func Judge(shown, all *planner.Result, plans planner.Config, cfg Config) {
	project := newProject(all, plans, &cfg)
	type place struct {
		source *diag.Source
		start  int
	}
	of := func(p *planner.Plan) place { return place{p.Source, p.Statement.Span().Start} }
	judged := make(map[place]*planner.Plan, len(all.Plans))
	for _, p := range all.Plans {
		judged[of(p)] = p
	}
	between := shown.Between()
	found := map[*planner.Plan][]diag.Diagnostic{} // nil: of no plan
	for _, f := range project.files {
		for _, pass := range f.passes {
			if pass.Statement != nil {
				pass.Deployed()
			}
		}
		for _, finding := range f.check(&cfg) {
			if finding.Suppressed != nil || finding.Severity == diag.Note {
				continue
			}
			plan := finding.pass.Plan
			if slices.ContainsFunc(between, finding.about) {
				plan = nil
			}
			found[plan] = append(found[plan], finding.Diagnostic)
		}
	}
	shown.Findings = append(slices.DeleteFunc(between, ruled), found[nil]...)
	for _, p := range shown.Plans {
		from := judged[of(p)]
		p.Engine = from.Engine
		replace(p, found[from])
		for _, d := range p.Findings {
			if d.Severity == diag.Error {
				shown.Findings = append(shown.Findings, d)
			}
		}
	}
	shown.Settle()
}

// about reports whether a finding of the planner is about the same fault at the same place.
func (f *Finding) about(d diag.Diagnostic) bool {
	return d.Code() == f.Code() && d.Source == f.Source && d.Span == f.Span
}

// ruled reports whether a rule decides about a finding of the planner.
func ruled(d diag.Diagnostic) bool {
	_, ok := Lookup(d.Code())
	return ok && d.Severity != diag.Note
}

// replace gives a plan the errors and warnings of the rules, the worst first. A note of the planner about what a rule
// reports is left out.
func replace(p *planner.Plan, found []diag.Diagnostic) {
	list := slices.Clone(found)
	for _, d := range p.Findings {
		same := func(f diag.Diagnostic) bool { return f.Code() == d.Code() && f.Code() != "" }
		if !ruled(d) && !slices.ContainsFunc(found, same) {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Severity, b.Severity) })
	p.Findings, p.Advice = nil, []planner.Advice{}
	for _, d := range list {
		p.Advise(d)
	}
}
