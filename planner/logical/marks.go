package logical

import (
	"encoding/binary"
	"slices"
)

// Marks are the sides of outer joins that every row is known to have, in ascending order.
type Marks []ID

// Has reports whether every row has that side.
func (m Marks) Has(mark ID) bool {
	_, ok := slices.BinarySearch(m, mark)
	return ok
}

// key is a text that tells marks from others.
func (m Marks) key() string {
	if len(m) == 0 {
		return ""
	}
	out := make([]byte, 0, 4*len(m))
	for _, id := range m {
		out = binary.LittleEndian.AppendUint32(out, uint32(id))
	}
	return string(out)
}

// with adds marks, and what they imply.
func (t *Tree) with(m Marks, more ...ID) Marks {
	var added Marks
	for _, mark := range more {
		if !m.Has(mark) {
			added = append(append(added, mark), t.implied[mark]...) // which are complete: they come from below
		}
	}
	if added == nil {
		return m
	}
	return m.union(added)
}

// union returns the marks of either set.
func (m Marks) union(o Marks) Marks {
	if len(m) == 0 && slices.IsSorted(o) {
		return o
	}
	out := slices.Concat(m, o)
	slices.Sort(out)
	return slices.Compact(out)
}

// of returns the marks of joins at or below a node. They are made in the order of the joins.
func (m Marks) of(n Node) Marks {
	b := n.base()
	from, _ := slices.BinarySearch(m, b.firstMark)
	to, _ := slices.BinarySearch(m, b.lastMark+1)
	return m[from:max(from, to)]
}

// Marks returns the sides of outer joins below a node that all of its rows have.
func (t *Tree) Marks(n Node) Marks { return t.marks[n.base().at] }
