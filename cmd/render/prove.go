package render

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// ProofTable prints for a terminal what executing a job found.
func ProofTable(r *prove.Report, o Options) string {
	p := &page{Options: o}
	p.row(piece{}, piece{r.Job, bold}, piece{fmt.Sprintf(" · %s:%d", r.File, r.Line), dim})
	if r.Partial {
		p.row(piece{}, piece{partialNote, yellow})
	}
	if r.Executable.Because != "" {
		p.row(piece{}, piece{"not executable: ", red}, text(r.Executable.Because), at(r.Executable.Line, r.Executable.Column))
	}
	switch {
	case searched(r):
		p.witnesses(r)
	case r.Whole != nil:
		p.onRecords(r)
	case r.Partial:
		p.row(piece{}, text(readOnly(r)))
	}
	p.proofAdvice(r)
	for _, note := range proofNotes(r) {
		p.WriteByte('\n')
		p.row(piece{"error: ", red}, text(note))
	}
	return p.String()
}

// ProofNotes prints for a terminal only what is wrong with the job and what is declared; "" if nothing is.
func ProofNotes(r *prove.Report, o Options) string {
	p := &page{Options: o}
	for _, note := range proofNotes(r) {
		p.row(piece{"error: ", red}, text(note))
	}
	return p.String()
}

// onRecords prints what executing on given records found.
func (p *page) onRecords(r *prove.Report) {
	p.row(piece{}, text(proofHead(r)))
	p.WriteByte('\n')
	t := table{header: proofHeader, right: map[int]bool{3: true, 4: true, 5: true}}
	for i := range r.Strategies {
		s := &r.Strategies[i]
		cells := make([]cell, len(proofHeader))
		for n, text := range proofRow(s) {
			cells[n] = cell{text, plain}
		}
		cells[0].ink = bold
		cells[2].ink = answerInk(s)
		t.rows = append(t.rows, cells)
	}
	p.table(t)
	for _, s := range r.Strategies {
		if s.Error != "" {
			p.row(piece{}, piece{s.Strategy, bold}, text(" did not run: "+s.Error))
		}
	}
	for i := range r.Strategies {
		p.wrongRows(r, &r.Strategies[i])
	}
}

// wrongRows prints the examples of one strategy.
func (p *page) wrongRows(r *prove.Report, s *prove.Result) {
	if len(s.Examples) == 0 {
		return
	}
	p.title(s.Strategy, text(wrongTitle(r, s)))
	t := table{header: wrongHeader, right: map[int]bool{1: true}}
	for _, e := range s.Examples {
		for _, line := range wrongLines(e) {
			t.rows = append(t.rows, []cell{{line[0], green}, {line[1], dim}, {line[2], red}})
		}
	}
	p.table(t)
}

// ProofMarkdown prints the same for a document.
func ProofMarkdown(r *prove.Report) string {
	m := &markdown{}
	m.printf("### %s\n\n%s, line %d.\n\n", escape(r.Job), code(r.File), r.Line)
	if r.Partial {
		m.printf("**%s**\n\n", partialNote)
	}
	if because := r.Executable.Because; because != "" {
		m.printf("**Not executable:** %s", escape(because))
		if r.Executable.Line > 0 {
			m.printf(" (%s)", place(r.Executable.Line, r.Executable.Column))
		}
		m.WriteString(".\n")
	}
	switch {
	case searched(r):
		m.witnesses(r)
	case r.Whole != nil:
		m.onRecords(r)
	case r.Partial:
		m.printf("%s\n", escape(readOnly(r)))
	}
	m.proofAdvice(r)
	for _, note := range proofNotes(r) {
		m.printf("\n> **Error:** %s\n", escape(note))
	}
	return m.String()
}

// onRecords writes what executing on given records found.
func (m *markdown) onRecords(r *prove.Report) {
	m.printf("%s\n\n", escape(proofHead(r)))
	var rows [][]string
	for i := range r.Strategies {
		row := proofRow(&r.Strategies[i])
		for n := range row {
			row[n] = escape(row[n])
		}
		rows = append(rows, row)
	}
	m.table(proofHeader, rows)
	for _, s := range r.Strategies {
		if s.Error != "" {
			m.printf("\n%s did not run: %s.\n", code(s.Strategy), escape(s.Error))
		}
	}
	for i := range r.Strategies {
		s := &r.Strategies[i]
		if len(s.Examples) == 0 {
			continue
		}
		m.printf("\n%s %s\n\n", code(s.Strategy), escape(wrongTitle(r, s)))
		var rows [][]string
		for _, e := range s.Examples {
			for _, line := range wrongLines(e) {
				rows = append(rows, []string{escape(line[0]), line[1], escape(line[2])})
			}
		}
		m.table(wrongHeader, rows)
	}
}

// proofHead tells what was executed, and on what.
func proofHead(r *prove.Report) string {
	return fmt.Sprintf("Executed on %s: the whole gives %s. With %s:", inputsText(r), counted(uint64(r.Whole.Rows), "row"), counted(uint64(r.Partitions), "partition"))
}

// inputsText tells what was read.
func inputsText(r *prove.Report) string {
	var on []string
	for _, in := range r.Inputs {
		on = append(on, counted(uint64(in.Records), "record")+" of "+in.Source)
	}
	return strings.Join(on, " and ")
}

// readOnly tells what was read before anything was executed.
func readOnly(r *prove.Report) string {
	if len(r.Inputs) == 0 {
		return "Nothing was read or executed."
	}
	return "Read " + inputsText(r) + "; nothing was executed."
}

var proofHeader = []string{"strategy", "plan says", "answer", "rows", "missing", "extra"}

// proofRow is the row of a strategy.
func proofRow(s *prove.Result) []string {
	switch {
	case s.Same == nil && s.Error == "":
		return []string{s.Strategy, s.Verdict, "no rows", "", "", ""}
	case s.Same == nil:
		return []string{s.Strategy, s.Verdict, "not run", "", "", ""}
	}
	answer := "other"
	if *s.Same {
		answer = "same"
	}
	return []string{s.Strategy, s.Verdict, answer, count(uint64(s.Rows)), count(uint64(s.Missing)), count(uint64(s.Extra))}
}

func answerInk(s *prove.Result) ink {
	switch {
	case s.Same == nil:
		return yellow
	case *s.Same:
		return green
	}
	return red
}

// wrongText follows the name of a strategy that gives other rows.
func wrongText(s *prove.Result) string {
	text := "gives other rows"
	if s.Groups != nil && *s.Groups > 0 {
		text += fmt.Sprintf(" in %s of %s (%s)", count(uint64(*s.GroupsWrong)), counted(uint64(*s.Groups), "group"), percent(float64(*s.GroupsWrong)/float64(*s.Groups)))
	}
	return text
}

// wrongTitle is wrongText before the rows.
func wrongTitle(r *prove.Report, s *prove.Result) string {
	return wrongText(s) + ". " + rowIs(r.Columns)
}

var wrongHeader = []string{"right", "partition", "what comes out"}

// maxLines is how many lines an example takes.
const maxLines = 5

// wrongLines puts an example into lines of three cells.
func wrongLines(e prove.Example) [][3]string {
	var out [][3]string
	for i := range max(len(e.Right), len(e.Got)) {
		var line [3]string
		if i < len(e.Right) {
			line[0] = rowText(e.Right[i])
		}
		if i < len(e.Got) {
			line[1], line[2] = strconv.Itoa(e.Got[i].Partition), rowText(e.Got[i].Row)
		}
		out = append(out, line)
	}
	if len(e.Right) == 0 {
		out[0][0] = "no row"
	}
	if len(e.Got) == 0 {
		out[0][2] = "no row"
	}
	if more := len(out) - maxLines; more > 0 || e.More > 0 {
		out = out[:min(len(out), maxLines)]
		out = append(out, [3]string{"", "", fmt.Sprintf("and %s more", counted(uint64(max(more, 0)+e.More), "row"))})
	}
	return out
}

// rowText writes a row without its brackets.
func rowText(row json.RawMessage) string {
	var values []json.RawMessage
	if json.Unmarshal(row, &values) != nil {
		return string(row)
	}
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return strings.Join(out, ", ")
}
