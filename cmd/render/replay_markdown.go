package render

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay"
)

// ReplayMarkdown prints a report for a pull request.
func ReplayMarkdown(r *replay.Report, notes []Note) string {
	m := &markdown{}
	m.printf("### Replay: %s\n\n", escape(on(r.Plan.Strategy, r.Plan.Keys)))
	if !r.Complete {
		notes = append([]Note{partial}, notes...)
	}
	for _, n := range notes {
		m.printf("> **%s:** %s\n\n", escape(capital(n.Kind)), escape(n.Text))
	}
	m.printf("%s, %s, from %s. %s in %s of %s", plural(r.Plan.Partitions, "partition"), escape(r.Plan.Hash),
		escape(r.Plan.From), counted(r.Input.Records, "record"), counted(r.Input.Lines, "line"), escape(names(r.Input.Files)))
	if n := r.Input.Rejected.Count; n > 0 {
		m.printf("; %s rejected (%s)", counted(n, "line"), escape(reasons(r.Input.Rejected.ByReason)))
	}
	m.WriteString(".\n\n")
	s := r.Skew
	m.table([]string{"max/mean", "max/median", "CV", "Gini", "effective parallelism", "empty", "moved", "null keys"}, [][]string{{
		fmt.Sprintf("%.2f", s.MaxOverMean), ratio(s.MaxOverMedian), fmt.Sprintf("%.2f", s.CV), fmt.Sprintf("%.2f", s.Gini),
		fmt.Sprintf("%.1f", s.EffectiveParallelism), fmt.Sprint(s.Empty), percent(r.Moved.Share), count(r.Nulls.KeyRecords)}})
	m.WriteString("\n<details><summary>Partitions</summary>\n\n")
	var rows [][]string
	for _, part := range r.Partitions {
		rows = append(rows, []string{fmt.Sprint(part.ID), count(part.Records), percent(part.Share), size(float64(part.Bytes))})
	}
	m.table([]string{"partition", "records", "share", "bytes"}, rows)
	m.WriteString("\n</details>\n")
	return m.String()
}
