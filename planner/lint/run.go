package lint

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
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
	found := make([][]*Finding, len(sources))
	jobs := make([][]string, len(sources))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(cfg.workers(), len(sources)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(sources); i = int(next.Add(1)) - 1 {
				f := newFile(project, texts.Text(i))
				found[i], jobs[i] = f.check(project, &cfg), f.jobs()
			}
		})
	}
	wait.Wait()
	all := slices.Concat(append([][]*Finding{unreadable(project, &cfg)}, found...)...)
	fingerprint(all, &cfg)
	r := &Result{}
	for _, b := range cfg.Baselines {
		b.suppress(all, r, newLook(sources, &cfg))
	}
	if cfg.Job != "" {
		all = slices.DeleteFunc(all, func(f *Finding) bool { return !strings.EqualFold(f.Job, cfg.Job) })
	}
	r.present(sources, slices.Concat(jobs...), all)
	r.Unread = texts.Unread
	return r
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
