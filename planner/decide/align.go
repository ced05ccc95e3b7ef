package decide

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/logical"
)

// aligned reports whether the sources' own partitions already bring together what the needs want, and the reason
// if they do not.
func (c *Case) aligned() (ok bool, why string) {
	for _, comp := range components(c.Hard) {
		mine := within(c.Hard, comp)
		for _, s := range comp {
			if s.IsTable() {
				return false, s.Name + " is a table, which every partition loads as a whole"
			}
		}
		if len(comp) > 1 {
			if why := c.coAligned(comp, mine); why != "" {
				return false, why
			}
			continue
		}
		if n := c.unserved(c.Tree.NewLayout(slot{comp[0]: comp[0].Partition}), mine); n != nil {
			return false, whyNotAligned(comp[0], n)
		}
	}
	return true, ""
}

// whyNotAligned tells what one source lacks: a key, or a column of its key.
func whyNotAligned(s *logical.Scan, n *logical.Need) string {
	if len(s.Known.Key) == 0 {
		return whyNoKey(s)
	}
	return s.Name + " is keyed by " + strings.Join(s.Known.Key, ", ") + ", which " + n.Text + " does not fix"
}

// whyNoKey tells why no key of a source is known.
func whyNoKey(s *logical.Scan) string {
	if s.Known.Unkeyed() {
		return s.Name + " is keyed by no column (" + s.Known.KeyBy + ")"
	}
	return "nothing says how " + s.Name + " is keyed"
}

// coAligned tells why the sources of a component are not proven to be keyed alike, or returns "" if they are: they
// have corresponding keys, the same number of partitions and the same partitioner. A partitioner that nobody
// declared counts as the same, as does the schema of record keys.
func (c *Case) coAligned(comp []*logical.Scan, needs []*logical.Need) string {
	first := comp[0]
	for _, s := range comp {
		switch {
		case len(s.Key) == 0:
			return whyNoKey(s)
		case s.Known.Partitions == 0 && s.Name != first.Name:
			return "nothing says how many partitions " + s.Name + " has, and joined sources must have the same number"
		case s.Known.Partitions != first.Known.Partitions:
			return fmt.Sprintf("%s and %s have different numbers of partitions, %d and %d", first.Name, s.Name, first.Known.Partitions, s.Known.Partitions)
		case len(s.Key) != len(first.Key):
			return first.Name + " and " + s.Name + " are keyed by different numbers of columns"
		case s.Known.Partitioner != "" && first.Known.Partitioner != "" && s.Known.Partitioner != first.Known.Partitioner:
			return first.Name + " is partitioned by " + first.Known.Partitioner + " and " + s.Name + " by " + s.Known.Partitioner
		case s.Known.KeySchema != "" && first.Known.KeySchema != "" && s.Known.KeySchema != first.Known.KeySchema:
			return "the record keys of " + first.Name + " have the schema " + first.Known.KeySchema + " and those of " + s.Name + " " +
				s.Known.KeySchema + ", so equal keys have different bytes and are in different partitions"
		}
	}
	for pos := range first.Key {
		s := slot{}
		for _, scan := range comp {
			s[scan] = scan.Key[pos]
		}
		if !c.serves(s, needs) {
			return "the sources are keyed by columns that the query does not compare"
		}
	}
	return ""
}
