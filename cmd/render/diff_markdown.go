package render

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// DiffMarkdown prints for a pull request what became of each job; those that are re-keyed stand out.
func DiffMarkdown(d *planner.Difference) string {
	m := &markdown{}
	m.printf("%s.\n", capital(diffSummary(d.Summary)))
	for _, j := range d.Jobs {
		m.jobChange(j)
	}
	return m.String()
}

// jobChange prints what became of one job.
func (m *markdown) jobChange(j planner.JobChange) {
	at := j.New
	if at == nil {
		at = j.Old
	}
	m.printf("\n### %s: %s\n\n%s, line %d", escape(j.Job), j.Change, code(at.File), at.Line)
	if j.Change != planner.JobChanged {
		m.printf(": %s.\n", escape(on(at.Strategy, at.Keys)))
		return
	}
	m.WriteString(".\n\n")
	if j.Rekeys {
		m.printf("> **Warning:** %s.\n\n", rekeyed)
	}
	var rows [][]string
	for _, c := range j.Changes {
		field := c.Field
		if c.Rekeys {
			field = "**" + field + "**"
		}
		rows = append(rows, []string{field, cellOf(c.Old), cellOf(c.New) + escape(movedKeys(c))})
	}
	m.table([]string{"", "old", "new"}, rows)
}

// cellOf is a list in a cell of a table.
func cellOf(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	escaped := make([]string, len(list))
	for i, text := range list {
		escaped[i] = escape(text)
	}
	return strings.Join(escaped, "<br>")
}
