package pipeline

import (
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/project"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

const (
	// keptBytes is how much text keeps its trees and plans, which take up to a hundred times as much memory. For
	// further texts they are made again when they are asked for.
	keptBytes = 1 << 20
	// keptTrees is how much text keeps its trees without plans, which take up to thirty times as much memory.
	keptTrees = 2 * keptBytes
	// recentBytes is how much further text keeps its trees while statements are planned.
	recentBytes = keptBytes / 4
	// longText is how long a text must be to keep its trees until all statements are planned. They may be planned
	// in any order, and to parse a long text for each of them would take too much time.
	longText = 64 << 10
)

// Texts is texts that are planned as one project, for a caller that looks at one text at a time. What it holds grows
// with the texts and with what they state, but not with their trees and plans.
type Texts struct {
	// Unread are flags and entries of the catalog that are about no stream of the texts.
	Unread []diag.Diagnostic

	texts    []*entry
	env      *project.Environment
	circled  map[int]part                       // of units that feed each other, which would not be planned as they were
	findings map[*diag.Source][]diag.Diagnostic // what is wrong between statements
}

// entry is one of the texts.
type entry struct {
	src   *diag.Source
	first int   // the number of its first unit
	kept  *Text // nil if it is made again
}

// Text is one text with the plans of its statements.
type Text struct {
	Source     *diag.Source
	Statements []*syntax.Statement
	Plans      []*planner.Plan   // one for each of the statements; nil if it has none
	Findings   []diag.Diagnostic // those that belong to no plan, in the order of the text
}

// Visit is called with the number of a statement in the order of the texts, and with its plan, which is nil if it
// has none.
type Visit func(number int, src *diag.Source, stmt *syntax.Statement, plan *planner.Plan)

// Read plans all texts as Plan does, whichever job is asked for. It calls visit for each statement, in the order in
// which they are planned: what makes something comes before what reads it.
func Read(sources []*diag.Source, cfg planner.Config, visit Visit) *Texts {
	cfg.Job = ""
	t := &Texts{circled: map[int]part{}, findings: map[*diag.Source][]diag.Diagnostic{}}
	var units []*project.Unit
	var of []*entry // by unit
	bytes, broken := 0, false
	for _, src := range sources {
		one := &entry{src: src, first: len(units)}
		parsed := parse(src)
		broken = broken || len(parsed.Findings) > 0
		units = append(units, project.NewUnits(src, parsed.Statements)...)
		for range parsed.Statements {
			of = append(of, one)
		}
		if bytes += len(src.Text); bytes <= keptBytes {
			one.kept = parsed
		}
		t.texts = append(t.texts, one)
	}
	p := project.New(units)
	t.env = project.NewEnvironment(cfg, p)
	t.env.Lean = true
	recent, planned := recent{}, make([]bool, len(units))
	for _, i := range p.Order {
		parsed := recent.get(of[i])
		at := i - of[i].first
		out := statement(units[i], parsed.Statements[at], t.env)
		planned[i] = out.plan != nil
		visit(i, parsed.Source, parsed.Statements[at], out.plan)
		switch {
		case of[i].kept != nil:
			parsed.add(at, out)
		case p.Circled(i):
			out.of = nil // it is large
			t.circled[i] = out
		}
	}
	for _, f := range t.env.Check(func(unit int) bool { return planned[unit] }) {
		t.findings[f.Source] = append(t.findings[f.Source], f)
	}
	if !broken {
		t.Unread = t.env.Unread()
	}
	p.Forget()
	return t
}

// parse reads the statements of a text.
func parse(src *diag.Source) *Text {
	file, problems := syntax.Parse(src)
	return &Text{Source: src, Statements: file.Statements, Plans: make([]*planner.Plan, len(file.Statements)), Findings: problems}
}

// Again returns a text whose plans, and the findings that belong to none, are known. Without its statements it is
// parsed again.
func Again(src *diag.Source, statements []*syntax.Statement, plans []*planner.Plan, findings []diag.Diagnostic) *Text {
	t := &Text{Source: src, Statements: statements, Plans: make([]*planner.Plan, len(statements))}
	if statements == nil {
		t = parse(src)
	}
	t.Findings = findings
	for i, stmt := range t.Statements {
		if len(plans) > 0 && plans[0].Span == stmt.Span() {
			t.Plans[i], plans = plans[0], plans[1:]
		}
	}
	return t
}

// add adds what planning makes of a statement.
func (t *Text) add(statement int, p part) {
	t.Plans[statement] = p.plan
	t.Findings = append(t.Findings, p.findings...)
}

// recent holds the trees of the texts that were parsed last, and of the long ones.
type recent struct {
	trees map[*entry]*Text
	order []*entry // the short ones, the oldest first
	bytes int      // of them
}

// get returns the trees of a text.
func (r *recent) get(one *entry) *Text {
	if one.kept != nil {
		return one.kept
	}
	if r.trees[one] == nil {
		if r.trees == nil {
			r.trees = map[*entry]*Text{}
		}
		r.trees[one] = parse(one.src)
		if size := len(one.src.Text); size < longText {
			r.order, r.bytes = append(r.order, one), r.bytes+size
		}
		for r.bytes > recentBytes {
			oldest := r.order[0]
			delete(r.trees, oldest)
			r.order, r.bytes = r.order[1:], r.bytes-len(oldest.src.Text)
		}
	}
	return r.trees[one]
}

// Len is the number of texts.
func (t *Texts) Len() int { return len(t.texts) }

// Text returns a text, counted from 0. It is safe for concurrent use if no text is asked for twice.
func (t *Texts) Text(i int) *Text {
	one := t.texts[i]
	out := one.kept
	if out == nil {
		out = parse(one.src)
		env := *t.env // each has a current statement of its own
		for at, u := range project.NewUnits(one.src, out.Statements) {
			p, circled := t.circled[one.first+at]
			if !circled {
				p, _ = alone(u, out.Statements[at], &env)
			}
			out.add(at, p)
		}
	}
	one.kept = nil
	out.Findings = append(out.Findings, t.findings[one.src]...)
	diag.Sort(out.Findings)
	return out
}
