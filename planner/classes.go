package planner

import "github.com/velo-plan/velo-plan/strategies/dist"

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
		c.joinUnions(n.op.unions)
	}
	return c
}

// joinUnions puts the columns of set operations beside those of their arms.
func (c *classes) joinUnions(unions []*union) {
	for _, u := range unions {
		for _, arm := range u.arms {
			for k, id := range arm.cols {
				c.join(u.out[k], id)
			}
			c.joinUnions(arm.rel.unions)
		}
	}
}

// equalities are the sets of columns that facts hold equal: two that decide each other directly. What
// is declared says nothing of the values.
func equalities(facts []dist.Fact) *classes {
	c := &classes{parent: map[dist.Column]dist.Column{}}
	joinEqual(c, facts)
	return c
}

// joinEqual adds them to classes.
func joinEqual(c *classes, facts []dist.Fact) {
	forth := map[[2]dist.Column]bool{}
	for _, f := range facts {
		if len(f.From) == 1 && f.Tag != declaredTag {
			forth[[2]dist.Column{f.From[0], f.To}] = true
		}
	}
	for _, f := range facts {
		if len(f.From) == 1 && f.Tag != declaredTag && forth[[2]dist.Column{f.To, f.From[0]}] {
			c.join(f.From[0], f.To)
		}
	}
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
