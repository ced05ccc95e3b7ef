package render

import (
	"fmt"
	"math"

	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlBar is a bar in hundredths of the longest one: Part is solid, More, which follows it, is an
// outline.
type htmlBar struct{ Part, More string }

// bar is the bar of a part, and of what is less certain, of the longest bar.
func bar(part, more, longest float64) htmlBar {
	return htmlBar{hundredth(part, longest), hundredth(more, longest)}
}

// hundredth is a part of a whole in hundredths, for an attribute.
func hundredth(part, whole float64) string {
	if whole <= 0 {
		return "0"
	}
	return fmt.Sprintf("%.4g", 100*part/whole)
}

// htmlPartitions is what each partition received.
type htmlPartitions struct {
	Mean, MeanAt string // records, and the place of the mean among the bars
	Keyed        bool   // there are groups
	Rows         []htmlPartition
	More         int // partitions that have no row
	Columns      *htmlColumns
	Loads        []htmlLoad
}

// htmlPartition is one partition.
type htmlPartition struct {
	Bar                                         htmlBar
	ID, Records, Share, Bytes, Keys, Top, TopOf string
}

// newHTMLPartitions lists the partitions, of many the fullest ones and how all are filled.
func newHTMLPartitions(r *report.Report) htmlPartitions {
	list := fullest(r.Partitions)
	most := float64(mostRecords(list))
	mean := 0.0
	for _, p := range r.Partitions {
		mean += float64(p.Records) / float64(len(r.Partitions))
	}
	h := htmlPartitions{Mean: meanText(mean), MeanAt: hundredth(mean, most), More: len(r.Partitions) - len(list), Keyed: grouped(list)}
	for _, p := range list {
		row := htmlPartition{Bar: bar(float64(p.Records), 0, most), ID: fmt.Sprint(p.ID), Records: count(p.Records),
			Share: percent(p.Share), Bytes: size(float64(p.Bytes)), Keys: count(p.DistinctKeys)}
		if p.TopKey != nil && p.Records > 0 {
			row.Top = Clean(p.TopKey.Key)
			row.TopOf = hundredths(float64(p.TopKey.Records) / float64(p.Records))
		}
		h.Rows = append(h.Rows, row)
	}
	if h.More > 0 {
		h.Columns, h.Loads = newHTMLColumns(r.Partitions, mean), htmlLoads(r.Partitions, mean)
	}
	return h
}

// meanText is a mean, with a digit after the point if that matters.
func meanText(mean float64) string {
	if mean < 100 && mean != math.Trunc(mean) {
		return fmt.Sprintf("%.1f", mean)
	}
	return count(uint64(mean + 0.5))
}

// htmlHotKeys is the most frequent groups.
type htmlHotKeys struct {
	Of        string // what they are groups of
	Even      string // the even share of a partition
	EvenAt    string // its place among the bars; "" if it is off the scale
	Alone     bool   // all records of one are in one partition
	Estimated bool
	Rows      []htmlHotKey
}

// htmlHotKey is one of them.
type htmlHotKey struct {
	Bar                          htmlBar
	Rank                         int
	Key, Records, Share, AtLeast string
}

// newHTMLHotKeys lists the most frequent groups; nil if there are none.
func newHTMLHotKeys(r *report.Report) *htmlHotKeys {
	if len(r.HotKeys) == 0 {
		return nil
	}
	even := 1 / float64(max(r.Plan.Partitions, 1))
	longest := r.HotKeys[0].Share
	h := &htmlHotKeys{Of: Clean(names(r.Plan.Groups)), Even: percent(even), Alone: byKeys(r)}
	if even <= 2*longest { // beyond that the bars would become too short for the sake of the line
		longest = max(longest, even*1.02)
		h.EvenAt = hundredth(even, longest)
	}
	for i, k := range r.HotKeys {
		unsure := k.Share
		if k.Records > 0 {
			unsure = k.Share * float64(k.Error) / float64(k.Records)
		}
		h.Estimated = h.Estimated || k.Error > 0
		h.Rows = append(h.Rows, htmlHotKey{Bar: bar(k.Share-unsure, unsure, longest), Rank: i + 1, Key: Clean(k.Key),
			Records: count(k.Records), Share: percent(k.Share), AtLeast: count(k.Records - min(k.Error, k.Records))})
	}
	return h
}
