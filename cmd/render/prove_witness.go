package render

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/prove"
)

// searched reports whether random records were tried.
func searched(r *prove.Report) bool {
	return r.Executable.Because == "" && len(r.Strategies) > 0 && r.Strategies[0].HeldOn != nil
}

// witnesses prints for each strategy the records that show it wrong, or on how many data sets it was right.
func (p *page) witnesses(r *prove.Report) {
	p.row(piece{}, text("Executed on random records. With "+counted(uint64(r.Partitions), "partition")+":"))
	for i := range r.Strategies {
		s := &r.Strategies[i]
		p.title(s.Strategy, piece{"(" + s.Verdict + ")", dim}, text(" "+searchText(s)))
		if s.Witness != nil {
			p.witness(s.Witness)
		}
	}
}

// witness prints records, the right rows, and what comes out.
func (p *page) witness(w *planner.Witness) {
	t := table{header: recordHeader, right: map[int]bool{1: true, 2: true}}
	for _, rec := range w.Records {
		cells := recordCells(rec)
		t.rows = append(t.rows, []cell{{cells[0], plain}, {cells[1], dim}, {cells[2], bold}, {cells[3], plain}})
	}
	p.table(t)
	p.WriteByte('\n')
	p.row(text("  "), text(rowIs(w.Columns)))
	t = table{header: wrongHeader, right: map[int]bool{1: true}}
	for _, line := range wrongLines(prove.Example{Right: w.Right, Got: w.Got}) {
		t.rows = append(t.rows, []cell{{line[0], green}, {line[1], dim}, {line[2], red}})
	}
	p.table(t)
}

// witnesses writes the same for a document.
func (m *markdown) witnesses(r *prove.Report) {
	m.printf("Executed on random records. With %s:\n", counted(uint64(r.Partitions), "partition"))
	for i := range r.Strategies {
		s := &r.Strategies[i]
		m.printf("\n%s (%s) %s\n", code(s.Strategy), s.Verdict, escape(searchText(s)))
		if s.Witness != nil {
			m.WriteByte('\n')
			m.witness(s.Witness)
		}
	}
}

// witness writes records, the right rows, and what comes out.
func (m *markdown) witness(w *planner.Witness) {
	var rows [][]string
	for _, rec := range w.Records {
		cells := recordCells(rec)
		rows = append(rows, []string{escape(cells[0]), cells[1], cells[2], code(cells[3])})
	}
	m.table(recordHeader, rows)
	m.printf("\n%s\n\n", escape(rowIs(w.Columns)))
	rows = nil
	for _, line := range wrongLines(prove.Example{Right: w.Right, Got: w.Got}) {
		rows = append(rows, []string{escape(line[0]), line[1], escape(line[2])})
	}
	m.table(wrongHeader, rows)
}

// rowIs tells what the values of a row are.
func rowIs(columns []string) string { return "A row is (" + strings.Join(columns, ", ") + "):" }

var recordHeader = []string{"source", "from", "to", "record"}

// recordCells are the cells of a record: its source, the partition that it is read from and the one that it goes to.
func recordCells(r planner.WitnessRecord) [4]string {
	to := "all"
	if r.Partition != nil {
		to = strconv.Itoa(*r.Partition)
	}
	return [4]string{r.Source, strconv.Itoa(r.SourcePartition), to, spaced(r.Record)}
}

// spaced writes an object with blanks between its members.
func spaced(object json.RawMessage) string {
	var b strings.Builder
	inside := false
	for i := 0; i < len(object); i++ {
		c := object[i]
		b.WriteByte(c)
		switch {
		case inside && c == '\\':
			i++
			b.WriteByte(object[i])
		case c == '"':
			inside = !inside
		case !inside && (c == ',' || c == ':'):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// searchText tells what the search found about a strategy.
func searchText(s *prove.Result) string {
	switch {
	case s.Error != "":
		return "did not run: " + s.Error
	case s.Witness != nil:
		return givesOther(s.Witness)
	case *s.HeldOn == 0 || s.Verdict == "wrong":
		return "is not shown: " + s.Unshown()
	}
	return fmt.Sprintf("gave the right rows on %d random data sets", *s.HeldOn)
}

// givesOther follows the name of a strategy that a witness shows wrong.
func givesOther(w *planner.Witness) string {
	return "gives other rows for " + counted(uint64(len(w.Records)), "record") + ":"
}
