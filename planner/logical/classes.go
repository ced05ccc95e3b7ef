package logical

import (
	"maps"
	"slices"
)

// Classes are sets of columns: those of one set have the same value as each other in every row of a node.
type Classes struct{ parent map[ID]ID }

// classesOf is the key under which the classes of a node and its marks are kept.
type classesOf struct {
	at    int
	marks string
}

// Same reports whether two columns are in one class.
func (c *Classes) Same(a, b ID) bool { return a == b || c.find(a) == c.find(b) }

// find returns the column that represents the class of another.
func (c *Classes) find(id ID) ID {
	p, ok := c.parent[id]
	if !ok {
		return id
	}
	for p != c.parent[p] {
		p = c.parent[p]
	}
	c.parent[id] = p
	return p
}

func (c *Classes) join(a, b ID) {
	for _, id := range []ID{a, b} {
		if _, ok := c.parent[id]; !ok {
			c.parent[id] = id
		}
	}
	if ra, rb := c.find(a), c.find(b); ra != rb {
		c.parent[max(ra, rb)] = min(ra, rb)
	}
}

// Members returns the columns in the class of another, in ascending order.
func (c *Classes) Members(id ID) []ID {
	out := []ID{}
	root := c.find(id)
	for other := range c.parent {
		if c.find(other) == root {
			out = append(out, other)
		}
	}
	slices.Sort(out)
	return out
}

// sets returns the columns of each class in ascending order, and the classes in the order of their first columns.
func (c *Classes) sets() [][]ID {
	var out [][]ID
	number := map[ID]int{} // of a class, by the column that represents it
	for _, id := range slices.Sorted(maps.Keys(c.parent)) {
		root := c.find(id)
		at, known := number[root]
		if !known {
			at = len(out)
			number[root], out = at, append(out, nil)
		}
		out[at] = append(out[at], id)
	}
	return out
}

// equal returns the classes of those rows of a node that have the marks.
func (t *Tree) equal(n Node, marks Marks) *Classes {
	marks = marks.of(n)
	key := classesOf{n.base().at, marks.key()}
	if c, ok := t.classes[key]; ok {
		return c
	}
	c := &Classes{parent: map[ID]ID{}}
	t.addEqual(c, n, marks)
	t.classes[key] = c
	return c
}

func (t *Tree) addEqual(c *Classes, n Node, marks Marks) {
	_, facts := t.below(n)
	for i := range facts {
		if f := &facts[i]; f.Equal && t.holds(f, n, marks) {
			c.join(f.From[0], f.To)
		}
	}
}

// survivor describes which rows of a node matter to the answer: those from which something passes the filters
// above. Only rows that matter have to meet.
type survivor struct {
	// at is the highest node such that a row of this node matters only if a row that it became part of comes
	// out of at. No edge between the two is Apart.
	at Node
	// equal are further pairs of columns that have the same value in rows that matter. Filters demand it above an
	// operator that folds rows with equal keys, where they see nothing but the keys.
	equal []Pair
}

// survives notes for a node and all nodes below it which of their rows matter.
func (t *Tree) survives(n Node, s survivor) {
	t.survive[n.base().at] = s
	for i, in := range n.Inputs() {
		t.survives(in.Node, t.ofInput(n, i, in, s))
	}
}

// ofInput returns which rows of an input matter, given which rows of the node do.
func (t *Tree) ofInput(n Node, i int, in Edge, s survivor) survivor {
	fresh := survivor{at: in.Node}
	switch n := n.(type) {
	case *Filter, *Order, *Sink:
		return s
	case *Join:
		if in.Mark == 0 || t.Marks(s.at).Has(in.Mark) {
			return s
		}
	case *Apply:
		if i == 0 {
			return s
		}
		fresh.equal = n.Equal
	case *Aggregate:
		return t.narrowed(in.Node, s, n.common())
	case *Over:
		keys := slices.Clone(n.Windows[0].Keys)
		for _, w := range n.Windows[1:] {
			keys = slices.DeleteFunc(keys, func(k ID) bool { return !slices.Contains(w.Keys, k) })
		}
		return t.narrowed(in.Node, s, keys)
	case *Distinct:
		return t.narrowed(in.Node, s, n.Keys)
	case *Session:
		return t.narrowed(in.Node, s, n.Keys)
	}
	return fresh
}

// narrowed returns what matters below an operator that folds rows with equal keys: what is demanded of the keys
// lets a group pass or fail as a whole.
func (t *Tree) narrowed(input Node, s survivor, keys []ID) survivor {
	out := survivor{at: input}
	c := t.mattering(s)
	first := map[ID]ID{}
	for _, k := range keys {
		root := c.find(k)
		if other, ok := first[root]; ok {
			out.equal = append(out.equal, Pair{Left: other, Right: k})
		} else {
			first[root] = k
		}
	}
	return out
}

// mattering returns the classes of the rows that matter.
func (t *Tree) mattering(s survivor) *Classes {
	marks := t.Marks(s.at)
	c := t.equal(s.at, marks)
	if len(s.equal) == 0 {
		return c
	}
	c = &Classes{parent: map[ID]ID{}}
	t.addEqual(c, s.at, marks)
	for _, p := range s.equal {
		c.join(p.Left, p.Right)
	}
	return c
}

// matching returns the classes of the pair of rows that a match makes, and the marks of the rows of each side that
// can match.
func (t *Tree) matching(m *Match) (c *Classes, left, right Marks) {
	if m.classes != nil {
		return m.classes, m.left, m.right
	}
	if m.join != nil {
		m.classes, m.left = t.joined(m.join)
		m.right = m.left
	} else {
		m.classes, m.left, m.right = t.applied(m.apply)
	}
	return m.classes, m.left, m.right
}

// joined returns the classes of a join's matches. Where nothing but matches comes out, only the matches that
// matter to the answer count.
func (t *Tree) joined(j *Join) (*Classes, Marks) {
	s := t.survive[j.base().at]
	marks := t.Marks(s.at)
	matched := append(j.matched(), totalMarks(j.Right)...)
	if !slices.ContainsFunc(matched, func(mark ID) bool { return !marks.Has(mark) }) {
		return t.mattering(s), marks
	}
	marks = t.with(t.Marks(j), matched...)
	return t.equal(j, marks), marks
}

// applied returns the classes of a subquery's rows beside the rows of the enclosing query that they count for.
func (t *Tree) applied(a *Apply) (c *Classes, outer, inner Marks) {
	outer, inner = t.Marks(a.Input), t.with(t.Marks(a.Query), totalMarks(a.Query)...)
	for _, p := range a.Per {
		outer = t.hasValues(outer, a.Input, p.Outer)
		inner = t.hasValues(inner, a.Query, p.Inner)
	}
	compared := a.compared(t)
	for _, p := range compared {
		if !p.NullSafe {
			outer = t.hasValues(outer, a.Input, p.Left)
			inner = t.hasValues(inner, a.Query, p.Right)
		}
	}
	c = &Classes{parent: map[ID]ID{}}
	t.addEqual(c, a.Input, outer)
	t.addEqual(c, a.Query, inner)
	for _, p := range compared {
		if t.alike(p) {
			c.join(p.Left, p.Right)
		}
	}
	return c, outer, inner
}

// constant returns a literal in the class of a column, or 0 if there is none.
func (c *Classes) constant(t *Tree, id ID) ID {
	if col := t.Columns.Get(id); col != nil && col.literal != "" {
		return id
	}
	for _, other := range c.Members(id) {
		if col := t.Columns.Get(other); col != nil && col.literal != "" {
			return other
		}
	}
	return 0
}

// contradicted reports whether the rows of a filter would need one column to have two values.
func (t *Tree) contradicted(f *Filter) bool {
	var literals []ID
	c := t.equal(f, t.Marks(f))
	for id := range c.parent {
		if col := t.Columns.Get(id); col != nil && col.literal != "" {
			literals = append(literals, id)
		}
	}
	for i, a := range literals {
		for _, b := range literals[:min(i, maxUnited)] {
			if c.Same(a, b) && Differ(t.Columns.Get(a), t.Columns.Get(b)) {
				return true
			}
		}
	}
	return false
}
