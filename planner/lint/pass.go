package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// Pass is what the rules are asked about: one statement, one place that could not be read, or one ignore comment.
// It is used by one goroutine at a time.
type Pass struct {
	// Project is everything that is linted together.
	Project *Project
	// Text is the text that the pass is about; nil for an input that could not be read.
	Text *diag.Source
	// Statement is the statement; nil if the text does not parse, and for an ignore comment.
	Statement *syntax.Statement
	// Plan is the statement's plan; nil if it has none because it moves no records or does not parse.
	Plan *planner.Plan
	// Faults are the planner's diagnostics about the statement.
	Faults []diag.Diagnostic
	// Problem is why there is no statement; nil if there is one.
	Problem *diag.Diagnostic
	// Ignore is the ignore comment; nil for every other pass.
	Ignore *Ignore

	file     *file
	reach    diag.Span // of the statement with its annotations
	called   string    // the result of identity; "" until it is asked for
	before   *Pass     // the statement before this one in its text; nil if there is none
	rule     *Rule
	severity diag.Severity
	findings []*Finding
	verdict  *engine.Verdict
	notes    []engine.Annotation
	noted    bool
}

// Report adds a finding of the current rule. The message tells what is wrong and names the clause; the help tells
// what to do. A place outside the statement becomes the statement's first line. The rule may complete the returned
// Finding.
func (p *Pass) Report(at diag.Span, message, help string) *Finding {
	if p.Statement != nil && (at.IsZero() || at.Start < p.reach.Start || at.End > p.reach.End) {
		at = p.head()
	}
	f := &Finding{called: p.identity(), Diagnostic: diag.Diagnostic{
		ID: p.rule.Name, Severity: p.severity, Source: p.Text, Span: at, Message: message, Help: help}}
	if p.Plan != nil {
		f.Job = p.Plan.Job
	}
	p.findings = append(p.findings, f)
	return f
}

// Job is the plan of a statement that runs as a job. It is nil for views, which are part of the jobs that read
// them, and if there is no plan.
func (p *Pass) Job() *planner.Plan {
	if p.Plan == nil || p.kind() == syntax.KindView {
		return nil
	}
	return p.Plan
}

// kind is what the statement makes, or, for a job, what it wraps.
func (p *Pass) kind() syntax.Kind {
	if p.Statement.Create != "" {
		return p.Statement.Create
	}
	return p.Statement.Kind
}

// Spread is the plan of a job whose records are spread over partitions. It is also nil if the engine runs the job as
// one task, because of @job_mode or because it joins two streams.
func (p *Pass) Spread() *planner.Plan {
	if p.Job() == nil || p.joinedInOneTask() {
		return nil
	}
	if mode, ok := engine.JobMode(p.Annotations()); ok && !engine.Partitioned(mode) {
		return nil
	}
	return p.Plan
}

// joinedInOneTask reports whether the engine joins two streams for the statement. It does so in one task, which reads
// all partitions of both, whatever strategy is named (server/stream_job_server.rs, JoinJobProcessor).
func (p *Pass) joinedInOneTask() bool { return !p.Project.noEngine && p.streamJoin() != nil }

// byteOrderMark is what some editors put before the first character of a file.
const byteOrderMark = "\ufeff"

// marked reports whether the statement begins the text and a byte order mark stands before it.
func (p *Pass) marked() bool {
	return p.reach.Start == 0 && strings.HasPrefix(p.Text.Text, byteOrderMark)
}

// Engine is what the engine makes of the statement. It is computed once.
func (p *Pass) Engine() *engine.Verdict {
	if p.verdict == nil {
		at := p.reach
		if p.marked() {
			at.Start = len(byteOrderMark)
		}
		v := engine.Read(p.Text, at)
		p.verdict = &v
	}
	return p.verdict
}

// Annotations is what the engine makes of the statement's annotations. It is computed once.
func (p *Pass) Annotations() []engine.Annotation {
	if !p.noted && p.Statement != nil && len(p.Statement.Annotations) > 0 {
		p.notes = engine.Annotations(p.Text, p.reach)
	}
	p.noted = true
	return p.notes
}

// Found returns what the plan of the statement's job reports under any of the IDs.
func (p *Pass) Found(ids ...string) []diag.Diagnostic {
	var list []diag.Diagnostic
	if p.Job() == nil {
		return nil
	}
	for _, f := range p.Plan.Findings {
		if slices.Contains(ids, f.ID) {
			list = append(list, f)
		}
	}
	return list
}

// reportFaults reports the planner's diagnostics that have the rule's code.
func (p *Pass) reportFaults() { p.faults() }

// reportStrategy reports the planner's diagnostics about a wrong strategy. Of a join of two streams they are warnings,
// because the engine runs it right, in one task.
func (p *Pass) reportStrategy() {
	for _, f := range p.faults() {
		if p.joinedInOneTask() {
			f.Severity = max(f.Severity, diag.Warning)
			f.Message += "; on the engine that does no harm, because it joins two streams in one task"
		}
	}
}

func (p *Pass) faults() (list []*Finding) {
	for _, f := range p.Faults {
		if f.Code() == p.rule.Code() {
			list = append(list, p.Report(f.Span, f.Message, p.spelt(f.Help)))
		}
	}
	return list
}

// spelt rewrites a help that tells which strategy to name: it spells the strategy as the engine's annotation does,
// if an annotation names the wrong one.
func (p *Pass) spelt(help string) string {
	if p.Plan == nil || p.Plan.ChosenBy != "annotation" {
		return help
	}
	right, _ := strategies.Lookup(p.Plan.WouldChoose)
	return strings.Replace(help, "name "+p.Plan.WouldChoose, "name "+right.Annotation, 1)
}

// newPass makes the pass of a statement.
func newPass(p *Project, f *file, s *syntax.Statement, plan *planner.Plan) *Pass {
	pass := &Pass{Project: p, file: f, Text: f.text, Statement: s, Plan: plan, reach: s.Reach(f.text)}
	if plan != nil {
		for _, d := range plan.Findings {
			if d.Severity == diag.Error {
				pass.Faults = append(pass.Faults, d)
			}
		}
	}
	return pass
}

// head is the statement's first line, from its first word on.
func (p *Pass) head() diag.Span {
	at := p.Statement.Span()
	if i := strings.IndexByte(p.Text.Slice(at), '\n'); i >= 0 {
		at.End = at.Start + len(strings.TrimRight(p.Text.Text[at.Start:at.Start+i], " \t\r"))
	}
	return at
}

// name is what messages call the statement: its job, or what it makes.
func (p *Pass) name() string {
	if p.Plan != nil {
		return p.Plan.Job
	}
	return p.Statement.Target.Name
}
