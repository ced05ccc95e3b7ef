package lint

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// Run plans the texts as one project, in order, and asks every rule about them. The findings are in the order of
// the texts, and within a text by place and code; those about inputs that could not be read come first. Run
// accepts any bytes and never panics because of them.
func Run(sources []*diag.Source, plans planner.Config, cfg Config) *Result {
	project := newProject(plans, &cfg)
	texts := pipeline.Read(sources, plans, project.visit)
	r := &Result{FormatVersion: FormatVersion, Sources: sources, Unread: texts.Unread, found: store{sources: sources}}
	prints := newPrinter(sources, &cfg)
	keep := func(findings []*Finding) {
		prints.fingerprint(findings)
		r.found.add(findings)
	}
	keep(unreadable(project, &cfg))
	for from := 0; from < len(sources); from += atOnce {
		for _, done := range project.checkSome(texts, from, min(from+atOnce, len(sources)), &cfg) {
			keep(done.findings)
			r.Jobs = append(r.Jobs, done.jobs...)
		}
	}
	for _, b := range cfg.Baselines {
		b.suppress(r, newLook(sources, &cfg))
	}
	r.found.job = cfg.Job
	r.count()
	return r
}

// atOnce is how many texts are checked before their findings are packed.
const atOnce = 256

// checked is what checking a text gives.
type checked struct {
	findings []*Finding
	jobs     []string // the names of the jobs
}

// checkSome asks the rules about the texts from one number up to another, concurrently.
func (p *Project) checkSome(texts *pipeline.Texts, from, to int, cfg *Config) []checked {
	out := make([]checked, to-from)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(cfg.workers(), len(out)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(out); i = int(next.Add(1)) - 1 {
				f := newFile(p, texts.Text(from+i))
				out[i] = checked{f.check(p, cfg), f.jobs()}
				for _, finding := range out[i].findings {
					finding.text = from + i + 1
				}
			}
		})
	}
	wait.Wait()
	return out
}

// workers is how many files are checked concurrently.
func (c *Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// check asks the rules about one text. Ignore comments come last: they are judged by what they suppressed.
func (f *file) check(project *Project, cfg *Config) []*Finding {
	var list []*Finding
	for _, p := range f.passes {
		list = append(list, p.check(cfg)...)
	}
	sortFindings(list)
	f.suppress(list, func(code string) bool {
		r, ok := Lookup(code)
		return ok && cfg.Level(r) != LevelOff
	})
	for _, i := range f.ignores {
		p := &Pass{Project: project, Text: f.text, Ignore: i}
		list = append(list, p.check(cfg)...)
	}
	sortFindings(list)
	return list
}

// unreadable asks the rules about the inputs that could not be read.
func unreadable(project *Project, cfg *Config) []*Finding {
	var list []*Finding
	for i := range cfg.Unreadable {
		p := &Pass{Project: project, Problem: &cfg.Unreadable[i]}
		list = append(list, p.check(cfg)...)
	}
	return list
}

// jobs returns the names of the jobs in the text.
func (f *file) jobs() []string {
	var names []string
	for _, p := range f.passes {
		if p.Statement != nil && p.Job() != nil {
			names = append(names, p.Plan.Job)
		}
	}
	return names
}

// check asks about the pass every rule that is not turned off.
func (p *Pass) check(cfg *Config) []*Finding {
	for i := range All {
		level := cfg.Level(All[i])
		if level == LevelOff {
			continue
		}
		p.rule, p.severity = &All[i], level.Severity()
		p.rule.Check(p)
	}
	return p.findings
}

// sortFindings orders the findings of one text.
func sortFindings(list []*Finding) {
	slices.SortStableFunc(list, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Code(), b.Code()), cmp.Compare(a.Span.End, b.Span.End))
	})
}
