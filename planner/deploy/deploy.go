// Package deploy tells what happens when a planned job is deployed on the engine: which strategy runs, by which of
// the engine's rules, whether the answer is right then, and the line that changes it.
//
//	engine.Verdict, annotations ─┐
//	                             ├─► Of ─► planner.Engine
//	plan: verdict on each strategy ─┘
//
// Package engine models what the engine reads; here that is held against what the statement needs. A rule of the
// engine names its file, below src/velostream.
package deploy

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/strategies"
)

// Job is a statement with its plan, and what the engine makes of its text.
type Job struct {
	Text        *diag.Source
	Statement   *syntax.Statement
	Plan        *planner.Plan
	Verdict     *engine.Verdict
	Annotations []engine.Annotation
	// JoinsStreams reports whether the statement joins two streams, and Subquery whether a subquery reads a stream.
	JoinsStreams, Subquery bool
	// HasColumn reports whether every record that the statement reads is known to have a field of a name.
	HasColumn func(name string) bool
}

// Values of planner.Engine.Runs that name no strategy.
const (
	OneTask = "one_task" // a single task, without partitions
	Nothing = "nothing"  // no record is handled
)

// The verdicts of planner.Engine.
const (
	Same     = "same"     // the engine runs what the plan says
	Correct  = "correct"  // it runs something else that is right too
	Unproven = "unproven" // right or wrong, depending on something that nothing states
	Wrong    = "wrong"    // it gives wrong results
	Cut      = "cut"      // it drops a part of the text
	Misread  = "misread"  // it reads a part of the text with another meaning
	Refused  = "refused"  // it runs nothing
)

// strategyKey is the annotation and the property that name a strategy.
const strategyKey = "partitioning_strategy"

// Of tells what the engine does with a job.
func Of(j Job) *planner.Engine {
	e := j.choice()
	j.judge(e)
	if e.Verdict != Refused {
		j.reading(e)
	}
	if e.Verdict == Same {
		e.Write = ""
	}
	if !e.Span.IsZero() {
		at := j.Text.Position(e.Span.Start)
		e.Line, e.Column = at.Line, at.Column
	}
	return e
}

// reading adds what the engine does not read as it is meant. That comes before what it runs, unless this is
// already known to be wrong.
func (j *Job) reading(e *planner.Engine) {
	v := j.Verdict
	switch {
	case v.Accepted && !v.Whole:
		e.Verdict, e.Because, e.Why, e.Span, e.Write = Cut, v.Message, "", v.Ignored, j.repaired(v.Fix, v.Form)
	case len(v.Misreads) > 0 && e.Verdict != Wrong && e.Verdict != Unproven:
		m := v.Misreads[0]
		e.Verdict, e.Because, e.Why, e.Span, e.Write = Misread, m.What, "instead: "+m.Instead, m.Span, ""
	}
}

// repaired returns the line of the text with edits applied to it, or the form that the engine accepts if no edit is
// certain or the edits reach over several lines.
func (j *Job) repaired(edits []diag.Edit, form string) string {
	if len(edits) == 0 {
		return form
	}
	first, last := edits[0].Span.Start, edits[0].Span.End
	for _, e := range edits {
		first, last = min(first, e.Span.Start), max(last, e.Span.End)
	}
	n := j.Text.Position(first).Line
	if j.Text.Position(last).Line != n {
		return form
	}
	start := j.Text.LineStart(n)
	return strings.TrimSpace(diag.Apply(j.Text, diag.Span{Start: start, End: start + len(j.Text.Line(n))}, edits))
}

// target is the strategy that the engine should run: the plan's, or what the tree would choose if the plan's is
// wrong.
func (j *Job) target() strategies.Strategy {
	name := j.Plan.Strategy
	if j.Plan.Verdict == "refuted" {
		name = j.Plan.WouldChoose
	}
	s, _ := strategies.Lookup(name)
	return strategies.OnEngine(s, j.Plan.Verdict == "refuted" || j.Plan.Delivered.Dist == "source")
}
