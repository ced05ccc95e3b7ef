package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// proofNotes tell what it means that the strategy that the job runs gives other rows, what declarations are false, and what advice is.
func proofNotes(r *prove.Report) []string {
	var notes, refuted []string
	for _, f := range r.Refuted {
		refuted = append(refuted, f.Fact+squared(f.Line, f.Column)+", but "+f.Because)
	}
	for _, s := range r.Strategies {
		if s.Same == nil || *s.Same || s.Strategy != r.Strategy {
			continue
		}
		note := "The job runs " + s.Strategy + ", which gives other rows"
		switch {
		case len(refuted) > 0:
			note += ", and what is declared is false: " + strings.Join(refuted, "; ") + "."
			refuted = nil
		case r.Verdict == "refuted":
			note += ". The plan calls it wrong, too: " + s.Because + "."
		case r.Verdict == "unproven":
			note += ". The plan could not prove it: " + s.Because + "."
		case len(r.Declared) > 0 && !searched(r):
			note += ". A declared fact does not hold of these records, or velo-plan is wrong. Declared: " + strings.Join(r.Declared, "; ") + "."
		default:
			note += ". velo-plan is wrong: please report this job and these records."
		}
		notes = append(notes, note)
	}
	for _, f := range refuted {
		notes = append(notes, "What is declared is false: "+f+".")
	}
	for _, a := range r.Advice {
		if a.Same != nil && !*a.Same {
			notes = append(notes, "The statements of the advice "+a.ID+" give other rows than the job. velo-plan is wrong: please report this job.")
		}
	}
	return notes
}

// squared is a place in square brackets after a blank, or "" for no place.
func squared(line, column int) string {
	if line == 0 {
		return ""
	}
	return " [" + place(line, column) + "]"
}

// partialNote stands above a report that is not complete.
const partialNote = "Interrupted: this is what was known by then."
