package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay"
)

// Note is a remark above a report: how the plan came about, or that it is wrong.
type Note struct {
	Kind string // error, warning or advice
	Text string
}

// ReplayTable prints a report for a terminal.
func ReplayTable(r *replay.Report, notes []Note, o Options) string {
	p := &page{Options: o}
	p.row(piece{}, piece{on(r.Plan.Strategy, r.Plan.Keys), bold},
		piece{fmt.Sprintf(" · %s · %s · from %s", plural(r.Plan.Partitions, "partition"), r.Plan.Hash, r.Plan.From), dim})
	if !r.Complete {
		notes = append([]Note{partial}, notes...)
	}
	for _, n := range notes {
		p.row(piece{n.Kind + ": ", kindInk(n.Kind)}, text(n.Text))
	}
	p.WriteByte('\n')
	p.read(r)
	p.spread(r)
	p.checks(r)
	p.partitions(r)
	p.hotKeys(r)
	return p.String()
}

// partial is the remark above a report that ended early.
var partial = Note{"warning", "The replay ended early: the report is about the records read until then."}

// read prints what was read and how fast.
func (p *page) read(r *replay.Report) {
	in, speed := r.Input, r.Throughput
	p.label("read", dim, piece{counted(in.Records, "record"), bold}, text(fmt.Sprintf(" in %s, %s, of %s",
		counted(in.Lines, "line"), size(float64(in.Bytes)), names(in.Files))))
	p.label("", dim, text(fmt.Sprintf("%s records/s, %s/s in %s with %s", rate(speed.RecordsPerSecond),
		size(speed.BytesPerSecond), duration(speed.Seconds), plural(speed.Workers, "worker"))))
	if in.Blank > 0 {
		p.label("blank", dim, text(counted(in.Blank, "line")))
	}
	if in.Rejected.Count > 0 {
		p.label("rejected", yellow, text(counted(in.Rejected.Count, "line")+": "+reasons(in.Rejected.ByReason)))
		for _, line := range in.Rejected.First {
			p.label("", dim, piece{fmt.Sprintf("%s:%d %s", line.File, line.Line, line.Reason), dim})
		}
	}
}

// reasons lists the reasons for which lines were rejected, the most frequent first.
func reasons(by map[string]uint64) string {
	list := make([]string, 0, len(by))
	for reason := range by {
		list = append(list, reason)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b)) })
	for i, reason := range list {
		list[i] = count(by[reason]) + " " + reason
	}
	return names(list)
}

// spread prints how even the partitions are, and what moves.
func (p *page) spread(r *replay.Report) {
	s := r.Skew
	p.label("skew", dim, piece{fmt.Sprintf("max/mean %.2f", s.MaxOverMean), bold}, text(fmt.Sprintf(
		", max/median %s, CV %.2f, Gini %.2f: %s", ratio(s.MaxOverMedian), s.CV, s.Gini, strings.ReplaceAll(s.Cause, "_", " "))))
	p.label("parallelism", dim, text(fmt.Sprintf("%.1f of %s at work on average while the fullest one works; %d empty",
		s.EffectiveParallelism, plural(r.Plan.Partitions, "partition"), s.Empty)))
	p.label("moved", dim, text(fmt.Sprintf("%s (%s) leave their source partition",
		counted(r.Moved.Records, "record"), percent(r.Moved.Share))))
	if n := r.Nulls.KeyRecords; n > 0 {
		p.label("null keys", yellow, text(counted(n, "record")+" with a null or missing part of the key"))
	}
	if n := r.Nulls.MissingPartition; n > 0 {
		p.label("no source", yellow, text(counted(n, "record")+" without a source partition, counted as of partition 0"))
	}
}

const (
	// partitionRows is how many partitions are listed; of more, the fullest ones.
	partitionRows = 64
	// barWidth is the length of the bar of the fullest partition, in columns.
	barWidth = 24
)

// partitions prints the fill of each partition.
func (p *page) partitions(r *replay.Report) {
	list := slices.Clone(r.Partitions)
	fullest := uint64(1)
	for _, part := range list {
		fullest = max(fullest, part.Records)
	}
	p.title("Partitions")
	if len(list) > partitionRows {
		slices.SortStableFunc(list, func(a, b replay.PartitionBlock) int { return cmp.Compare(b.Records, a.Records) })
		list = list[:partitionRows]
	}
	t := table{header: []string{"partition", "records", "share", "bytes", ""}, right: map[int]bool{0: true, 1: true, 2: true, 3: true}}
	for _, part := range list {
		bar := strings.Repeat("█", int(float64(barWidth)*float64(part.Records)/float64(fullest)+0.5))
		t.rows = append(t.rows, []cell{{fmt.Sprint(part.ID), bold}, {count(part.Records), plain}, {percent(part.Share), plain},
			{size(float64(part.Bytes)), plain}, {bar, cyan}})
	}
	p.table(t)
	if more := len(r.Partitions) - len(list); more > 0 {
		p.row(text("  "), text(fmt.Sprintf("These are the fullest; --format json lists the other %d too.", more)))
	}
}
