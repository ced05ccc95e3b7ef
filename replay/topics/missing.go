package topics

import (
	"fmt"
	"slices"
	"strings"
)

// gap is offsets that were to be read and were not, in all of some partitions.
type gap struct {
	OffsetRange
	partitions []int32 // in order
}

// gaps returns what was not read; where no end is set, nothing is missing after what was read last.
func (r *Account) gaps() (gaps []gap) {
	add := func(partition int32, o OffsetRange) {
		if o.From >= o.To {
			return
		}
		i := slices.IndexFunc(gaps, func(g gap) bool { return g.OffsetRange == o })
		if i < 0 {
			i = len(gaps)
			gaps = append(gaps, gap{OffsetRange: o})
		}
		gaps[i].partitions = append(gaps[i].partitions, partition)
	}
	for _, p := range r.Partitions {
		at := p.Begin
		for _, o := range p.Read {
			add(p.Partition, OffsetRange{at, o.From})
			at = max(at, o.To)
		}
		if p.End != NoEnd {
			add(p.Partition, OffsetRange{at, p.End})
		}
	}
	return gaps
}

// Missing returns the gaps in words, at most most of them; empty if there are none.
func (r *Account) Missing(most int) string {
	var texts []string
	gaps := r.gaps()
	for _, g := range gaps[:min(most, len(gaps))] {
		texts = append(texts, g.String())
	}
	switch more := len(gaps) - most; {
	case more == 1:
		texts = append(texts, "and 1 range more")
	case more > 1:
		texts = append(texts, fmt.Sprintf("and %d ranges more", more))
	}
	return strings.Join(texts, ", ")
}

// String says which offsets of which partitions they are, neighbours as "0 to 3".
func (g *gap) String() string {
	var runs []string
	for i := 0; i < len(g.partitions); {
		first, n := g.partitions[i], 1
		for i+n < len(g.partitions) && g.partitions[i+n] == first+int32(n) {
			n++
		}
		switch n {
		case 1:
			runs = append(runs, fmt.Sprint(first))
		case 2:
			runs = append(runs, fmt.Sprint(first), fmt.Sprint(first+1))
		default:
			runs = append(runs, fmt.Sprintf("%d to %d", first, int(first)+n-1))
		}
		i += n
	}
	noun := "partition"
	if len(g.partitions) > 1 {
		noun = "partitions"
	}
	if last := len(runs) - 1; last > 0 {
		runs = []string{strings.Join(runs[:last], ", ") + " and " + runs[last]}
	}
	return fmt.Sprintf("%s of %s %s", g.OffsetRange, noun, runs[0])
}
