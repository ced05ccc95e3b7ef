package logical

// Groups are sets of columns that anything in the statement equates or compares.
type Groups struct {
	Of      map[ID]int // the group of each column
	Members [][]ID     // in ascending order
}

// Alike groups the columns that anything equates: facts, wherever they hold, the columns of set operations with
// those of their arms, what IN compares. The groups are candidates for keys and prove nothing.
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
	g := &Groups{Of: map[ID]int{}, Members: c.sets()}
	for at, group := range g.Members {
		for _, id := range group {
			g.Of[id] = at
		}
	}
	t.alikes = g
	return g
}
