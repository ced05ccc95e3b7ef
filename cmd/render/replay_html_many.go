package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlColumns draws all of many partitions, as columns side by side.
type htmlColumns struct {
	Width   int    // columns
	Path    string // their outline, 100 high
	MeanAt  string // the height of the mean, from above
	Each    int    // partitions in a column, which shows the fullest of them
	Last    int    // the number of the last partition
	Fullest string // what the top of the picture stands for
	Label   string
}

// maxColumns is the largest number of columns that a screen shows apart.
const maxColumns = 512

// newHTMLColumns draws the partitions in the order of their numbers.
func newHTMLColumns(list []report.PartitionBlock, mean float64) *htmlColumns {
	each := (len(list) + maxColumns - 1) / maxColumns
	most := mostRecords(list)
	h := &htmlColumns{Each: each, Last: len(list) - 1, Fullest: counted(most, "record")}
	var path strings.Builder
	path.WriteString("M0 100")
	for from := 0; from < len(list); from += each {
		top := uint64(0)
		for _, p := range list[from:min(from+each, len(list))] {
			top = max(top, p.Records)
		}
		fmt.Fprintf(&path, "V%.4gh1", 100-100*float64(top)/float64(most))
		h.Width++
	}
	path.WriteString("V100z")
	h.Path, h.MeanAt = path.String(), fmt.Sprintf("%.4g", 100-100*mean/float64(most))
	h.Label = fmt.Sprintf("Records of the partitions 0 to %d; the fullest has %s, %.2f times the mean",
		h.Last, h.Fullest, float64(most)/max(mean, 1e-9))
	return h
}

// htmlLoad is how many partitions have about one load.
type htmlLoad struct {
	Bar         htmlBar
	Load, Count string
}

// loads are the bounds of loads that are told apart, over the mean, and their names.
var loads = []struct {
	below float64
	name  string
}{{0.5, "under 0.5"}, {0.8, "0.5 to 0.8"}, {0.9, "0.8 to 0.9"}, {1.1, "0.9 to 1.1"}, {1.25, "1.1 to 1.25"}, {1.5, "1.25 to 1.5"},
	{2, "1.5 to 2"}, {4, "2 to 4"}}

// htmlLoads counts partitions by their load.
func htmlLoads(list []report.PartitionBlock, mean float64) []htmlLoad {
	found := make([]uint64, len(loads)+2) // the empty ones first, the fullest last
	for _, p := range list {
		place := len(loads) + 1
		for i, l := range loads {
			if float64(p.Records) < l.below*mean {
				place = i + 1
				break
			}
		}
		if p.Records == 0 {
			place = 0
		}
		found[place]++
	}
	most := uint64(0)
	for _, n := range found {
		most = max(most, n)
	}
	rows := make([]htmlLoad, len(found))
	for i, n := range found {
		name := "4 and more"
		switch {
		case i == 0:
			name = "empty"
		case i <= len(loads):
			name = loads[i-1].name
		}
		rows[i] = htmlLoad{bar(float64(n), 0, float64(most)), name, count(n)}
	}
	return rows
}
