package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// Layout says by which column of each base source its records are spread: records of all sources with
// equal values of theirs lie in one place. From it follows where the rows of every node lie, and so which
// needs are met. A key of several columns is several layouts, all of which have to serve.
type Layout struct {
	t      *Tree
	column []ID // by the source's Index; 0 where its records lie anywhere
	united map[*SetOp][]ID
	known  map[classesOf][]ID // what lies gave
}

// NewLayout spreads each base source by a column of it; sources that are left out lie anywhere.
func (t *Tree) NewLayout(by map[*Scan]ID) *Layout {
	l := &Layout{t: t, column: make([]ID, len(t.Scans)), united: map[*SetOp][]ID{}, known: map[classesOf][]ID{}}
	for s, id := range by {
		l.column[s.Index] = id
	}
	return l
}

// by is the column of a source; 0 if there is none.
func (l *Layout) by(s *Scan) ID {
	if s.copied {
		return 0
	}
	return l.column[s.Index]
}

// lies are the columns by each of whose values every row of a node lies, of rows that have the marks.
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

// located reports whether the rows of a join that have one side lie by the value of a column.
func (l *Layout) located(j *Join, side Node, marks Marks, mark, id ID) bool {
	marks = l.t.with(marks, mark)
	c := l.t.equal(j, marks)
	return slices.ContainsFunc(l.lies(side, marks), func(x ID) bool { return c.Same(x, id) })
}

// Serves reports whether the layout brings together the rows that a need wants together.
func (l *Layout) Serves(n *Need) bool {
	switch {
	case n.All && (n.Global || n.Match != nil || n.Kind == KindSetOp || !l.routesAll(n)):
		// Two sides that nothing has brought together yet may be held at two values.
		return false
	case n.Match != nil:
		return l.matches(n.Match)
	}
	return l.decides(n.Input, l.t.Closure(n.Input, n.Keys...), l.t.Marks(n.Input))
}

// routesAll reports whether every source below a need is spread by some column.
func (l *Layout) routesAll(n *Need) bool {
	return !slices.ContainsFunc(n.Scans, func(s *Scan) bool { return l.by(s) == 0 })
}

// matches reports whether rows that match lie in one place.
func (l *Layout) matches(m *Match) bool {
	c, left, right := l.t.matching(m)
	lie := map[ID]bool{}
	for _, id := range l.lies(m.Left, left) {
		lie[c.find(id)] = true
	}
	return slices.ContainsFunc(l.lies(m.Right, right), func(id ID) bool { return lie[c.find(id)] })
}

// decides reports whether rows of a node that agree on a closure lie in one place.
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

// decidesJoin says it of a join: by a side that every row has, or by both sides, each by a column that is
// NULL where that side is missing. Rows that agree on both then lie in one place, whichever sides they have.
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

// decidesPart reports whether a closure holds a column of a side that is NULL without it, and by whose
// value the rows lie that have it.
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
