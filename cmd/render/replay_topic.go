package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
)

// offsets are those of a topic, all its partitions together.
type offsets struct {
	read, all uint64
	endless   bool // a partition has no end: all is not known
	untouched int  // partitions of which there was something to read, and nothing was
}

// offsetsOf adds up what there was to read of a topic, and what was.
func offsetsOf(t *report.TopicBlock) (sum offsets) {
	for _, p := range t.Partitions {
		for _, o := range p.Read {
			sum.read += uint64(o.To - o.From)
		}
		if p.End == nil {
			sum.endless = true
			continue
		}
		sum.all += uint64(max(0, *p.End-p.Begin))
		if len(p.Read) == 0 && p.Begin < *p.End {
			sum.untouched++
		}
	}
	return sum
}

// whole reports whether everything was read that there was to read.
func (o offsets) whole() bool { return !o.endless && o.read >= o.all }

// String says how many were read: of how many, if these are not all.
func (o offsets) String() string {
	switch {
	case o.endless:
		return counted(o.read, "offset")
	case o.whole():
		return "all " + counted(o.all, "offset")
	}
	return fmt.Sprintf("%s of %s (%s)", count(o.read), counted(o.all, "offset"), partOf(o.read, o.all))
}

// partOf is a part of a whole in hundredths, which is never as much as the whole.
func partOf(part, whole uint64) string {
	return fmt.Sprintf("%.1f %%", min(100*float64(part)/float64(whole), 99.9))
}

// topicText names a topic, how many of its partitions were read, and the group that shares it.
func topicText(t *report.TopicBlock) string {
	partitions, group := Plural(len(t.Partitions), "partition"), ""
	if o := offsetsOf(t); !o.endless && o.untouched > 0 {
		partitions = fmt.Sprintf("%d of %s", len(t.Partitions)-o.untouched, partitions)
	}
	if t.Group != "" {
		group = ", shared by group " + t.Group
	}
	return fmt.Sprintf("topic %s, %s%s", t.Name, partitions, group)
}

// ofTopic names the topic of a report after the number of its records; "" if there is none.
func ofTopic(r *report.Report) string {
	if r.Input.Topic == nil {
		return ""
	}
	return " of topic " + r.Input.Topic.Name
}

// offsetsText says which part of a topic's offsets was read, and that some have no record; "" if there is
// nothing to say.
func offsetsText(r *report.Report) string {
	o := offsetsOf(r.Input.Topic)
	switch {
	case o.endless:
		return o.String() + " up to now; the replay follows the topic"
	case !o.whole():
		return o.String()
	case r.Input.Lines < o.all:
		return o.String() + ", " + count(o.all-r.Input.Lines) + " of them without a record"
	}
	return ""
}

// unit is what an input is made of.
func unit(r *report.Report) string {
	if r.Input.Topic != nil {
		return "record"
	}
	for _, format := range r.Input.Formats {
		if format != string(reading.FormatValues) {
			return "line"
		}
	}
	if len(r.Input.Formats) == 0 {
		return "line"
	}
	return reading.UnitValue
}

// readText says what was read, but for the number of records.
func readText(r *report.Report) string {
	in := r.Input
	if in.Topic != nil {
		return fmt.Sprintf(", %s, of %s", size(float64(in.Bytes)), topicText(in.Topic))
	}
	return fmt.Sprintf(" in %s, %s, of %s", counted(in.Lines, unit(r)), size(float64(in.Bytes)), names(in.Files))
}

// rejectedText is a rejected line with its reason, and where it is wrong.
func rejectedText(line *reading.RejectedLine) string {
	text := line.Place() + ": " + line.Reason
	if line.Partition == nil && line.Unit == "" {
		place := fmt.Sprintf("%s:%d", line.File, line.Line)
		if line.Column > 0 {
			place += fmt.Sprintf(":%d", line.Column)
		}
		text = place + " " + line.Reason
	}
	return text + line.Detail()
}

// topicRemark says that a report is about a part of a topic.
func topicRemark(r *report.Report) Note {
	o, text := offsetsOf(r.Input.Topic), "The report is partial"
	if !o.endless && !o.whole() {
		text += " (" + partOf(o.read, o.all) + " of the offsets)"
	}
	switch {
	case r.Partial == nil:
	case o.endless && r.Partial.Because == state.Interrupted:
		return Note{Kind: "note", Text: "The replay followed the topic until it was interrupted."}
	default:
		text += ": " + r.Partial.Because
	}
	return Note{Kind: "warning", Text: text + "."}
}

const (
	// sourceRows is how many partitions of a topic are listed.
	sourceRows = 64
	// shownRanges is how many ranges of offsets are listed for each.
	shownRanges = 3
)

// sourceHeader are the columns of sourceCells.
var sourceHeader = []string{"source partition", "begin", "end", "records", "offsets read"}

// sourceCells list the first partitions of a topic with what was read of them. End is after the last
// offset.
func sourceCells(t *report.TopicBlock) [][]string {
	var rows [][]string
	for _, p := range t.Partitions[:min(len(t.Partitions), sourceRows)] {
		end := "-"
		if p.End != nil {
			end = strconv.FormatInt(*p.End, 10)
		}
		rows = append(rows, []string{fmt.Sprint(p.ID), fmt.Sprint(p.Begin), end, count(p.Records), rangesText(&p)})
	}
	return rows
}

// rangesText says which offsets of a partition were read.
func rangesText(p *report.TopicPartition) string {
	switch {
	case len(p.Read) == 0 && p.End != nil && p.Begin >= *p.End:
		return "there are none"
	case len(p.Read) == 0:
		return "none"
	case p.End != nil && len(p.Read) == 1 && p.Read[0] == topics.OffsetRange{From: p.Begin, To: *p.End}:
		return "all"
	}
	var list []string
	for _, o := range p.Read[:min(len(p.Read), shownRanges)] {
		_, numbers, _ := strings.Cut(o.String(), " ")
		list = append(list, numbers)
	}
	if more := len(p.Read) - shownRanges; more > 0 {
		list = append(list, fmt.Sprintf("%d ranges more", more))
	}
	return names(list)
}
