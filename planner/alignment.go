package planner

import (
	"strings"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// aligned says whether the sources' own partitions already bring together what the needs want, and
// if not, why.
func (q *Query) aligned(needs []*need) (ok bool, why string) {
	for _, comp := range components(needs) {
		mine := within(needs, comp)
		if len(comp) == 1 {
			for _, n := range mine {
				if ok, _, _ := dist.Satisfies(dist.Source(), n.dist, n.facts); !ok {
					return false, q.whyNotAligned(comp[0], n)
				}
			}
			continue
		}
		if why := q.coAligned(comp, mine); why != "" {
			return false, why
		}
	}
	return true, ""
}

// whyNotAligned says what is missing for one source: its key, or a column of it.
func (q *Query) whyNotAligned(input int, n *need) string {
	in := q.Inputs[input]
	if len(in.Known.Key) == 0 {
		return in.whyNoKey()
	}
	return in.Name + " is keyed by " + strings.Join(in.Known.Key, ", ") + ", which " + n.op.Text + " does not fix"
}

// whyNoKey says why no key of a source is known.
func (in *BaseInput) whyNoKey() string {
	if in.Known.Unkeyed() {
		return in.Name + " is keyed by no column (" + in.Known.KeyBy + ")"
	}
	return "nothing says how " + in.Name + " is keyed"
}

// coAligned says why the sources of a component are not proven to be keyed alike; "" if they are:
// corresponding keys, one partition count, one partitioner (one that nobody declared counts as the same).
func (q *Query) coAligned(comp []int, needs []*need) string {
	first := q.Inputs[comp[0]]
	for _, i := range comp {
		in := q.Inputs[i]
		switch {
		case len(in.Known.Key) == 0:
			return in.whyNoKey()
		case in.Known.Partitions == 0 && in.Name != first.Name:
			return "nothing says how many partitions " + in.Name + " has, and joined sources must have the same number"
		case in.Known.Partitions != first.Known.Partitions:
			return first.Name + " has " + itoa(first.Known.Partitions) + " partitions and " + in.Name + " has " + itoa(in.Known.Partitions)
		case len(in.Known.Key) != len(first.Known.Key):
			return first.Name + " and " + in.Name + " are keyed by different numbers of columns"
		case in.Known.Partitioner != "" && first.Known.Partitioner != "" && in.Known.Partitioner != first.Known.Partitioner:
			return first.Name + " is partitioned by " + first.Known.Partitioner + " and " + in.Name + " by " + in.Known.Partitioner
		}
	}
	for pos := range first.Known.Key {
		slot := map[int]dist.Column{}
		for _, i := range comp {
			in := q.Inputs[i]
			slot[i] = dist.Column(in.Inst + "." + in.Known.Key[pos])
		}
		if !q.servesAll(slot, needs) {
			return "the sources are keyed by columns that the query does not compare"
		}
	}
	return ""
}
