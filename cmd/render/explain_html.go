package render

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// explainPage is the frame of the page.
var explainPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(assets, "assets/explain.html", "assets/plan.html", "assets/witness.html"))
})

// planCSS is the look of a report with a plan, and explainCSS that of the page of plans.
var (
	planCSS    = replayCSS + "\n" + template.CSS(strings.TrimSpace(mustRead("assets/plan.css")))
	explainCSS = planCSS + "\n" + template.CSS(strings.TrimSpace(mustRead("assets/explain.css")))
)

// ExplainHTML prints plans as one file for a browser, without scripts and with nothing to load: a page for each job,
// and of several jobs before them the table, and the jobs and topics as a picture. The topics are those whose keys
// were verified.
func ExplainHTML(r *planner.Result, topics []VerifiedTopic, several bool) string {
	h := &htmlExplain{CSS: explainCSS, Version: Clean(r.FormatVersion)}
	for _, t := range topics {
		h.Notes = append(h.Notes, Note{Kind: "note", Text: Clean("Topic " + t.Topic + ": " + t.sentence())})
		for _, n := range t.notes() {
			h.Notes = append(h.Notes, Note{Kind: n.Kind, Text: Clean(n.Text)})
		}
	}
	pages := map[*planner.Plan]string{}
	for i, plan := range r.Plans {
		id := fmt.Sprintf("job-%d", i+1)
		pages[plan] = id
		h.Jobs = append(h.Jobs, newHTMLPlan(plan, id))
	}
	elsewhere := r.Between()
	if several {
		h.overview(r, pages)
		elsewhere = Elsewhere(r)
	}
	for _, d := range elsewhere {
		fact := htmlFact{Name: Clean(cmp.Or(d.Code(), d.ID)), Value: Clean(messageOf(d)), Means: Clean(placeOf(d)), Mark: markOf(kindInk(d.Severity.String()))}
		h.Elsewhere = append(h.Elsewhere, fact)
	}
	for _, u := range r.Unrouted {
		h.Unrouted = append(h.Unrouted, cleanAll([]string{fmt.Sprintf("%s:%d", u.File, u.Line), unroutedText(u)}))
	}
	var b strings.Builder
	if err := explainPage().Execute(&b, h); err != nil {
		panic(err) // strings.Builder has no errors, and the template fits the page
	}
	return b.String()
}

// htmlExplain is plans as the page shows them.
type htmlExplain struct {
	CSS       template.CSS
	Title     string // of several jobs; "" if there is one
	Counts    string
	Notes     []Note
	Columns   []string // of the table, but for the first two
	Rows      []htmlRow
	Elsewhere []htmlFact // what is found about no job
	Graph     *htmlGraph
	Jobs      []*htmlPlan
	Unrouted  [][]string // place, and why it moves no records
	Version   string
}

// htmlRow is a job in the table.
type htmlRow struct {
	Href, Job, Place, Do, Code, Severity string
	Cells                                []htmlFact // the other cells with their marks
}

// overview fills in what stands before the pages.
func (h *htmlExplain) overview(r *planner.Result, pages map[*planner.Plan]string) {
	header, rows := overviewRows(r)
	last := len(header) - 1
	h.Title, h.Counts, h.Columns = Plural(len(rows), "job"), Clean(overviewCounts(r)), header[1:last]
	wrong := map[string]bool{}
	for _, row := range rows {
		wrong[pages[row.Plan]] = row.rank() <= 1
		line := htmlRow{Href: pages[row.Plan], Job: Clean(row.cell(columnJob)), Place: Clean(row.cell(header[last])), Do: Clean(row.toDo())}
		if line.Do != "" {
			line.Code, line.Severity = Clean(row.code()), markOf(row.codeInk())
		}
		for _, name := range h.Columns {
			fact := htmlFact{Name: name, Value: Clean(row.cell(name)), Mark: markOf(row.ink(name))}
			if name == columnKeys && len(row.Keys) == 0 {
				fact.Value = ""
			}
			line.Cells = append(line.Cells, fact)
		}
		h.Rows = append(h.Rows, line)
	}
	h.Graph = newHTMLGraph(r.Graph, pages, wrong)
}

// severityClass is the class of a mark for a finding.
func severityClass(kind string) string {
	switch kind {
	case diag.Error.String(), diag.Warning.String():
		return kind
	}
	return ""
}
