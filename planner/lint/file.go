package lint

import (
	"cmp"
	"slices"
	"sort"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// file is one text with its passes in written order, and its ignore comments.
type file struct {
	text    *diag.Source
	passes  []*Pass
	ignores []*Ignore

	app *engine.Application // nil until it is asked for
}

// newFile makes the passes of a text.
func newFile(p *Project, planned *pipeline.Text) *file {
	f := &file{text: planned.Source, ignores: readIgnores(planned.Source)}
	var last *Pass
	for i, s := range planned.Statements {
		pass := newPass(p, f, s, planned.Plans[i])
		pass.before, last = last, pass
		f.passes = append(f.passes, pass)
	}
	parsed := f.passes
	for _, fault := range planned.Findings {
		f.addFault(p, parsed, fault)
	}
	slices.SortStableFunc(f.passes, func(a, b *Pass) int { return cmp.Compare(a.place(), b.place()) })
	return f
}

// addFault gives a diagnostic that belongs to no plan to the statement that it is about. If there is no such
// statement, the diagnostic becomes a pass of its own.
func (f *file) addFault(p *Project, parsed []*Pass, fault diag.Diagnostic) {
	i := sort.Search(len(parsed), func(i int) bool { return parsed[i].reach.End >= fault.Span.End })
	if i < len(parsed) && parsed[i].reach.Start <= fault.Span.Start && !fault.Span.IsZero() {
		parsed[i].Faults = append(parsed[i].Faults, fault)
		return
	}
	pass := &Pass{Project: p, file: f, Text: f.text, Faults: []diag.Diagnostic{fault}}
	if fault.Code() == vp001.Code() {
		pass.Problem = &fault
	}
	f.passes = append(f.passes, pass)
}

// place is where a pass stands in its text.
func (p *Pass) place() int {
	switch {
	case p.Statement != nil:
		return p.Statement.Span().Start
	case len(p.Faults) > 0:
		return p.Faults[0].Span.Start
	}
	return 0
}

// application is the text as the engine divides it into statements. It is computed once.
func (f *file) application() *engine.Application {
	if f.app == nil {
		app := engine.Split(f.text)
		f.app = &app
	}
	return f.app
}
