package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// advisedText follows "its statements": what they gave.
func advisedText(a *prove.Advised) (string, ink) {
	on := ""
	if a.HeldOn != nil && *a.HeldOn > 0 {
		on = fmt.Sprintf(" on %s", counted(uint64(*a.HeldOn), "random data set"))
	}
	switch {
	case a.Error != "":
		return "are not compared: " + a.Error, yellow
	case a.Same == nil:
		return "are not shown: there were no rows", yellow
	case !*a.Same:
		return "give other rows than the job", red
	}
	return "give the rows of the job" + on, green
}

// proofAdvice prints the advised statements with what they gave.
func (p *page) proofAdvice(r *prove.Report) {
	for i := range r.Advice {
		a := &r.Advice[i]
		said, mark := advisedText(a)
		p.title("Advice "+a.ID+":", text("its statements "), piece{said, mark})
		for _, statement := range a.Statements {
			p.WriteByte('\n')
			for line := range strings.SplitSeq(statement, "\n") {
				p.WriteString(strings.TrimRight("  "+p.paint(cyan, Clean(line)), " ") + "\n")
			}
		}
	}
}

// proofAdvice writes the same for a document.
func (m *markdown) proofAdvice(r *prove.Report) {
	for i := range r.Advice {
		a := &r.Advice[i]
		said, _ := advisedText(a)
		m.printf("\nAdvice %s: its statements %s.\n", code(a.ID), escape(said))
		m.block(strings.Join(a.Statements, "\n\n"))
	}
}
