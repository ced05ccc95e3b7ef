package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Jobs are the plans of statements that run by themselves: a view is put in where it is read.
func Jobs(r *planner.Result) []*planner.Plan {
	return slices.DeleteFunc(slices.Clone(r.Plans), isView)
}

func isView(p *planner.Plan) bool { return p.Kind == string(syntax.KindView) }

// overviewWidth is the width up to which the table of several jobs uses a terminal: its cells are short, so long
// lines stay easy to read.
const overviewWidth = 160

// Overview prints several jobs for a terminal: a row for each, what is wrong first, then the counts unless quiet.
func Overview(r *planner.Result, quiet bool, o Options) string {
	o.most = overviewWidth
	p := &page{Options: o}
	header, rows := overviewRows(r)
	t := overviewTable(header, rows)
	for _, name := range []string{columnPlace, columnKeys} { // they stand below a row where there is no room beside it
		if t.natural() > p.width() {
			header = slices.DeleteFunc(header, func(column string) bool { return column == name })
			t = overviewTable(header, rows)
		}
	}
	for _, row := range rows {
		var below [][]piece
		if !slices.Contains(header, columnPlace) {
			line := []piece{{row.cell(columnPlace), dim}}
			if !slices.Contains(header, columnKeys) && len(row.Keys) > 0 {
				line = append(line, piece{", on " + row.cell(columnKeys), dim})
			}
			below = append(below, line)
		}
		if do := row.toDo(); do != "" && (!quiet || row.worst().Severity == diag.Error) {
			below = append(below, []piece{{row.code() + ": ", row.codeInk()}, text(do)})
		}
		t.below = append(t.below, below)
	}
	p.table(t)
	if !quiet {
		p.WriteByte('\n')
		p.row(piece{}, text(overviewCounts(r)))
		p.row(piece{}, piece{"--job NAME shows the plan of one job, --full those of all.", dim})
	}
	return p.String()
}

// overviewTable is the table of some columns.
func overviewTable(header []string, rows []jobRow) table {
	t := table{header: header, right: map[int]bool{slices.Index(header, columnMoves): true}}
	for _, row := range rows {
		cells := make([]cell, len(header))
		for i, name := range header {
			cells[i] = cell{row.cell(name), row.ink(name)}
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// OverviewMarkdown prints several jobs for a pull request.
func OverviewMarkdown(r *planner.Result) string {
	m := &markdown{}
	header, rows := overviewRows(r)
	var cells [][]string
	for _, row := range rows {
		line := make([]string, len(header))
		for i, name := range header {
			line[i] = inBold(row.cell(name), row.ink(name) == red)
		}
		do := row.toDo()
		if do != "" {
			do = row.code() + ": " + do
		}
		cells = append(cells, slices.Insert(line, 1, escape(do)))
	}
	m.table(slices.Insert(slices.Clone(header), 1, "what to do"), cells)
	m.printf("\n%s.\n", overviewCounts(r))
	return m.String()
}

// OverviewCounts prints only the counts of several jobs.
func OverviewCounts(r *planner.Result, o Options) string {
	p := &page{Options: o}
	p.row(piece{}, text(overviewCounts(r)))
	return p.String()
}

// The columns of an overview. What there is to do stands below a row, or in a column after the first one.
const (
	columnJob      = "job"
	columnStrategy = "strategy"
	columnVerdict  = "verdict"
	columnEngine   = "engine" // what the engine makes of the text; left out if no job runs on it
	columnKeys     = "keys"
	columnMoves    = "moves"
	columnPlace    = "file:line"
)

// jobRow is a job of an overview.
type jobRow struct{ *planner.Plan }

// overviewRows are the jobs with the columns that tell of them: what is wrong first, otherwise in the order of the texts.
func overviewRows(r *planner.Result) (header []string, rows []jobRow) {
	header = []string{columnJob, columnStrategy, columnVerdict, columnEngine, columnKeys, columnMoves, columnPlace}
	for _, plan := range Jobs(r) {
		rows = append(rows, jobRow{plan})
	}
	slices.SortStableFunc(rows, func(a, b jobRow) int { return cmp.Compare(a.rank(), b.rank()) })
	if !slices.ContainsFunc(rows, func(row jobRow) bool { return row.Engine != nil }) {
		header = slices.DeleteFunc(header, func(name string) bool { return name == columnEngine })
	}
	return header, rows
}

// rank orders jobs: those that give wrong results, here or on the engine, other errors, doubts, the rest.
func (r jobRow) rank() int {
	switch worst := r.worst(); {
	case r.Verdict == "refuted", r.Engine != nil && !r.Engine.Ignored && r.Engine.Verdict != deploy.Same && r.Engine.Verdict != deploy.Correct:
		return 0
	case worst != nil && worst.Severity == diag.Error:
		return 1
	case worst != nil, r.Verdict == "unproven":
		return 2
	}
	return 3
}

// worst is the gravest error or warning about the job, the first one of several; nil if there is none.
func (r jobRow) worst() *diag.Diagnostic {
	var worst *diag.Diagnostic
	for i := range r.Findings {
		if d := &r.Findings[i]; d.Severity != diag.Note && (worst == nil || d.Severity < worst.Severity) {
			worst = d
		}
	}
	return worst
}

// cell is the text of a column.
func (r jobRow) cell(column string) string {
	switch column {
	case columnJob:
		return titleOf(r.Plan)
	case columnStrategy:
		return r.Strategy
	case columnVerdict:
		return r.Verdict
	case columnEngine:
		if r.Engine == nil {
			return "-"
		}
		return engineVerdict(r.Engine)
	case columnKeys:
		return cmp.Or(names(r.Keys), "-")
	case columnMoves:
		return movesOf(r.Plan)
	}
	return location(r.Plan)
}

// ink colours a column.
func (r jobRow) ink(column string) ink {
	switch {
	case column == columnJob:
		return bold
	case column == columnVerdict:
		return verdictInk(r.Verdict)
	case column == columnEngine && r.Engine != nil && r.Engine.Verdict != deploy.Same:
		return engineInk(r.Engine)
	case column == columnPlace:
		return dim
	}
	return plain
}

// toDo is what to do about the gravest finding, "" if there is none.
func (r jobRow) toDo() string {
	worst := r.worst()
	if worst == nil {
		return ""
	}
	do := cmp.Or(worst.Help, worst.Message)
	if worst.Code() == "" { // no rule tells the rest
		do = worst.Message
	}
	if n := len(slices.DeleteFunc(slices.Clone(r.Findings), func(d diag.Diagnostic) bool { return d.Severity == diag.Note })); n > 1 {
		do += fmt.Sprintf(" (and %d more)", n-1)
	}
	return do
}

// code is the code of the gravest finding, and codeInk its ink.
func (r jobRow) code() string { return cmp.Or(r.worst().Code(), r.worst().Severity.String()) }

func (r jobRow) codeInk() ink { return kindInk(r.worst().Severity.String()) }

// overviewCounts counts jobs by strategy, and errors and warnings as lint does.
func overviewCounts(r *planner.Result) string {
	chosen, kinds := map[string]int{}, map[diag.Severity]int{}
	jobs := Jobs(r)
	for _, plan := range jobs {
		chosen[plan.Strategy]++
	}
	for _, list := range append(findingsOf(r.Plans), r.Between()) {
		for _, d := range list {
			if d.Severity == diag.Error || d.Code() != "" { // no rule is about the planner's other warnings
				kinds[d.Severity]++
			}
		}
	}
	line := Plural(len(jobs), "job") + ": " + counts(chosen)
	if views := len(r.Plans) - len(jobs); views > 0 {
		line += "; " + Plural(views, "view")
	}
	if still := len(r.Unrouted); still > 0 {
		line += "; " + Plural(still, "statement") + " without records to route"
	}
	var found []string
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		if n := kinds[severity]; n > 0 {
			found = append(found, Plural(n, severity.String()))
		}
	}
	if found != nil {
		line += "; " + strings.Join(found, ", ")
	}
	return line
}

// findingsOf are the findings of plans.
func findingsOf(plans []*planner.Plan) [][]diag.Diagnostic {
	var list [][]diag.Diagnostic
	for _, plan := range plans {
		list = append(list, plan.Findings)
	}
	return list
}

// Elsewhere are the errors and warnings that are about none of the jobs, but about views or about no plan at all.
func Elsewhere(r *planner.Result) []diag.Diagnostic {
	list := r.Between()
	for _, plan := range r.Plans {
		if isView(plan) {
			list = append(list, plan.Findings...)
		}
	}
	list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Severity == diag.Note })
	diag.Sort(list)
	return list
}

// counts lists strategies, the most frequent first.
func counts(chosen map[string]int) string {
	var list []string
	for name := range chosen {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(chosen[b], chosen[a]), cmp.Compare(a, b))
	})
	for i, name := range list {
		list[i] = fmt.Sprintf("%d %s", chosen[name], name)
	}
	return strings.Join(list, ", ")
}
