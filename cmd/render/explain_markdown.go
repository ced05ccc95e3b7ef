package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// ExplainMarkdown prints plans for a pull request: the decision is visible, the reasons are folded.
func ExplainMarkdown(r *planner.Result) string {
	m := &markdown{}
	for i, plan := range r.Plans {
		if i > 0 {
			m.WriteByte('\n')
		}
		m.plan(plan)
	}
	m.unrouted(r.Unrouted)
	return m.String()
}

// plan prints one plan.
func (m *markdown) plan(plan *planner.Plan) {
	m.printf("### %s: %s\n\n", escape(titleOf(plan)), escape(on(plan.Strategy, plan.Keys)))
	for _, a := range plan.Advice {
		if isError(a) {
			m.printf("> **Error**%s: %s\n\n", inBrackets(a.Line, a.Column), escape(a.Text))
		}
	}
	m.printf("%s, line %d. %s, %s; %s, %s.\n\n", code(plan.File), plan.Line, escape(capital(plan.Verdict)),
		escape(chosenBy(plan)), Plural(plan.Partitions, "partition"), escape(partitionsBy(plan)))
	m.engine(plan)
	m.flow(plan)
	m.alternatives(plan)
	m.why(plan)
	m.advice(plan)
}

// flow lists the sources, what is required of them, and the sink.
func (m *markdown) flow(plan *planner.Plan) {
	for _, in := range plan.Inputs {
		m.printf("- reads %s: %s", code(sourceOf(in)), escape(routeOf(in.Route, in.Keys)))
		if known := knownOf(in); known != "" {
			m.printf(" (%s)", escape(known))
		}
		m.WriteByte('\n')
	}
	for _, r := range plan.Required {
		m.printf("- requires, by %s: %s%s\n", code(reasonOf(r)), escape(needOf(r)), inBrackets(r.Because.Line, r.Because.Column))
	}
	if plan.Sink != nil {
		m.printf("- writes %s\n", escape(sinkOf(plan.Sink)))
	}
	m.WriteByte('\n')
}

// alternatives prints the verdict on each strategy, and the stages if there are several.
func (m *markdown) alternatives(plan *planner.Plan) {
	var rows [][]string
	for _, a := range plan.Alternatives {
		rows = append(rows, []string{code(a.Strategy), escape(a.Verdict), escape(a.Because)})
	}
	m.table([]string{"strategy", "verdict", "because"}, rows)
	for _, a := range plan.Alternatives {
		switch {
		case a.Witness != nil:
			m.printf("\n<details><summary><code>%s</code> %s</summary>\n\n", a.Strategy, givesOther(a.Witness))
			m.witness(a.Witness)
			m.WriteString("\n</details>\n")
		case a.NoWitness != "":
			m.printf("\n%s is not shown: %s\n", code(a.Strategy), escape(sentence(a.NoWitness)))
		}
	}
	if len(plan.Stages) < 2 {
		return
	}
	rows = nil
	for _, s := range plan.Stages {
		rows = append(rows, []string{fmt.Sprint(s.ID), escape(s.Operator), escape(names(s.Inputs)), escape(routeOf(s.Exchange, s.Keys))})
	}
	m.WriteByte('\n')
	m.table([]string{"stage", "operator", "reads", "exchange"}, rows)
}

// why prints the path through the decision tree and the proof, folded.
func (m *markdown) why(plan *planner.Plan) {
	m.WriteString("\n<details><summary>Why</summary>\n\n")
	for _, step := range plan.Trace {
		answer := "no"
		if step.Yes {
			answer = "**yes**"
		}
		m.printf("1. %s: %s %s: %s%s\n", code(step.Node), escape(step.Question), answer,
			escape(step.Because), inBrackets(step.Line, step.Column))
	}
	for i, fact := range plan.Proof {
		if i == 0 {
			m.WriteString("\nProof:\n\n")
		}
		m.printf("- %s\n", escape(fact))
	}
	m.WriteString("\n</details>\n")
}

// advice prints the numbered remarks; the errors stand above the plan. The statements of a remark are a block that can be copied.
func (m *markdown) advice(plan *planner.Plan) {
	for i, a := range remarksOf(plan) {
		if i == 0 {
			m.WriteByte('\n')
		}
		m.printf("%d. **%s**%s %s\n", i+1, escape(a.Kind), inBrackets(a.Line, a.Column), escape(a.Text))
		if len(a.Statements) > 0 {
			m.block(strings.Join(a.Statements, "\n\n"))
		}
	}
}

// unrouted lists the statements that move no records.
func (m *markdown) unrouted(list []planner.Unrouted) {
	for i, u := range list {
		if i == 0 {
			m.WriteString("\nNo records to route:\n\n")
		}
		m.printf("- %s, line %d: %s\n", code(u.File), u.Line,
			escape(unroutedText(u)))
	}
}

// inBrackets is a place in brackets after a blank, or "" for no place.
func inBrackets(line, column int) string {
	if line == 0 {
		return ""
	}
	return " (" + place(line, column) + ")"
}

// capital capitalizes the first letter of an English word.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sentence ends a text with a full stop, unless another mark ends it.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?!") {
		return s
	}
	return s + "."
}
