package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/report"
)

const (
	// partitionRows is how many partitions are listed; of more, the fullest ones.
	partitionRows = 64
	// minBar and maxBar are the lengths between which the bar of the fullest partition lies.
	minBar, maxBar = 10, 24
	// minTop and maxTop are the widths between which the column of the top keys lies; where there is
	// no room for the smaller one, they are not shown.
	minTop, maxTop = 10, 20
)

// fullest returns the partitions to list: all in their order, or of many the fullest ones.
func fullest(all []report.PartitionBlock) []report.PartitionBlock {
	if len(all) <= partitionRows {
		return all
	}
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b report.PartitionBlock) int { return cmp.Compare(b.Records, a.Records) })
	return list[:partitionRows]
}

// mostRecords is the number of records of the fullest partition, 1 at least.
func mostRecords(list []report.PartitionBlock) uint64 {
	most := uint64(1)
	for _, part := range list {
		most = max(most, part.Records)
	}
	return most
}

// grouped reports whether the records of partitions are in groups.
func grouped(list []report.PartitionBlock) bool {
	return slices.ContainsFunc(list, func(p report.PartitionBlock) bool { return p.TopKey != nil })
}

// partitions prints the fill of each partition.
func (p *page) partitions(r *report.Report) {
	list := fullest(r.Partitions)
	p.title("Partitions")
	t := table{header: []string{"partition", "records", "share", "bytes"}, right: map[int]bool{0: true, 1: true, 2: true, 3: true}}
	for _, part := range list {
		t.rows = append(t.rows, []cell{{fmt.Sprint(part.ID), bold}, {count(part.Records), plain}, {percent(part.Share), plain},
			{size(float64(part.Bytes)), plain}})
	}
	room := p.keyColumns(&t, list)
	most := float64(mostRecords(list))
	t.header = append(t.header, "")
	for i, part := range list {
		length := float64(min(max(room, minBar), maxBar)) * float64(part.Records) / most
		t.rows[i] = append(t.rows[i], cell{strings.Repeat("█", int(length+0.5)), cyan})
	}
	p.table(t)
	if more := len(r.Partitions) - len(list); more > 0 {
		p.row(text("  "), text(fmt.Sprintf("These are the fullest; --format json lists the other %d too.", more)))
	}
}

// keyColumns adds the columns about keys, as far as there is room for them and a bar, and returns
// the room that is left for the bar.
func (p *page) keyColumns(t *table, list []report.PartitionBlock) int {
	room := p.width() - cellBorder
	for _, width := range t.widths(p.width()) {
		room -= width + cellBorder
	}
	keys := table{header: []string{"keys"}, right: map[int]bool{0: true}}
	tops := table{header: []string{"top key"}}
	for _, part := range list {
		keys.rows = append(keys.rows, []cell{{count(part.DistinctKeys), plain}})
		tops.rows = append(tops.rows, []cell{{topText(part, maxTop), dim}})
	}
	width := keys.widths(p.width())[0] + cellBorder
	if !grouped(list) || room < width+minBar {
		return room
	}
	room -= width
	t.add(keys)
	if room < minTop+cellBorder+minBar {
		return room
	}
	limit := min(maxTop, room-cellBorder-minBar)
	for i, part := range list {
		tops.rows[i][0].text = topText(part, limit)
	}
	t.add(tops)
	return room - tops.widths(p.width())[0] - cellBorder
}

// add adds the columns of another table with as many rows.
func (t *table) add(other table) {
	for i := range other.right {
		t.right[len(t.header)+i] = true
	}
	t.header = append(t.header, other.header...)
	for i := range t.rows {
		t.rows[i] = append(t.rows[i], other.rows[i]...)
	}
}

// topText is the most frequent key of a partition and its part of the partition's records, in at
// most width columns.
func topText(part report.PartitionBlock, width int) string {
	if part.TopKey == nil || part.Records == 0 {
		return ""
	}
	key, share := Clean(part.TopKey.Key), " "+hundredths(float64(part.TopKey.Records)/float64(part.Records))
	if columns(key)+columns(share) > width {
		key, _ = cutTo(key, width-columns(share)-1)
		key += "…"
	}
	return key + share
}
