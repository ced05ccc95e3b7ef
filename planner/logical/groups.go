package logical

import (
	"slices"
)

// Groups are columns that anything anywhere in the statement holds equal, or puts side by side.
type Groups struct {
	Of      map[ID]int // the group of a column
	Members [][]ID     // in rising order
}

// Alike groups the columns that anything makes equal: facts, whether they hold at some place or not, the columns
// of set operations and their arms, what IN compares. It finds candidates for keys, and proves nothing.
func (t *Tree) Alike() *Groups {
	if t.alikes != nil {
		return t.alikes
	}
	c := &Classes{parent: map[ID]ID{}}
	for _, f := range t.facts {
		if f.Equal {
			c.join(f.From[0], f.To)
		}
	}
	for _, n := range t.nodes {
		switch n := n.(type) {
		case *SetOp:
			for _, u := range n.Columns {
				for _, id := range u.Arms {
					if id != 0 {
						c.join(u.ID, id)
					}
				}
			}
		case *Apply:
			for _, p := range n.compared(t) {
				c.join(p.Left, p.Right)
			}
		}
	}
	ids := make([]ID, 0, len(c.parent))
	for id := range c.parent {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	g := &Groups{Of: map[ID]int{}}
	byRoot := map[ID]int{}
	for _, id := range ids {
		root := c.find(id)
		at, ok := byRoot[root]
		if !ok {
			at = len(g.Members)
			byRoot[root] = at
			g.Members = append(g.Members, nil)
		}
		g.Of[id], g.Members[at] = at, append(g.Members[at], id)
	}
	t.alikes = g
	return g
}
