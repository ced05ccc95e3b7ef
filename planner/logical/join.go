package logical

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Join brings together the rows of two inputs of which its condition holds.
type Join struct {
	Base
	Kind        syntax.JoinKind
	Left, Right Node
	// Equal are the equalities of the condition, with the left input's column first.
	Equal []Pair
	// Values are columns that are not NULL where the condition holds.
	Values []ID
	// Exact reports whether the condition is one equality and nothing more, so that this column alone decides
	// whether a record has a match.
	Exact bool
	// Never reports whether the condition holds of no pair.
	Never bool
	// Extended pairs computed columns of a side that a row may lack with the columns that stand for them above the
	// join: COALESCE(x, 0) of a missing record is NULL, though COALESCE(NULL, 0) is 0.
	Extended []Pair
	// Merged are the columns that a FULL JOIN with USING makes of two: the COALESCE of its equal columns.
	Merged []Merged
	// More are facts, besides Equal, that the condition states of matched rows.
	More []Fact

	leftMark, rightMark ID
	// Rows of a side that is kept without a match do not matter where a filter above the join rejects them.
	leftRejected, rightRejected bool
}

// Pair is two columns that are equal where records match.
type Pair struct {
	Left, Right ID
	NullSafe    bool // IS NOT DISTINCT FROM: NULL is equal to NULL
	Text        string
}

// Merged is a column that has the value of whichever of the two sides a row has.
type Merged struct{ ID, Left, Right ID }

// Inner reports whether a kind of join keeps only matches.
func Inner(k syntax.JoinKind) bool {
	return k == syntax.JoinInner || k == syntax.JoinCross || k == syntax.JoinComma
}

// KeepsLeft reports whether records of the left side come out even without a match.
func KeepsLeft(k syntax.JoinKind) bool { return k == syntax.JoinLeft || k == syntax.JoinFull }

// KeepsRight reports whether records of the right side come out even without a match.
func KeepsRight(k syntax.JoinKind) bool { return k == syntax.JoinRight || k == syntax.JoinFull }

// NewJoin makes a join without a condition; the caller fills that in before the tree is finished.
func NewJoin(cs *Columns, kind syntax.JoinKind, left, right Node) *Join {
	j := &Join{Kind: kind, Left: left, Right: right}
	j.under(left, right)
	if KeepsLeft(kind) {
		j.rightMark = cs.Mark()
	}
	if KeepsRight(kind) {
		j.leftMark = cs.Mark()
	}
	return j
}

// Inputs implements Node.
func (j *Join) Inputs() []Edge {
	return []Edge{{Node: j.Left, Mark: j.leftMark}, {Node: j.Right, Mark: j.rightMark}}
}

// copies reports whether an input of a node consists of tables that every partition loads: the side of a join that
// is not preserved, or a subquery.
func copies(n Node, input int) bool {
	switch n := n.(type) {
	case *Join:
		return n.copied() == input
	case *Apply:
		return input == 1 && Copyable(n.Query)
	}
	return false
}

// copied returns the input that every partition loads: 0 or 1, or -1 for neither.
func (j *Join) copied() int {
	switch {
	case !Reads(j.Left) || !Reads(j.Right):
		return -1
	case Copyable(j.Right) && !j.keepsRight():
		return 1
	case Copyable(j.Left) && !j.keepsLeft() && len(totalMarks(j.Right)) == 0:
		return 0
	}
	return -1
}

// keepsLeft reports whether records of the left side matter even without a match.
func (j *Join) keepsLeft() bool { return KeepsLeft(j.Kind) && !j.leftRejected }

// keepsRight reports whether records of the right side matter even without a match.
func (j *Join) keepsRight() bool { return KeepsRight(j.Kind) && !j.rightRejected }

// reject notes which outer joins keep rows that a filter above them rejects: `t RIGHT JOIN dim .. WHERE t.a = 1`
// keeps nothing but matches. reject reports whether that changes which tables every partition loads; the tree then
// has to be numbered again.
func (t *Tree) reject() bool {
	changed := false
	for _, n := range t.nodes {
		j, ok := n.(*Join)
		if !ok || Inner(j.Kind) {
			continue
		}
		before, marks := j.copied(), t.Marks(t.survive[j.at].at)
		j.leftRejected = j.leftRejected || j.rightMark != 0 && marks.Has(j.rightMark)
		j.rightRejected = j.rightRejected || j.leftMark != 0 && marks.Has(j.leftMark)
		changed = changed || j.copied() != before
	}
	return changed
}

// matched returns the marks of rows that have a match.
func (j *Join) matched() []ID {
	var out []ID
	for _, m := range []ID{j.leftMark, j.rightMark} {
		if m != 0 {
			out = append(out, m)
		}
	}
	return out
}

// demands adds to marks what the condition demands of all rows of an inner join, or of the matches of an outer
// one.
func (j *Join) demands(t *Tree, m Marks) Marks {
	values := slices.Clone(j.Values)
	for _, p := range j.Equal {
		if !p.NullSafe {
			values = append(values, p.Left, p.Right)
		}
	}
	if Inner(j.Kind) {
		return t.hasValues(m, j, values...)
	}
	found := t.hasValues(nil, j, values...)
	for _, mark := range j.matched() {
		if j.Kind != syntax.JoinFull {
			t.implied[mark] = t.implied[mark].union(slices.DeleteFunc(slices.Clone(found), func(f ID) bool { return f == mark }))
		}
	}
	return m
}

// Facts states which columns a match makes equal. After a LEFT JOIN, a record without a match has NULL on the
// right. The left column still determines the right one where the condition is that equality alone.
func (j *Join) Facts(t *Tree) []Fact {
	var out []Fact
	for _, p := range j.Equal {
		if !t.alike(p) {
			continue
		}
		why := func(t *Tree) string { return t.Show(p.Left) + " = " + t.Show(p.Right) + " in the join" }
		if p.Text != "" {
			why = because(p.Text)
		}
		f := Fact{From: []ID{p.Left}, To: p.Right, Equal: true, Guard: j.matched(), Why: why}
		if j.Kind == syntax.JoinFull || len(f.Guard) > 0 {
			plain := why
			f.Why = func(t *Tree) string { return plain(t) + ", and only matches come out" }
		}
		out = append(out, f)
		switch {
		case !j.Exact:
		case j.Kind == syntax.JoinLeft:
			out = append(out, Fact{From: []ID{p.Left}, To: p.Right, Why: why})
		case j.Kind == syntax.JoinRight:
			out = append(out, Fact{From: []ID{p.Right}, To: p.Left, Why: why})
		}
	}
	for _, p := range j.Extended {
		mark := j.leftMark
		if t.Belongs(p.Left, j.Right) {
			mark = j.rightMark
		}
		out = append(out, Fact{From: []ID{p.Left}, To: p.Right, Equal: true, Guard: []ID{mark}, Why: func(t *Tree) string {
			return t.Columns.Name(p.Left) + " has its value wherever there is a match"
		}})
	}
	for _, m := range j.Merged {
		for _, side := range []struct{ of, mark ID }{{m.Left, j.leftMark}, {m.Right, j.rightMark}} {
			out = append(out, Fact{From: []ID{side.of}, To: m.ID, Equal: true, Guard: []ID{side.mark}, Why: func(t *Tree) string {
				return t.Columns.Name(m.ID) + " is " + t.Show(side.of) + " where there is one"
			}})
		}
	}
	for _, f := range j.More {
		f.Guard = append(slices.Clone(f.Guard), j.matched()...)
		out = append(out, f)
	}
	return out
}

// alike reports whether equal values of the two columns have equal key bytes.
func (t *Tree) alike(p Pair) bool {
	return t.Columns.Get(p.Left).Type.Alike(t.Columns.Get(p.Right).Type)
}

// Empty implements Node.
func (j *Join) Empty(t *Tree) bool {
	left, right := t.Empty(j.Left), t.Empty(j.Right)
	switch j.Kind {
	case syntax.JoinLeft:
		return left
	case syntax.JoinRight:
		return right
	case syntax.JoinFull:
		return left && right
	}
	return left || right || j.Never
}

// Requires implements Node: records of the two sides that match have to meet.
func (j *Join) Requires(t *Tree) []*Need {
	switch {
	case !Reads(j.Left) || !Reads(j.Right):
		return j.requiresOnce()
	case j.copied() >= 0 || t.Empty(j.Left) || t.Empty(j.Right) || j.Never:
		return nil
	}
	m := &Match{Left: j.Left, Right: j.Right, join: j}
	m.Pairs, m.Unlike = t.pairs(m)
	return m.needs(KindJoin, j.Text, j.Span, "it has no equality between the two sides, so any record may meet any other")
}

// requiresOnce returns the need of a join with a side that reads no source. Every partition has the rows of that
// side. Those that are kept without a match, or that a LATERAL total gives a row for, would come out in each.
func (j *Join) requiresOnce() []*Need {
	kept := (!Reads(j.Left) && (j.keepsLeft() || len(totalMarks(j.Right)) > 0)) || (!Reads(j.Right) && j.keepsRight())
	if !kept || !Reads(j) {
		return nil
	}
	return []*Need{constantRows(j.Span)}
}

// Lies implements Node. Where a match is certain it returns the columns of both sides, and otherwise those of the
// side that is kept. Of a FULL JOIN it returns the columns that have the value of whichever side a row has.
func (j *Join) Lies(l *Layout, marks Marks) []ID {
	switch j.copied() {
	case 0:
		return l.lies(j.Right, marks)
	case 1:
		return l.lies(j.Left, marks)
	}
	left := j.leftMark == 0 || marks.Has(j.leftMark)
	right := j.rightMark == 0 || marks.Has(j.rightMark)
	var out []ID
	if left && Reads(j.Left) {
		out = append(out, l.lies(j.Left, marks)...)
	}
	if right && Reads(j.Right) {
		out = append(out, l.lies(j.Right, marks)...)
	}
	if left || right {
		return out
	}
	for _, m := range j.Merged {
		if l.located(j, j.Left, marks, j.leftMark, m.ID) && l.located(j, j.Right, marks, j.rightMark, m.ID) {
			out = append(out, m.ID)
		}
	}
	return out
}

// Ordered implements Node. Where one side is copied or reads nothing, the order of the other survives.
func (j *Join) Ordered() bool {
	switch {
	case j.copied() == 0 || !Reads(j.Left):
		return j.Right.Ordered()
	case j.copied() == 1 || !Reads(j.Right):
		return j.Left.Ordered()
	}
	return false
}
