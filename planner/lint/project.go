package lint

import (
	"cmp"
	"slices"
	"sort"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Project is everything that is linted together, as rules see it: who makes, reads and declares which stream. It
// does not change while rules are asked.
type Project struct {
	config planner.Config
	// noEngine reports whether the jobs run on something other than the engine.
	noEngine bool
	files    []*file
	columns  map[string]*Pass   // the first statement that declares the columns of a stream or table, by its name
	tables   map[string]bool    // the names of tables that statements make
	writers  map[string][]*Pass // statements whose records go into a stream or table, by its name
	readers  map[string][]*Pass // jobs, by the names of their base sources
}

// file is one text with its passes in written order, and its ignore comments.
type file struct {
	text    *diag.Source
	passes  []*Pass
	ignores []*Ignore

	app    *engine.Application // nil until it is asked for
	parsed int                 // how many of the passes were made from statements, until all are sorted
}

// newProject indexes planned texts.
func newProject(res *planner.Result, plans planner.Config, cfg *Config) *Project {
	p := &Project{config: plans, noEngine: cfg.NoEngine, columns: map[string]*Pass{}, tables: map[string]bool{}, writers: map[string][]*Pass{}, readers: map[string][]*Pass{}}
	byStatement := make(map[*syntax.Statement]*planner.Plan, len(res.Plans))
	for _, plan := range res.Plans {
		byStatement[plan.Statement] = plan
	}
	bySource := make(map[*diag.Source]*file, len(res.Files))
	for _, parsed := range res.Files {
		f := &file{text: parsed.Source, ignores: readIgnores(parsed.Source)}
		for _, s := range parsed.Statements {
			f.passes = append(f.passes, newPass(p, f, s, byStatement[s]))
		}
		f.parsed = len(f.passes)
		p.files, bySource[f.text] = append(p.files, f), f
	}
	for _, fault := range res.Between() {
		p.addFault(bySource[fault.Source], fault)
	}
	for _, f := range p.files {
		slices.SortStableFunc(f.passes, func(a, b *Pass) int { return cmp.Compare(a.place(), b.place()) })
		var last *Pass
		for _, pass := range f.passes {
			if pass.Statement != nil {
				pass.before, last = last, pass
			}
			p.index(pass)
		}
	}
	return p
}

// application is the text as the engine divides it into statements. It is computed once.
func (f *file) application() *engine.Application {
	if f.app == nil {
		app := engine.Split(f.text)
		f.app = &app
	}
	return f.app
}

// forget drops what the engine made of the text, which no rule asks for again: a project of many files must not
// keep it for all of them at once.
func (f *file) forget() {
	f.app = nil
	for _, p := range f.passes {
		p.verdict, p.notes, p.noted = nil, nil, false
	}
}

// addFault gives a diagnostic that belongs to no plan to the statement that it is about. If there is no such
// statement, the diagnostic becomes a pass of its own.
func (p *Project) addFault(f *file, fault diag.Diagnostic) {
	parsed := f.passes[:f.parsed]
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

// index notes what a statement makes, writes and reads.
func (p *Project) index(pass *Pass) {
	if pass.Statement == nil {
		return
	}
	s := pass.Statement
	add := func(to map[string][]*Pass, name string) {
		if name != "" {
			to[name] = append(to[name], pass)
		}
	}
	if name := s.Target.Name; name != "" {
		if p.columns[name] == nil && len(s.Columns) > 0 && pass.kind() != syntax.KindInsert {
			p.columns[name] = pass
		}
		switch pass.kind() {
		case syntax.KindTable, syntax.KindDeclTable, syntax.KindMatView:
			p.tables[name] = true
		}
	}
	if pass.Job() == nil {
		return
	}
	add(p.writers, s.Target.Name)
	if s.Into.Name != s.Target.Name {
		add(p.writers, s.Into.Name)
	}
	seen := map[string]bool{}
	for _, in := range pass.Plan.Inputs {
		if name := syntax.Unqualified(in.Source); !seen[name] {
			seen[name] = true
			add(p.readers, name)
		}
	}
}

// named reports whether anything names the job of a statement.
func named(p *Pass) bool {
	return p.Plan.Job == p.Statement.GivenName() || p.Plan.Job == p.Statement.Target.Name
}

// known returns what the catalog file, the flags or a declaration say of a stream; nil if nothing.
func (p *Project) known(name string) *catalog.Stream {
	for _, c := range []*catalog.Catalog{p.config.Flags, p.config.Catalog} {
		for _, n := range []string{name, syntax.Unqualified(name)} {
			if s, ok := c.Lookup(n); ok {
				return s
			}
		}
	}
	m := p.columns[syntax.Unqualified(name)]
	if m == nil {
		return nil
	}
	s := &catalog.Stream{Name: name}
	for _, c := range m.Statement.Columns {
		s.Columns = append(s.Columns, catalog.Column{Name: c.Name.Name, Type: c.Type})
	}
	return s
}
