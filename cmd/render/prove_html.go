package render

import (
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// provePage is the frame of the page.
var provePage = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(assets, "assets/prove.html", "assets/witness.html"))
})

// ProofHTML prints what executing a job found as one file for a browser, without scripts and with nothing to load.
func ProofHTML(r *prove.Report) string {
	h := &htmlProof{CSS: planCSS, Version: Clean(r.FormatVersion), Job: Clean(r.Job), Partial: r.Partial, Outcome: proofOutcome(r), Notes: cleanAll(proofNotes(r)),
		Facts: cleanAll([]string{fmt.Sprintf("%s, line %d", r.File, r.Line), Plural(r.Partitions, "partition"), r.Strategy + ", " + r.Verdict})}
	switch {
	case searched(r):
		h.search(r)
	case r.Whole != nil:
		h.records(r)
	}
	for i := range r.Advice {
		a := &r.Advice[i]
		said, mark := advisedText(a)
		h.Advice = append(h.Advice, htmlAdvised{Clean(a.ID), Clean(a.Text), Clean(said), markOf(mark), cleanStatements(a.Statements)})
	}
	var b strings.Builder
	if err := provePage().Execute(&b, h); err != nil {
		panic(err) // strings.Builder has no errors, and the template fits the page
	}
	return b.String()
}

// htmlProof is a report as the page shows it.
type htmlProof struct {
	CSS       template.CSS
	Job       string
	Partial   bool
	Outcome   htmlFact
	Facts     []string
	Notes     []string
	Head      string
	Columns   []string
	Rows      []htmlAnswer
	Failed    []string
	Examples  []htmlExamples
	Witnesses []htmlWitness
	Advice    []htmlAdvised
	Version   string
}

// htmlAnswer is what one strategy gives.
type htmlAnswer struct {
	Strategy, Says, Answer, Mark string
	Counts                       []string
	Now                          bool // the job runs it
}

// htmlExamples are wrong groups of one strategy.
type htmlExamples struct {
	Strategy, Says string
	Wrong          htmlWrong
}

// htmlAdvised is an advice with what its statements give.
type htmlAdvised struct{ ID, Text, Says, Mark, Statements string }

// records fills in what executing on given records found.
func (h *htmlProof) records(r *prove.Report) {
	h.Head, h.Columns = Clean(proofHead(r)), proofHeader
	for i := range r.Strategies {
		s := &r.Strategies[i]
		row := cleanAll(proofRow(s))
		h.Rows = append(h.Rows, htmlAnswer{row[0], row[1], row[2], markOf(answerInk(s)), row[3:], s.Strategy == r.Strategy})
		if s.Error != "" {
			h.Failed = append(h.Failed, Clean(s.Strategy+" did not run: "+sentence(s.Error)))
		}
		if len(s.Examples) > 0 {
			h.Examples = append(h.Examples, htmlExamples{Clean(s.Strategy), Clean(wrongText(s)), newHTMLWrong(r.Columns, s.Examples)})
		}
	}
}

// search fills in what the search on random records found.
func (h *htmlProof) search(r *prove.Report) {
	h.Head, h.Columns = fmt.Sprintf("Executed on random records, with %s", counted(uint64(r.Partitions), "partition")), []string{"strategy", "plan says", "found"}
	for i := range r.Strategies {
		s := &r.Strategies[i]
		row := htmlAnswer{Strategy: Clean(s.Strategy), Says: Clean(s.Verdict), Answer: Clean(strings.TrimSuffix(searchText(s), ":")), Mark: markOf(answerInk(s)), Now: s.Strategy == r.Strategy}
		if s.Verdict == "wrong" && s.Witness == nil {
			row.Mark = markSome
		}
		h.Rows = append(h.Rows, row)
		if s.Witness != nil {
			h.Witnesses = append(h.Witnesses, newHTMLWitness(s.Strategy, givesOther(s.Witness), s.Witness))
		}
	}
}

// proofOutcome is the line above the title.
func proofOutcome(r *prove.Report) htmlFact {
	switch {
	case r.Executable.Because != "":
		return htmlFact{Value: "not executable", Means: Clean(r.Executable.Text()), Mark: markSome}
	case searched(r):
	case r.Whole == nil:
		return htmlFact{Value: "interrupted", Means: Clean(readOnly(r)), Mark: markSome}
	}
	for i := range r.Strategies {
		s := &r.Strategies[i]
		switch {
		case s.Strategy != r.Strategy:
		case s.Same == nil:
			return htmlFact{Value: "open", Means: Clean(r.Strategy + ", which the job runs, gave nothing to compare"), Mark: markSome}
		case *s.Same:
			return htmlFact{Value: "right", Means: Clean(r.Strategy + ", which the job runs, gives the rows of the whole"), Mark: markGood}
		default:
			return htmlFact{Value: "wrong", Means: Clean(r.Strategy + ", which the job runs, gives other rows"), Mark: markBad}
		}
	}
	return htmlFact{Value: "open", Means: Clean(r.Strategy + ", which the job runs, was not asked for"), Mark: markNone}
}
