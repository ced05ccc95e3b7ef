package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/replay/remedy"
	"github.com/velo-plan/velo-plan/replay/report"
)

// remedyHeader names what is told of a remedy.
var remedyHeader = []string{"remedy", "max/mean", "in time", "engine", "state", "traffic", "moved"}

// remedyColumns is how many of these are shown where there is no room for all.
const remedyColumns = 4

// remedyCells are the numbers of a remedy that applies, as text.
func remedyCells(m *remedy.Remedy) []string {
	estimate := ""
	if !m.Exact {
		estimate = "~"
	}
	engine := "today"
	if m.Engine == remedy.NeedsHelp {
		engine = "help"
	}
	return []string{m.Name, estimate + fmt.Sprintf("%.2f", m.MaxOverMean), ratio(m.MaxOverMeanInTime), engine, fmt.Sprintf("× %.2f", m.StateFactor),
		percent(m.ExtraTraffic), percent(m.Moved.Share)}
}

// worthwhile is how much evener a remedy must make the partitions to count as one: it takes this part of max/mean away.
const worthwhile = 0.05

// remedyText says which remedy is the best, or that none is, and why.
func remedyText(r *report.Report) string {
	best, now := &r.Remedies[0], r.Skew.MaxOverMean
	if t := r.SkewOverTime; t != nil && best.MaxOverMeanInTime != nil && t.MaxOverMean.Mean > now {
		now = t.MaxOverMean.Mean
	}
	alone := ""
	if byKeys(r) && len(r.HotKeys) > 0 && r.HotKeys[0].Share*float64(r.Plan.Partitions) > 1 {
		alone = "the hottest key alone is " + percent(r.HotKeys[0].Share)
	}
	switch {
	case now <= remedy.Even:
		return fmt.Sprintf("There is nothing to mend: max/mean is %.2f.", now)
	case best.Applies && best.Worse() <= (1-worthwhile)*now:
		text := fmt.Sprintf("%s is the best: max/mean %.2f instead of %.2f; %s", best.Name, best.Worse(), now, best.Because)
		if alone != "" && best.Worse() > remedy.Even {
			text += "; " + alone
		}
		return text + "."
	case alone != "":
		return "None helps: " + alone + "."
	}
	return "None helps."
}

// split parts the remedies that apply from those that do not.
func splitRemedies(r *report.Report) (apply, others []*remedy.Remedy) {
	for i := range r.Remedies {
		if m := &r.Remedies[i]; m.Applies {
			apply = append(apply, m)
		} else {
			others = append(others, m)
		}
	}
	return apply, others
}

// unfit says why remedies do not apply, those together that do not for the same reason.
func unfit(others []*remedy.Remedy) []string {
	var reasons []string
	names := map[string][]string{}
	for _, m := range others {
		if names[m.Because] == nil {
			reasons = append(reasons, m.Because)
		}
		names[m.Because] = append(names[m.Because], m.Name)
	}
	for i, reason := range reasons {
		verb := " does not apply: "
		if len(names[reason]) > 1 {
			verb = " do not apply: "
		}
		reasons[i] = Clean(strings.Join(names[reason], ", ") + verb + reason)
	}
	return reasons
}

// remedies prints what would mend the skew.
func (p *page) remedies(r *report.Report) {
	if len(r.Remedies) == 0 {
		return
	}
	p.title("Remedies")
	apply, others := splitRemedies(r)
	t := table{header: remedyHeader, right: map[int]bool{1: true, 2: true, 4: true, 5: true, 6: true}}
	for i, m := range apply {
		var cells []cell
		for _, text := range remedyCells(m) {
			cells = append(cells, cell{text, plain})
		}
		if i == 0 {
			cells[0].ink = bold
		}
		t.rows = append(t.rows, cells)
	}
	for columns := len(t.header); columns > remedyColumns && t.natural() > p.width(); columns-- {
		t.cut(columns - 1)
	}
	if len(apply) > 0 {
		p.table(t)
	}
	p.row(text("  "), text(remedyText(r)))
	for _, o := range unfit(others) {
		p.row(text("  "), piece{o, dim})
	}
	for _, m := range apply {
		if len(m.SQL) > 0 {
			p.row(text("  "), piece{"--format markdown, html and json have the statements", dim})
			break
		}
	}
}

// remedies prints what would mend the skew, with the statements folded.
func (m *markdown) remedies(r *report.Report) {
	if len(r.Remedies) == 0 {
		return
	}
	apply, others := splitRemedies(r)
	m.printf("%s\n\n", escape(remedyText(r)))
	var rows [][]string
	for _, a := range apply {
		cells := remedyCells(a)
		cells[0] = code(cells[0])
		rows = append(rows, append(cells, escape(a.Because)))
	}
	if len(rows) > 0 {
		m.table(append(append([]string{}, remedyHeader...), ""), rows)
		m.WriteByte('\n')
	}
	for _, o := range unfit(others) {
		m.printf("- %s\n", escape(o))
	}
	if len(others) > 0 {
		m.WriteByte('\n')
	}
	for _, a := range apply {
		if len(a.SQL) > 0 {
			m.printf("<details><summary>Statements of %s</summary>\n\n", escape(a.Name))
			m.block(strings.Join(a.SQL, "\n\n"))
			m.WriteString("\n</details>\n\n")
		}
	}
}

// htmlRemedies is what would mend the skew.
type htmlRemedies struct {
	Best   string
	Header []string
	Rows   []htmlRemedy
	Others []string // why the others do not apply
}

// htmlRemedy is a remedy that applies.
type htmlRemedy struct {
	Name, Because string
	Cells         []string
	SQL           string
}

// newHTMLRemedies returns nil if nobody asked for remedies.
func newHTMLRemedies(r *report.Report) *htmlRemedies {
	if len(r.Remedies) == 0 {
		return nil
	}
	apply, others := splitRemedies(r)
	h := &htmlRemedies{Best: Clean(remedyText(r)), Header: remedyHeader}
	for _, m := range apply {
		cells := cleanAll(remedyCells(m))
		h.Rows = append(h.Rows, htmlRemedy{cells[0], Clean(m.Because), cells[1:], cleanLines(strings.Join(m.SQL, "\n\n"))})
	}
	h.Others = unfit(others)
	return h
}

// cleanLines cleans a text line by line.
func cleanLines(text string) string {
	return strings.Join(cleanAll(strings.Split(text, "\n")), "\n")
}
