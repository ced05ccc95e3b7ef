package lint

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// Judge asks the rules about planned texts and makes what they find the findings of the plans, so that a fault has
// one text, one place and one code wherever it is shown. Errors and warnings replace those of the planner; notes stay
// the planner's own. Whatever suppresses a finding suppresses it here too. The plans get their Engine.
//
// sources are the texts. all is the result with every job, for rules that look at several; shown may be the same.
func Judge(shown, all *planner.Result, sources []*diag.Source, plans planner.Config, cfg Config) {
	between := shown.Between()
	asked := judged{project: newProject(plans, &cfg), cfg: &cfg, between: map[fault]bool{}, found: map[place][]diag.Diagnostic{}, engines: map[place]*planner.Engine{}}
	for _, d := range between {
		asked.between[faultOf(d)] = true
	}
	asked.index(all, sources)
	asked.ask(all, sources)
	shown.Findings = append(slices.DeleteFunc(between, ruled), asked.found[place{}]...)
	for _, p := range shown.Plans {
		p.Engine = asked.engines[placeOf(p)]
		replace(p, asked.found[placeOf(p)])
		for _, d := range p.Findings {
			if d.Severity == diag.Error {
				shown.Findings = append(shown.Findings, d)
			}
		}
	}
	shown.Settle()
}

// judged is what the rules say of planned texts.
type judged struct {
	project *Project
	cfg     *Config
	between map[fault]bool              // that belong to no plan
	found   map[place][]diag.Diagnostic // by plan; at the zero place those that belong to none
	engines map[place]*planner.Engine   // by plan
}

// place tells plans apart.
type place struct {
	source *diag.Source
	start  int
}

func placeOf(p *planner.Plan) place { return place{p.Source, p.Span.Start} }

// each calls do for each text with its plans. A text is parsed for each call, because the trees of all texts are
// too large to keep.
func each(res *planner.Result, sources []*diag.Source, between []diag.Diagnostic, do func(*pipeline.Text)) {
	plans := res.Plans
	for _, src := range sources {
		n := 0
		for n < len(plans) && plans[n].Source == src {
			n++
		}
		do(pipeline.Again(src, plans[:n], between))
		plans = plans[n:]
	}
}

// index notes what rules ask about other statements than their own.
func (j *judged) index(all *planner.Result, sources []*diag.Source) {
	number := 0
	each(all, sources, nil, func(t *pipeline.Text) {
		for i, s := range t.Statements {
			j.project.index(number, &Pass{Project: j.project, Text: t.Source, Statement: s, Plan: t.Plans[i]})
			number++
		}
	})
}

// ask asks the rules about each text.
func (j *judged) ask(all *planner.Result, sources []*diag.Source) {
	each(all, sources, all.Between(), func(t *pipeline.Text) {
		f := newFile(j.project, t)
		for _, pass := range f.passes {
			if pass.Statement != nil && pass.Plan != nil {
				j.engines[placeOf(pass.Plan)] = pass.Deployed()
			}
		}
		found := f.check(j.project, j.cfg)
		owner := map[*Finding]place{}
		for _, pass := range f.passes {
			for _, finding := range pass.findings {
				if pass.Plan != nil && !j.between[faultOf(finding.Diagnostic)] {
					owner[finding] = placeOf(pass.Plan)
				}
			}
		}
		for _, finding := range found {
			if finding.Suppressed == nil && finding.Severity != diag.Note {
				at := owner[finding]
				j.found[at] = append(j.found[at], finding.Diagnostic)
			}
		}
	})
}

// fault tells findings apart, however they are put into words.
type fault struct {
	code   string
	source *diag.Source
	at     diag.Span
}

func faultOf(d diag.Diagnostic) fault { return fault{d.Code(), d.Source, d.Span} }

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
