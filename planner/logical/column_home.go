package logical

// Belongs reports whether a column is made by a node or something below it, or is computed from such columns
// alone.
func (t *Tree) Belongs(id ID, n Node) bool {
	return belongs(t.Columns, id, func(home Node) bool { return Within(home, n) })
}

// absent reports whether a column is NULL in rows that lack a node, as rows of an outer join may.
func (t *Tree) absent(id ID, n Node) bool {
	return absent(t.Columns, id, func(home Node) bool { return Within(home, n) })
}

func absent(cs *Columns, id ID, within func(Node) bool) bool {
	c := cs.Get(id)
	if c == nil {
		return false
	}
	if len(c.Args) == 0 {
		return belongs(cs, id, within)
	}
	for _, set := range c.Nulls {
		all := len(set) > 0
		for _, a := range set {
			all = all && absent(cs, a, within)
		}
		if all {
			return true
		}
	}
	return false
}

func belongs(cs *Columns, id ID, within func(Node) bool) bool {
	c := cs.Get(id)
	switch {
	case c == nil || c.Const:
		return false
	case len(c.Args) > 0:
		some := false
		for _, a := range c.Args {
			if cs.Get(a).Const {
				continue
			}
			if !belongs(cs, a, within) {
				return false
			}
			some = true
		}
		return some
	case c.Scan != nil:
		return within(c.Scan)
	}
	return c.Home != nil && within(c.Home)
}

// Under is Belongs for trees that are not finished yet; Tree.Belongs is faster.
func Under(cs *Columns, id ID, n Node) bool {
	return belongs(cs, id, func(home Node) bool { return inside(home, n) })
}

// Absent reports whether a column is NULL in rows that lack a node, as rows of an outer join may. It is for trees
// that are not finished yet.
func Absent(cs *Columns, id ID, n Node) bool {
	return absent(cs, id, func(home Node) bool { return inside(home, n) })
}

// inside reports whether home is n or lies below it. It walks down from n.
func inside(home, n Node) bool {
	if home == n {
		return true
	}
	for _, in := range n.Inputs() {
		if inside(home, in.Node) {
			return true
		}
	}
	return false
}
