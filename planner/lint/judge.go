package lint

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Plan plans the texts as pipeline.Plan does, asks the rules about them, and makes what they find the findings of the
// plans, so that a fault has one text, one place and one code wherever it is shown. Errors and warnings replace those
// of the planner; notes stay the planner's own. Whatever suppresses a finding suppresses it here too. The plans get
// their Engine.
func Plan(sources []*diag.Source, plans planner.Config, cfg Config) *planner.Result {
	all := plans
	all.Job = ""
	asked := judged{project: newProject(all, &cfg), cfg: &cfg, between: map[fault]bool{}, found: map[place][]diag.Diagnostic{}, engines: map[place]*planner.Engine{}, owner: map[*Finding]place{}}
	whole, trees := pipeline.Visited(sources, all, asked.project.visit)
	shown := whole
	if plans.Job != "" {
		shown = pipeline.Plan(sources, plans)
	}
	between := shown.Between()
	for _, d := range between {
		asked.between[faultOf(d)] = true
	}
	asked.ask(whole, sources, trees)
	asked.settle(sources)
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
	return shown
}

// judged is what the rules say of planned texts.
type judged struct {
	project *Project
	cfg     *Config
	between map[fault]bool              // that belong to no plan
	found   map[place][]diag.Diagnostic // by plan; at the zero place those that belong to none
	engines map[place]*planner.Engine   // by plan
	all     []*Finding
	owner   map[*Finding]place // the plan of each finding that is about one
}

// place tells plans apart.
type place struct {
	source *diag.Source
	start  int
}

func placeOf(p *planner.Plan) place { return place{p.Source, p.Span.Start} }

// ask asks the rules about each text. Some are parsed again for that, because the trees of all texts are too large to
// keep.
func (j *judged) ask(whole *planner.Result, sources []*diag.Source, trees map[*diag.Source][]*syntax.Statement) {
	plans, between := whole.Plans, map[*diag.Source][]diag.Diagnostic{}
	for _, d := range whole.Between() {
		between[d.Source] = append(between[d.Source], d)
	}
	for _, src := range sources {
		n := 0
		for n < len(plans) && plans[n].Source == src {
			n++
		}
		j.askText(newFile(j.project, pipeline.Again(src, trees[src], plans[:n], between[src])))
		delete(trees, src)
		plans = plans[n:]
	}
}

func (j *judged) askText(f *file) {
	for _, pass := range f.passes {
		if pass.Statement != nil && pass.Plan != nil {
			j.engines[placeOf(pass.Plan)] = pass.Deployed()
		}
	}
	j.all = append(j.all, f.check(j.project, j.cfg)...)
	for _, pass := range f.passes {
		pass.refused()
		if pass.Plan == nil {
			continue
		}
		for _, finding := range pass.findings {
			j.owner[finding] = placeOf(pass.Plan)
		}
	}
}

// settle gives each plan what is found of it and not suppressed. What the engine makes of a job stays, and is marked
// if all findings about that are suppressed.
func (j *judged) settle(sources []*diag.Source) {
	if len(j.cfg.Baselines) > 0 {
		newPrinter(sources, j.cfg).fingerprint(j.all)
		r := &Result{Sources: sources, found: store{sources: sources}}
		r.found.add(j.all)
		for _, b := range j.cfg.Baselines {
			b.suppress(r, newLook(sources, j.cfg))
		}
		for i, f := range r.Findings() {
			j.all[i].Suppressed = f.Suppressed
		}
	}
	heard := map[place]bool{} // whether a finding about the engine is not suppressed
	for _, f := range j.all {
		at := j.owner[f]
		if rule, _ := Lookup(f.Code()); rule.AboutEngine() && f.Severity != diag.Note {
			heard[at] = heard[at] || f.Suppressed == nil
		}
		if f.Suppressed != nil || f.Severity == diag.Note {
			continue
		}
		if j.between[faultOf(f.Diagnostic)] {
			at = place{}
		}
		j.found[at] = append(j.found[at], f.Diagnostic)
	}
	for at, e := range j.engines {
		if some, ok := heard[at]; ok && e != nil {
			e.Ignored = !some
		}
	}
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
	p.Findings, p.Advice = make([]diag.Diagnostic, 0, len(list)), make([]planner.Advice, 0, len(list))
	for _, d := range list {
		p.Advise(d)
	}
}
