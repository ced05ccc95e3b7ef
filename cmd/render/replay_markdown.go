package render

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// ReplayMarkdown prints a report for a pull request: what was found in sight, the partitions folded.
func ReplayMarkdown(r *report.Report, notes []Note) string {
	m := &markdown{}
	m.verdict(verdictOf(r, notes))
	m.report(r, notes)
	return m.String()
}

// verdict prints the verdict.
func (m *markdown) verdict(v verdict) { m.printf("**%s** %s\n\n", v.word, escape(v.because)) }

// report prints what stands behind the verdict.
func (m *markdown) report(r *report.Report, notes []Note) {
	m.printf("### Replay: %s\n\n", escape(on(r.Plan.Strategy, r.Plan.Keys)))
	for _, n := range remarks(r, notes) {
		m.printf("> **%s:** %s\n\n", escape(capital(n.Kind)), escape(n.Text))
	}
	m.read(r)
	m.checks(r)
	m.spread(r)
	m.overTime(r)
	m.keeps(r)
	m.hotKeys(r)
	m.remedies(r)
	m.whatIf(r)
	m.compare(r)
	m.partitions(r)
	m.sources(r)
}

// read says what was read, how fast, and what is wrong with it.
func (m *markdown) read(r *report.Report) {
	m.printf("%s, %s, from %s. %s%s", Plural(r.Plan.Partitions, "partition"), escape(r.Plan.Hash),
		escape(r.Plan.From), counted(r.Input.Records, "record"), escape(readText(r)))
	if n := r.Input.Rejected.Count; n > 0 {
		m.printf("; %s rejected (%s)", counted(n, unit(r)), escape(reasons(r.Input.Rejected.ByReason)))
	}
	m.WriteString(".\n")
	if r.Input.Topic != nil {
		if part := offsetsText(r); part != "" {
			m.printf("%s.\n", escape(capital(part)))
		}
	}
	if speed := speedText(r.Throughput); speed != "" {
		m.printf("%s.\n", speed)
	}
	if stages := stageShares(r.Throughput); stages != nil {
		m.printf("Time: %s.\n", escape(stagesText(stages)))
	}
	if r.Nulls.MissingPartition > 0 {
		m.printf("%s.\n", capital(sourcelessText(r)))
	}
	m.WriteByte('\n')
}

// checks prints which claims hold, examples of those that do not, and the thresholds.
func (m *markdown) checks(r *report.Report) {
	var rows [][]string
	for _, c := range r.Checks {
		rows = append(rows, []string{code(c.Check), inBold(resultText(c.Result), c.Result == checks.Fails), escape(checkText(c))})
	}
	for _, t := range r.Thresholds {
		result, _ := limitResult(t)
		rows = append(rows, []string{code(t.Name), inBold(result, !t.OK), escape(limitDetail(t))})
	}
	if rows == nil {
		return
	}
	m.table([]string{"check", "result", ""}, rows)
	m.WriteByte('\n')
	for _, c := range r.Checks {
		for _, e := range c.Examples {
			m.printf("- %s: %s\n", code(c.Check), escape(exampleText(e)))
		}
		if len(c.Examples) > 0 {
			m.WriteByte('\n')
		}
	}
}

// inBold stresses a word if it is to be seen.
func inBold(word string, seen bool) string {
	if seen {
		return "**" + escape(word) + "**"
	}
	return escape(word)
}

// spread prints how even the partitions are, why, and what can be done.
func (m *markdown) spread(r *report.Report) {
	s := r.Skew
	cv := fmt.Sprintf("%.2f", s.CV)
	if chanceMatters(s) {
		cv += fmt.Sprintf(" (chance: %.2f)", s.NoiseFloor)
	}
	m.table([]string{"max/mean", "max/median", "CV", "Gini", "effective parallelism", "empty", "moved", "null keys"}, [][]string{{
		fmt.Sprintf("%.2f", s.MaxOverMean), ratio(s.MaxOverMedian), cv, fmt.Sprintf("%.2f", s.Gini),
		fmt.Sprintf("%.1f", s.EffectiveParallelism), fmt.Sprint(s.Empty), movedText(r, r.Moved), count(r.Nulls.KeyRecords)}})
	m.WriteByte('\n')
	if cause := causeOf(r); cause != "" {
		m.printf("%s %s\n\n", escape(capital(sentence(cause))), escape(remedyOf(r)))
	}
}

// hotKeys prints the most frequent groups.
func (m *markdown) hotKeys(r *report.Report) {
	if len(r.HotKeys) == 0 {
		return
	}
	header := []string{"most frequent", "records", "share"}
	estimated := false
	for _, k := range r.HotKeys {
		estimated = estimated || k.Error > 0
	}
	if by := hotBy(r); by != "" {
		header[0] += " " + escape(by)
	}
	if estimated {
		header = append(header, "at most too many")
	}
	var rows [][]string
	for _, k := range r.HotKeys {
		row := []string{code(k.Key), count(k.Records), percent(k.Share)}
		if estimated {
			row = append(row, count(k.Error))
		}
		rows = append(rows, row)
	}
	m.table(header, rows)
	m.WriteByte('\n')
}

// whatIf prints the skew for other numbers of partitions.
func (m *markdown) whatIf(r *report.Report) {
	rows := whatIfRows(r)
	if rows == nil {
		return
	}
	var cells [][]string
	for _, row := range rows {
		cells = append(cells, append(row.cells(), row.moves(), row.remark()))
	}
	m.table([]string{"if partitions", "max/mean", "CV", "effective parallelism", "empty", "moves", ""}, cells)
	m.printf("\n%s\n\n", escape(gain(r, rows)))
	for _, moves := range rescaleTexts(r) {
		m.printf("%s\n\n", escape(moves))
	}
}

// compare prints the strategies side by side.
func (m *markdown) compare(r *report.Report) {
	rows := compareRows(r)
	if rows == nil {
		return
	}
	var cells [][]string
	for _, row := range rows {
		groups, order := row.result(checks.GroupsWhole), row.result(checks.OrderKept)
		cells = append(cells, []string{inBold(row.Strategy, row.now), fmt.Sprintf("%.2f", row.Skew.MaxOverMean), movedText(r, row.Moved),
			inBold(resultCell(groups).text, groups == checks.Fails), inBold(resultCell(order).text, order == checks.Fails),
			row.seconds(), row.overhead()})
	}
	m.table([]string{"strategy", "max/mean", "moved", "groups whole", "order kept", "time", "overhead"}, cells)
	m.WriteByte('\n')
}

// partitions prints the fill of each partition, folded.
func (m *markdown) partitions(r *report.Report) {
	list := fullest(r.Partitions)
	m.printf("<details><summary>Partitions</summary>\n\n")
	header := []string{"partition", "records", "share", "bytes"}
	if grouped(list) {
		header = append(header, "distinct keys", "top key")
	}
	var rows [][]string
	for _, part := range list {
		row := []string{fmt.Sprint(part.ID), count(part.Records), percent(part.Share), size(float64(part.Bytes)), count(part.DistinctKeys), ""}
		if part.TopKey != nil {
			row[5] = fmt.Sprintf("%s (%s)", code(part.TopKey.Key), counted(part.TopKey.Records, "record"))
		}
		rows = append(rows, row[:len(header)])
	}
	m.table(header, rows)
	if more := len(r.Partitions) - len(list); more > 0 {
		m.printf("\nThese are the fullest; `--format json` lists the other %d too.\n", more)
	}
	m.WriteString("\n</details>\n")
}

// sources prints what was read of each partition of a topic, folded.
func (m *markdown) sources(r *report.Report) {
	topic := r.Input.Topic
	if topic == nil {
		return
	}
	m.printf("\n<details><summary>Source partitions</summary>\n\n")
	m.table(sourceHeader, sourceCells(topic))
	if more := len(topic.Partitions) - sourceRows; more > 0 {
		m.printf("\n`--format json` lists the other %d too.\n", more)
	}
	m.WriteString("\n</details>\n")
}
