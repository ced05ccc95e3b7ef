package lint

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Project is everything that is linted together, as rules see it: who makes, reads and declares which stream. It
// does not change while rules are asked, and does not keep statements and plans: of those there may be very many.
type Project struct {
	config planner.Config
	// noEngine reports whether the jobs run on something other than the engine.
	noEngine bool
	// annotations are prefixes of names that tools of the user's own read.
	annotations []string
	columns     map[string]*declared // of streams and tables, by name
	tables      map[string]bool      // the names of tables that statements make
	writers     map[string][]*writer // statements whose records go into a stream or table, by its name
	wanted      map[string]*wanted   // how jobs need the records of a source together, by its name; nil if they do not
}

// declared is what the first statement says that declares the columns of a stream or table.
type declared struct {
	number  int // of the statement
	columns []catalog.Column
}

// writer is a statement that writes into a stream or table.
type writer struct {
	text    *diag.Source
	place   int    // where it begins
	name    string // of its job
	line    int
	columns []string // by which it could key its records, in lower case; nil if by none
	sink    bool     // it writes to a sink; otherwise the engine keeps what it makes in memory
}

// wanted is how jobs need the records of a source together.
type wanted struct {
	keys   []string
	others bool // they do not agree
}

// newProject returns a project without statements.
func newProject(plans planner.Config, cfg *Config) *Project {
	return &Project{config: plans, noEngine: cfg.NoEngine, annotations: cfg.Annotations, columns: map[string]*declared{}, tables: map[string]bool{}, writers: map[string][]*writer{}, wanted: map[string]*wanted{}}
}

// visit notes what a statement tells rules that are asked about others.
func (p *Project) visit(number int, src *diag.Source, s *syntax.Statement, plan *planner.Plan) {
	p.index(number, &Pass{Project: p, Text: src, Statement: s, Plan: plan})
}

// index notes what a statement makes, writes and reads.
func (p *Project) index(number int, pass *Pass) {
	s := pass.Statement
	if name := s.Target.Name; name != "" {
		if first := p.columns[name]; len(s.Columns) > 0 && pass.kind() != syntax.KindInsert && (first == nil || number < first.number) {
			p.columns[name] = &declared{number, columnsOf(s)}
		}
		switch pass.kind() {
		case syntax.KindTable, syntax.KindDeclTable, syntax.KindMatView:
			if !s.HasSink(name) {
				p.tables[name] = true
			}
		}
	}
	if pass.Job() == nil {
		return
	}
	into := []string{s.Target.Name}
	if s.Into.Name != s.Target.Name {
		into = append(into, s.Into.Name)
	}
	for _, name := range into {
		if name != "" {
			p.writers[name] = append(p.writers[name], &writer{pass.Text, s.Span().Start, pass.name(), pass.Plan.Line, pass.freeToKeyBy(), s.HasSink(name)})
		}
	}
	for _, in := range pass.Plan.Inputs {
		p.want(pass.Plan, in)
	}
}

// want notes how a job needs the records of one of its sources together.
func (p *Project) want(plan *planner.Plan, in planner.Input) {
	keys := in.Keys
	switch in.Route {
	case "hash":
	case "keep": // a job that keeps partitions without needing them does not depend on how they are made
		if keys = nil; !slices.ContainsFunc(plan.Required, func(r planner.Requirement) bool { return r.Dist.Dist == "by" }) {
			return
		}
	default:
		return
	}
	w := p.wanted[in.Source]
	if w == nil {
		w = &wanted{keys: keys}
		p.wanted[in.Source] = w
	}
	w.others = w.others || keys == nil || !slices.Equal(w.keys, keys)
}

// columnsOf returns the columns that a statement declares.
func columnsOf(s *syntax.Statement) []catalog.Column {
	var list []catalog.Column
	for _, c := range s.Columns {
		list = append(list, catalog.Column{Name: c.Name.Name, Type: c.Type})
	}
	return list
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
	if d := p.columns[syntax.Unqualified(name)]; d != nil {
		return &catalog.Stream{Name: name, Columns: d.columns}
	}
	return nil
}
