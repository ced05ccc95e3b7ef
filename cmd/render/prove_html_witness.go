package render

import (
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/prove"
)

// htmlWitness is a strategy with the records that show it wrong, or with why none do.
type htmlWitness struct {
	Strategy, Says string
	Records        [][4]string // as recordCells returns them; none if nothing is shown
	Wrong          htmlWrong
}

// htmlWrong are wrong groups as a page shows them: the right rows beside what comes out.
type htmlWrong struct {
	RowIs string
	Lines [][3]string
}

// newHTMLWitness puts a witness onto a page.
func newHTMLWitness(strategy, says string, w *planner.Witness) htmlWitness {
	h := htmlWitness{Strategy: Clean(strategy), Says: Clean(says)}
	if w == nil {
		return h
	}
	for _, rec := range w.Records {
		cells := recordCells(rec)
		for i := range cells {
			cells[i] = Clean(cells[i])
		}
		h.Records = append(h.Records, cells)
	}
	h.Wrong = newHTMLWrong(w.Columns, []prove.Example{{Right: w.Right, Got: w.Got}})
	return h
}

// newHTMLWrong puts wrong groups onto a page.
func newHTMLWrong(columns []string, examples []prove.Example) htmlWrong {
	h := htmlWrong{RowIs: Clean(rowIs(columns))}
	for _, e := range examples {
		for _, line := range wrongLines(e) {
			h.Lines = append(h.Lines, [3]string{Clean(line[0]), line[1], Clean(line[2])})
		}
	}
	return h
}

// htmlWitnesses are the witnesses of a plan.
func htmlWitnesses(p *planner.Plan) []htmlWitness {
	var list []htmlWitness
	for _, a := range p.Alternatives {
		switch {
		case a.Witness != nil:
			list = append(list, newHTMLWitness(a.Strategy, givesOther(a.Witness), a.Witness))
		case a.NoWitness != "":
			list = append(list, newHTMLWitness(a.Strategy, "is not shown: "+sentence(a.NoWitness), nil))
		}
	}
	return list
}
