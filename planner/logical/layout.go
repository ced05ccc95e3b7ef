package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Layout states by which column of each base source its records are spread: records of all sources with equal
// values in these columns lie in the same partition. From that follows where the rows of every node lie, and so
// which needs are met. A key of several columns is several layouts, all of which have to serve.
type Layout struct {
	t      *Tree
	column []ID // by the source's Index; 0 where its records may lie anywhere
	united map[*SetOp][]ID
	known  map[classesOf][]ID // what lies gave
}

// NewLayout spreads each base source by one of its columns; records of sources that are left out may lie anywhere.
func (t *Tree) NewLayout(by map[*Scan]ID) *Layout {
	l := &Layout{t: t, column: make([]ID, len(t.Scans)), united: map[*SetOp][]ID{}, known: map[classesOf][]ID{}}
	for s, id := range by {
		l.column[s.Index] = id
	}
	return l
}

// by returns the column of a source, or 0 if there is none.
func (l *Layout) by(s *Scan) ID { return l.column[s.Index] }

// lies returns the columns that each place all rows of a node that have the marks: rows with equal values of one
// of them lie in the same partition.
func (l *Layout) lies(n Node, marks Marks) []ID {
	marks = marks.of(n)
	key := classesOf{n.base().at, marks.key()}
	out, known := l.known[key]
	if !known {
		out = n.Lies(l, marks)
		l.known[key] = out
	}
	return out
}

// located reports whether a column places those rows of a join that have one side.
func (l *Layout) located(j *Join, side Node, marks Marks, mark, id ID) bool {
	marks = l.t.with(marks, mark)
	c := l.t.equal(j, marks)
	return slices.ContainsFunc(l.lies(side, marks), func(x ID) bool { return c.Same(x, id) })
}

// Serves reports whether the layout brings together the rows that a need wants together.
func (l *Layout) Serves(n *Need) bool {
	switch {
	case n.All && (n.Global || n.Match != nil):
		// Where all rows meet because a column has one value, two sides that nothing has brought together yet may
		// be held at different values.
		return false
	case n.Match != nil:
		return l.matches(n.Match)
	}
	return l.decides(n.Input, l.t.Closure(n.Input, n.Keys...), l.t.Marks(n.Input))
}

// matches reports whether rows that match lie in the same partition.
func (l *Layout) matches(m *Match) bool {
	c, left, right := l.t.matching(m)
	lie := map[ID]bool{}
	for _, id := range l.lies(m.Left, left) {
		lie[c.find(id)] = true
	}
	return slices.ContainsFunc(l.lies(m.Right, right), func(id ID) bool { return lie[c.find(id)] })
}

// decides reports whether rows of a node that agree on a closure lie in the same partition.
func (l *Layout) decides(n Node, c dist.Closure, marks Marks) bool {
	if slices.ContainsFunc(l.lies(n, marks), c.Has) {
		return true
	}
	switch n := n.(type) {
	case *Scan, *SetOp:
		return false
	case *Join:
		return l.decidesJoin(n, c, marks)
	}
	return slices.ContainsFunc(n.Inputs(), func(in Edge) bool { return !in.Apart && l.decides(in.Node, c, marks) })
}

// decidesJoin is decides for a join. Either a side that every row has decides, or both sides do, each by a column
// that is NULL where that side is missing: rows that agree on both then lie in the same partition, whichever sides
// they have.
func (l *Layout) decidesJoin(j *Join, c dist.Closure, marks Marks) bool {
	copied := j.copied()
	left := copied != 0 && Reads(j.Left)
	right := copied != 1 && Reads(j.Right)
	if left && (j.leftMark == 0 || marks.Has(j.leftMark)) && l.decides(j.Left, c, marks) {
		return true
	}
	if right && (j.rightMark == 0 || marks.Has(j.rightMark)) && l.decides(j.Right, c, marks) {
		return true
	}
	return left && right && j.leftMark != 0 && j.rightMark != 0 &&
		l.decidesPart(j, j.Left, c, l.t.with(marks, j.leftMark)) && l.decidesPart(j, j.Right, c, l.t.with(marks, j.rightMark))
}

// decidesPart reports whether a closure holds a column that is NULL in rows without a side and places the rows
// that have it.
func (l *Layout) decidesPart(j *Join, side Node, c dist.Closure, marks Marks) bool {
	same := l.t.equal(j, marks)
	for _, x := range l.lies(side, marks) {
		if c.Has(x) && l.t.absent(x, side) {
			return true
		}
		for _, id := range same.Members(x) {
			if c.Has(id) && l.t.absent(id, side) {
				return true
			}
		}
	}
	return false
}
