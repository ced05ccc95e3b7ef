package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// DiffTable prints for a terminal what became of each job.
func DiffTable(d *planner.Difference, o Options) string {
	p := &page{Options: o}
	for _, j := range d.Jobs {
		p.jobChange(j)
		p.WriteByte('\n')
	}
	p.row(piece{}, text(diffSummary(d.Summary)))
	return p.String()
}

// jobChange prints what became of one job.
func (p *page) jobChange(j planner.JobChange) {
	at := j.New
	if at == nil {
		at = j.Old
	}
	head := []piece{{j.Job, bold}, {fmt.Sprintf(" · %s:%d · ", at.File, at.Line), dim}, {j.Change, changeInk(j.Change)}}
	switch {
	case j.Change != planner.JobChanged:
		head = append(head, text(": "+on(at.Strategy, at.Keys)))
	case j.Rekeys:
		head = append(head, text(": "), piece{rekeyed, red})
	}
	p.row(piece{}, head...)
	for _, c := range j.Changes {
		p.change(c)
	}
}

// rekeyed is the consequence of a change in the routing of a job that has state.
const rekeyed = "its state is re-keyed: the job cannot continue from its state"

// change prints one difference.
func (p *page) change(c planner.Change) {
	i := dim
	if c.Rekeys {
		i = red
	}
	if isList(c) {
		for k, line := range c.Old {
			p.label(labelOf(c.Field, k), i, piece{"- ", red}, text(line))
		}
		for k, line := range c.New {
			p.label(labelOf(c.Field, k+len(c.Old)), i, piece{"+ ", green}, text(line))
		}
		return
	}
	p.label(c.Field, i, text(orNone(c.Old)+" → "), piece{orNone(c.New), bold}, text(movedKeys(c)))
}

// movedKeys says what a change moves, after it; "" if nothing is known.
func movedKeys(c planner.Change) string {
	if c.Moved == nil {
		return ""
	}
	return ": " + percent(*c.Moved) + " of the keys move to another partition"
}

// isList reports whether a difference is shown line by line: facts and stages are sentences.
func isList(c planner.Change) bool {
	switch c.Field {
	case "facts", "stages", "inputs":
		return true
	}
	return false
}

// orNone is a list in a sentence.
func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return names(list)
}

// changeInk colours what became of a job.
func changeInk(change string) ink {
	switch change {
	case planner.JobAdded:
		return green
	case planner.JobRemoved:
		return red
	default:
		return yellow
	}
}

// diffSummary counts the jobs: "1 job changed (1 re-keyed), 2 added, 12 unchanged".
func diffSummary(s planner.DiffSummary) string {
	if s.Added+s.Removed+s.Changed == 0 {
		return "no difference in " + Plural(s.Unchanged, "job")
	}
	var list []string
	if s.Changed > 0 {
		text := Plural(s.Changed, "job") + " changed"
		if s.Rekeyed > 0 {
			text += fmt.Sprintf(" (%d re-keyed)", s.Rekeyed)
		}
		list = append(list, text)
	}
	for _, c := range []struct {
		n    int
		what string
	}{{s.Added, "added"}, {s.Removed, "removed"}, {s.Unchanged, "unchanged"}} {
		if c.n > 0 {
			list = append(list, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	return strings.Join(list, ", ")
}
