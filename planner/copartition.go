package planner

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// servesAll says whether hashing the slot's columns keeps together what every need wants together.
func (q *Query) servesAll(slot map[int]dist.Column, needs []*need) bool {
	for _, n := range needs {
		if !q.serves(slot, n) {
			return false
		}
	}
	return true
}

// serves says it of one need. A row made of several inputs lies where any of them lies, so it is
// enough that the column of one input that is always there follows from the need's columns; or
// that those of all inputs do.
func (q *Query) serves(slot map[int]dist.Column, n *need) bool {
	if n.pairs != nil && !q.coPartitioned(slot, n) {
		return false
	}
	if n.all() && !q.oneValue(slot, n) {
		return false
	}
	if len(n.op.unions) > 0 {
		return q.servesUnited(slot, n)
	}
	all := true
	for _, i := range n.inputs {
		hit := n.decides(slot[i])
		if hit && !n.op.optional[i] {
			return true
		}
		all = all && hit
	}
	return all
}

// oneValue says whether hashing can serve a need of all records at all: every input must be hashed,
// by a column that facts hold at one value. Two sides that nothing has brought together yet may be
// held at two values, so an operator that brings them together is not served so.
func (q *Query) oneValue(slot map[int]dist.Column, n *need) bool {
	switch n.op.Kind {
	case OpJoin, OpSubquery, OpSetOp:
		return false
	}
	for _, i := range n.inputs {
		if slot[i] == "" {
			return false
		}
	}
	return true
}

// servesUnited says it above a set operation: the columns of all inputs must have become one and
// the same column of its result, or equal ones, and that one must follow from the need's columns.
func (q *Query) servesUnited(slot map[int]dist.Column, n *need) bool {
	var common []dist.Column
	for k, i := range n.inputs {
		var mine []dist.Column
		for _, id := range q.visible(slot[i], i, n.op) {
			if n.decides(id) && (k == 0 || slices.ContainsFunc(common, func(c dist.Column) bool { return n.equal(id, c) })) {
				mine = append(mine, id)
			}
		}
		common = mine
	}
	return len(common) > 0
}

// visible are the names of an input's column at an operator: its own, or, above set operations,
// those of the results that it became.
func (q *Query) visible(id dist.Column, input int, op *Operator) []dist.Column {
	ids := []dist.Column{id}
	for _, u := range op.unions {
		for _, arm := range u.arms {
			if !contains(arm.inputs, input) {
				continue
			}
			var out []dist.Column
			for k, c := range arm.cols {
				for _, have := range ids {
					if c == have {
						out = append(out, u.out[k])
					}
				}
			}
			ids = out
		}
	}
	return ids
}

// coPartitioned says whether the slot's columns of the two sides are equal for records that the
// join brings together: some pair of its condition says so, each side up to its own equalities.
func (q *Query) coPartitioned(slot map[int]dist.Column, n *need) bool {
	for _, p := range n.pairs {
		if q.reaches(slot, n.left, p.Left, n) && q.reaches(slot, n.right, p.Right, n) {
			return true
		}
	}
	return false
}

// reaches says whether the slot's column of every side input is the paired column, or equal to it.
func (q *Query) reaches(slot map[int]dist.Column, side []int, paired dist.Column, n *need) bool {
	any, all := false, true
	for _, i := range side {
		hit := false
		for _, id := range q.visible(slot[i], i, n.op) {
			hit = hit || n.equal(id, paired)
		}
		if hit && !n.op.optional[i] {
			any = true
		}
		all = all && hit
	}
	if len(n.op.unions) > 0 {
		return all
	}
	return any || all
}

// classes are sets of columns that joins and set operations put side by side.
type classes struct {
	parent map[dist.Column]dist.Column
	order  []dist.Column
}

func (q *Query) classes(needs []*need) *classes {
	c := &classes{parent: map[dist.Column]dist.Column{}}
	done := map[*Operator]bool{}
	for _, n := range needs {
		for _, id := range n.dist.Columns() {
			c.find(id)
		}
		if done[n.op] {
			continue
		}
		done[n.op] = true
		for _, p := range n.pairs {
			c.join(p.Left, p.Right)
		}
		for _, u := range n.op.unions {
			for _, arm := range u.arms {
				for k, id := range arm.cols {
					c.join(u.out[k], id)
				}
			}
		}
	}
	return c
}

func (c *classes) find(id dist.Column) dist.Column {
	p, ok := c.parent[id]
	if !ok {
		c.parent[id] = id
		c.order = append(c.order, id)
		return id
	}
	for p != c.parent[p] {
		p = c.parent[p]
	}
	c.parent[id] = p
	return p
}

func (c *classes) join(a, b dist.Column) {
	ra, rb := c.find(a), c.find(b)
	if ra != rb {
		c.parent[rb] = ra
	}
}

func (c *classes) members(root dist.Column) []dist.Column {
	var out []dist.Column
	for _, id := range c.order {
		if c.find(id) == root {
			out = append(out, id)
		}
	}
	return out
}
