package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
)

// engine prints what the engine runs for the text of a plan, before what it should run.
func (p *page) engine(plan *planner.Plan) {
	e := plan.Engine
	if e == nil {
		return
	}
	if e.Verdict == deploy.Same {
		p.label("engine", dim, text("runs this plan: "+e.Because), at(e.Line, e.Column))
		return
	}
	p.label("engine", dim, text("runs "), piece{engineRuns(e), bold}, text(" ("), piece{engineVerdict(e), engineInk(e)}, text("): "+engineBecause(plan)), at(e.Line, e.Column))
}

// write prints the line that makes the engine run the plan, unbroken: it is there to be copied.
func (p *page) write(e *planner.Engine) {
	if e == nil || e.Write == "" {
		return
	}
	p.WriteString(p.paint(dim, pad("  write", labelWidth-1)+" ") + p.paint(green, Clean(e.Write)))
	p.WriteByte('\n')
}

// engine prints the same as a quotation.
func (m *markdown) engine(plan *planner.Plan) {
	e := plan.Engine
	switch {
	case e == nil:
		return
	case e.Verdict == deploy.Same:
		m.printf("The engine runs this plan: %s.\n\n", escape(e.Because))
		return
	}
	m.printf("> **The engine runs %s** (%s): %s.%s\n", escape(engineRuns(e)), escape(engineVerdict(e)), escape(engineBecause(plan)), inBrackets(e.Line, e.Column))
	if e.Write != "" {
		m.printf(">\n> Write: %s\n", code(e.Write))
	}
	m.WriteByte('\n')
}

// EngineRuns is a sentence on what the engine runs instead of the plan that is replayed, and what to write.
func EngineRuns(e *planner.Engine) string {
	text := "This replays the plan. The engine runs " + engineRuns(e) + " (" + engineVerdict(e) + ")"
	if e.Write == "" {
		return text + "."
	}
	return text + "; for the plan, write " + e.Write
}

// engineRuns is what the engine runs in words.
func engineRuns(e *planner.Engine) string { return strings.ReplaceAll(e.Runs, "one_task", "one task") }

// engineVerdict is the verdict on what the engine runs, and whether somebody takes it as it is.
func engineVerdict(e *planner.Engine) string {
	if e.Ignored {
		return e.Verdict + ", ignored"
	}
	return e.Verdict
}

// engineBecause is the rule by which the engine runs something else than a plan, and what is wrong with that, unless
// an error says so already.
func engineBecause(plan *planner.Plan) string {
	e := plan.Engine
	if saidByError(plan, e.Because) {
		return asTheErrorSays
	}
	if e.Why == "" || saidByError(plan, e.Why) {
		return e.Because
	}
	return e.Because + "; " + e.Why
}

// engineInk colours a verdict on the engine.
func engineInk(e *planner.Engine) ink {
	switch e.Verdict {
	case deploy.Correct:
		return green
	case deploy.Unproven:
		return yellow
	}
	return red
}
