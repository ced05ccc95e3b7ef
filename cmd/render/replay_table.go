package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// ReplayTable prints a report for a terminal: the verdict first.
func ReplayTable(r *report.Report, notes []Note, o Options) string {
	p := &page{Options: o}
	p.verdict(verdictOf(r, notes))
	p.WriteByte('\n')
	p.report(r, notes)
	return p.String()
}

// report prints what stands behind the verdict.
func (p *page) report(r *report.Report, notes []Note) {
	p.row(piece{}, piece{on(r.Plan.Strategy, r.Plan.Keys), bold},
		piece{fmt.Sprintf(" · %s · %s · from %s", Plural(r.Plan.Partitions, "partition"), r.Plan.Hash, r.Plan.From), dim})
	for _, n := range remarks(r, notes) {
		p.row(piece{n.Kind + ": ", kindInk(n.Kind)}, text(n.Text))
	}
	p.WriteByte('\n')
	p.read(r)
	p.spread(r)
	p.checks(r)
	p.partitions(r)
	p.hotKeys(r)
	p.remedies(r)
	p.whatIf(r)
	p.compare(r)
}

// read prints what was read and how fast.
func (p *page) read(r *report.Report) {
	in := r.Input
	p.label("read", dim, piece{counted(in.Records, "record"), bold}, text(readText(r)))
	if in.Topic != nil {
		if part := offsetsText(r); part != "" {
			p.label("", dim, text(part))
		}
	}
	if speed := speedText(r.Throughput); speed != "" {
		p.label("", dim, text(speed))
	}
	if stages := stageShares(r.Throughput); stages != nil {
		p.label("time", dim, text(stagesText(stages)))
	}
	if in.Blank > 0 {
		p.label("blank", dim, text(counted(in.Blank, "line")))
	}
	if in.Rejected.Count > 0 {
		p.label("rejected", yellow, text(counted(in.Rejected.Count, unit(r))+": "+reasons(in.Rejected.ByReason)))
		for i := range in.Rejected.First {
			p.label("", dim, piece{rejectedText(&in.Rejected.First[i]), dim})
		}
	}
}

// byReason lists the reasons for which lines were rejected, the most frequent first.
func byReason(by map[string]uint64) []string {
	list := make([]string, 0, len(by))
	for reason := range by {
		list = append(list, reason)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b)) })
	return list
}

// reasons counts the reasons for which lines were rejected, the most frequent first.
func reasons(by map[string]uint64) string {
	list := byReason(by)
	for i, reason := range list {
		list[i] = count(by[reason]) + " " + reason
	}
	return names(list)
}

// spread prints how even the partitions are, why, and what moves.
func (p *page) spread(r *report.Report) {
	s := r.Skew
	p.label("skew", dim, piece{fmt.Sprintf("max/mean %.2f", s.MaxOverMean), bold}, text(", "+skewText(s)))
	if cause := causeOf(r); cause != "" {
		p.label("cause", dim, text(cause))
	}
	p.label("parallelism", dim, text(fmt.Sprintf("%.1f of %s at work on average while the fullest one works; %d empty",
		s.EffectiveParallelism, Plural(r.Plan.Partitions, "partition"), s.Empty)))
	p.overTime(r)
	p.keeps(r)
	if !sourceless(r) {
		p.label("moved", dim, text(fmt.Sprintf("%s (%s) leave their source partition",
			counted(r.Moved.Records, "record"), percent(r.Moved.Share))))
	}
	if r.Nulls.KeyRecords > 0 {
		p.label("null keys", yellow, text(nullsText(r.Nulls)))
	}
	if r.Nulls.MissingPartition > 0 {
		p.label("no source", yellow, text(sourcelessText(r)))
	}
}

// nullsText says how many records have no whole key, and how many of them lack a field of it.
func nullsText(n report.NullsBlock) string {
	text := counted(n.KeyRecords, "record") + " with a null or missing part of the key"
	if n.MissingKey > 0 {
		text += ", " + count(n.MissingKey) + " of them without the field"
	}
	return text
}

const (
	// exampleRows is how many examples of a failed check are shown.
	exampleRows = 3
	// hotRows is how many of the most frequent groups are shown.
	hotRows = 5
)

// checks prints which claims hold of the records, with examples of those that do not, and how the
// report stands against the thresholds.
func (p *page) checks(r *report.Report) {
	p.title("Checks")
	width := len("  "+checks.SourceKeyHolds) + 2
	line := func(name, result string, i ink, more string) {
		if more != "" {
			more = ": " + more
		}
		p.row(piece{pad("  "+Clean(name), width), i}, piece{result, i}, text(more))
	}
	for _, c := range r.Checks {
		line(c.Check, resultText(c.Result), resultInk(c.Result), checkText(c))
		for _, e := range c.Examples[:min(len(c.Examples), exampleRows)] {
			p.row(piece{strings.Repeat(" ", width), plain}, piece{exampleText(e), dim})
		}
		if more := len(c.Examples) - exampleRows; more > 0 {
			p.row(piece{strings.Repeat(" ", width), plain}, piece{fmt.Sprintf("and others; --format html lists %d more", more), dim})
		}
	}
	for _, t := range r.Thresholds {
		result, ink := limitResult(t)
		line(t.Name, result, ink, limitDetail(t))
	}
}

// hotKeys prints the most frequent groups.
func (p *page) hotKeys(r *report.Report) {
	if len(r.HotKeys) == 0 {
		return
	}
	p.title("Most frequent", piece{hotBy(r), dim})
	for _, k := range r.HotKeys[:min(len(r.HotKeys), hotRows)] {
		atMost := ""
		if k.Error > 0 {
			atMost = ", at most " + count(k.Error) + " too many"
		}
		p.row(text("  "), text(fmt.Sprintf("%s: %s (%s)%s", k.Key, counted(k.Records, "record"), percent(k.Share), atMost)))
	}
}

// hotBy says what the most frequent groups are groups of, where that is not what routes.
func hotBy(r *report.Report) string {
	if byKeys(r) || len(r.Plan.Groups) == 0 {
		return ""
	}
	return "by " + names(r.Plan.Groups)
}
