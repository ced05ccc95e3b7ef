package planner

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// chain notes that an inner join goes on with the inner join on its left: `a, b, c` is one set of
// sources that may be joined in any order, whatever order they are written in.
func (a *analysis) chain(j *syntax.Join, op *Operator) {
	if !inner(j.Kind) {
		return
	}
	if left, ok := j.Left.(*syntax.Join); ok && inner(left.Kind) {
		for _, o := range a.q.Operators {
			if o.Kind == OpJoin && o.Chain > 0 && sameInputs(append(append([]int(nil), o.Left...), o.Right...), op.Left) {
				op.Chain = o.Chain
				return
			}
		}
	}
	a.chains++
	op.Chain = a.chains
}

func sameInputs(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// closeJoins settles what the joins require, now that WHERE has said all it has: chains of inner
// joins are put into an order in which each step has an equality, if there is one; a join without
// an equality lets any record meet any other.
func (a *analysis) closeJoins() {
	chains := map[int][]*Operator{}
	for _, op := range a.q.Operators {
		if op.Kind == OpJoin {
			op.Equal = a.withoutTime(op.Equal)
		}
		if op.Kind == OpJoin && op.Chain > 0 {
			chains[op.Chain] = append(chains[op.Chain], op)
		}
	}
	for i := 1; i <= a.chains; i++ {
		if ops := chains[i]; len(ops) > 1 && anyWithoutEquality(ops) {
			a.reorder(ops)
		}
	}
	for _, op := range a.q.Operators {
		if op.Kind == OpJoin && len(op.Equal) == 0 {
			op.All, op.AllWhy = true, "it has no equality between the two sides, so any record may meet any other"
		}
	}
}

func anyWithoutEquality(ops []*Operator) bool {
	for _, op := range ops {
		if len(op.Equal) == 0 {
			return true
		}
	}
	return false
}

// reorder gives the joins of a chain other sides: the sources are taken in written order, but one
// that has no equality yet with those taken waits until it has. The joins keep their places and
// facts; all facts of an inner chain hold of its result, which is what the needs are checked on.
func (a *analysis) reorder(ops []*Operator) {
	leaves := []half{ops[0].left}
	var pairs []Pair
	for _, op := range ops {
		leaves = append(leaves, op.right)
		pairs = append(pairs, op.Equal...)
	}
	last := ops[len(ops)-1]
	taken, rest := leaves[0], leaves[1:]
	for _, op := range ops {
		at, equal := 0, []Pair(nil)
		for i, leaf := range rest {
			if equal = a.between(pairs, taken, leaf); len(equal) > 0 {
				at = i
				break
			}
		}
		leaf := rest[at]
		op.Left, op.Right, op.Equal = taken.inputs, leaf.inputs, equal
		op.facts, op.optional, op.unions = last.facts, last.optional, last.unions
		taken = half{slices.Concat(taken.inputs, leaf.inputs), slices.Concat(taken.cols, leaf.cols)}
		op.Inputs = taken.inputs
		rest = slices.Delete(slices.Clone(rest), at, at+1)
	}
}

// between are the pairs that stand between two sets of sources, left side first.
func (a *analysis) between(pairs []Pair, left, right half) []Pair {
	var out []Pair
	for _, p := range pairs {
		switch {
		case left.of(a.q, p.Left) && right.of(a.q, p.Right):
			out = append(out, p)
		case left.of(a.q, p.Right) && right.of(a.q, p.Left):
			out = append(out, p.swapped())
		}
	}
	return out
}
