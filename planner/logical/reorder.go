package logical

import "slices"

// reorder rearranges chains of inner joins in which some join would have no equality between its sides: `a, b, c`
// may be joined in any order. The sources are taken in written order, except that one without an equality to those
// already taken waits until it has one. reorder reports whether it changed anything; the tree then has to be
// numbered again.
func (t *Tree) reorder() bool {
	changed := false
	inChain := map[*Join]bool{}
	for _, n := range slices.Backward(t.nodes) { // the top of a chain comes first
		j, ok := n.(*Join)
		if !ok || inChain[j] || !Inner(j.Kind) {
			continue
		}
		joins := []*Join{j}
		for {
			below, ok := joins[len(joins)-1].Left.(*Join)
			if !ok || !Inner(below.Kind) {
				break
			}
			joins = append(joins, below)
			inChain[below] = true
		}
		slices.Reverse(joins)
		if len(joins) > 1 && t.lacksEquality(joins) {
			changed = t.rearrange(joins) || changed
		}
	}
	return changed
}

// lacksEquality reports whether any record of one side of some join may meet any record of the other.
func (t *Tree) lacksEquality(joins []*Join) bool {
	for _, j := range joins {
		for _, n := range j.Requires(t) {
			if n.All && n.Match != nil {
				return true
			}
		}
	}
	return false
}

// rearrange joins the sources of a chain, given from the bottom up, in another order.
func (t *Tree) rearrange(joins []*Join) bool {
	leaves := []Node{joins[0].Left}
	var equal []Pair
	for _, j := range joins {
		leaves = append(leaves, j.Right)
		equal = append(equal, j.Equal...)
	}
	top := joins[len(joins)-1]
	classes := t.mattering(t.survive[top.at])
	of := t.leafClasses(classes, leaves)
	order, taken := []Node{leaves[0]}, map[ID]bool{}
	for root := range of[leaves[0]] {
		taken[root] = true
	}
	rest := slices.Clone(leaves[1:])
	for len(rest) > 0 {
		at := slices.IndexFunc(rest, func(n Node) bool {
			for root := range of[n] {
				if taken[root] {
					return true
				}
			}
			return Copyable(n)
		})
		at = max(at, 0)
		for root := range of[rest[at]] {
			taken[root] = true
		}
		order, rest = append(order, rest[at]), slices.Delete(rest, at, at+1)
	}
	if slices.Equal(order, leaves) {
		return false
	}
	left := order[0]
	for i, j := range joins {
		j.Left, j.Right, j.Equal = left, order[i+1], nil
		j.scans, j.tables = 0, 0
		j.under(j.Left, j.Right)
		left = j
	}
	// What a condition demands holds of the result of the chain, whichever join states it.
	for _, j := range joins[:len(joins)-1] {
		top.Values, j.Values = append(top.Values, j.Values...), nil
		top.More, j.More = append(top.More, j.More...), nil
		top.Never, j.Never = top.Never || j.Never, false
	}
	top.Equal = equal
	return true
}

// leafClasses returns, for each source, the classes of equal columns in which it has a column.
func (t *Tree) leafClasses(c *Classes, leaves []Node) map[Node]map[ID]bool {
	out := map[Node]map[ID]bool{}
	for _, n := range leaves {
		out[n] = map[ID]bool{}
	}
	for id := range c.parent {
		for _, n := range leaves {
			if t.Belongs(id, n) {
				out[n][c.find(id)] = true
			}
		}
	}
	return out
}
