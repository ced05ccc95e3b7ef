package logical

import (
	"slices"
	"strings"
)

// pairs returns the columns on which matching records of a join's sides agree: first those of the join's own
// condition, then those of the conditions around it.
func (t *Tree) pairs(m *Match) (out []Pair, unlike *Pair) {
	c, marks, _ := t.matching(m)
	add := func(p Pair) {
		if p.Left != 0 && !t.windowed(p) && !slices.ContainsFunc(out, func(o Pair) bool { return o.Left == p.Left && o.Right == p.Right }) {
			out = append(out, p)
		}
	}
	for _, p := range m.join.Equal {
		if t.alike(p) {
			if t.Belongs(p.Left, m.Left) && t.Belongs(p.Right, m.Right) {
				add(p)
			}
		} else if unlike == nil {
			unlike = &p
		}
	}
	at := t.survive[m.join.at].at
	if !Within(m.join, at) {
		at = m.join
	}
	_, facts := t.below(at)
	for i := range facts {
		if f := &facts[i]; f.Equal && t.holds(f, at, marks) {
			add(t.between(f.From[0], f.To, m))
		}
	}
	if len(out) == 0 {
		for _, p := range t.connected(c, m) {
			add(p)
		}
	}
	return t.withoutTime(out), unlike
}

// between orders two columns as a match orders its sides; the result is zero if they are not one of each.
func (t *Tree) between(a, b ID, m *Match) Pair {
	switch {
	case t.Belongs(a, m.Left) && t.Belongs(b, m.Right):
		return Pair{Left: a, Right: b}
	case t.Belongs(b, m.Left) && t.Belongs(a, m.Right):
		return Pair{Left: b, Right: a}
	}
	return Pair{}
}

// connected returns pairs that are equal by way of a third column, as in t.a = z.c AND u.a = z.c, or that are both
// held at one value.
func (t *Tree) connected(c *Classes, m *Match) []Pair {
	var out []Pair
	for _, class := range c.sets() {
		var p Pair
		for _, id := range class {
			switch {
			case p.Left == 0 && t.Belongs(id, m.Left):
				p.Left = id
			case p.Right == 0 && t.Belongs(id, m.Right):
				p.Right = id
			}
		}
		if p.Left != 0 && p.Right != 0 {
			out = append(out, p)
		}
	}
	return out
}

// ties returns the columns that tie a subquery's rows to a row of the enclosing query.
func (t *Tree) ties(m *Match) (out []Pair, unlike *Pair) {
	c, _, _ := t.matching(m)
	add := func(p Pair) {
		if p.Left == 0 || t.windowed(p) {
			return
		}
		if !t.alike(p) {
			if unlike == nil {
				unlike = &p
			}
			return
		}
		out = append(out, p)
	}
	for _, p := range m.apply.Per {
		outer := p.Outer
		if !t.Belongs(outer, m.Left) {
			outer = t.standIn(c, outer, m.Left)
		}
		add(Pair{Left: outer, Right: p.Inner})
	}
	for _, p := range m.apply.compared(t) {
		add(p)
	}
	if len(out) == 0 {
		for _, p := range t.connected(c, m) { // both sides are held at one value
			add(p)
		}
	}
	return out, unlike
}

// standIn returns a column of a node that has the value of one of a query further out, or 0 if there is none.
func (t *Tree) standIn(c *Classes, id ID, n Node) ID {
	for _, other := range c.Members(id) {
		if t.Belongs(other, n) {
			return other
		}
	}
	return 0
}

// windowed reports whether either column is a bound of a window, which no router computes.
func (t *Tree) windowed(p Pair) bool {
	return t.Columns.Get(p.Left).Window || t.Columns.Get(p.Right).Window
}

// withoutTime drops equalities of times if there are others: times split records finely and unevenly.
func (t *Tree) withoutTime(pairs []Pair) []Pair {
	out := slices.DeleteFunc(slices.Clone(pairs), func(p Pair) bool { return t.isTime(p.Left) && t.isTime(p.Right) })
	if len(out) == 0 {
		return pairs
	}
	return out
}

// timeNames are the names by which streaming engines and this dialect refer to a record's time.
var timeNames = set("ROWTIME PROCTIME EVENT_TIME _EVENT_TIME _TIMESTAMP WINDOW_TIME")

// isTime reports whether a column holds a point in time, by its declared type, by the statement's
// event.time.field, or by a name that is used for nothing else.
func (t *Tree) isTime(id ID) bool {
	c := t.Columns.Get(id)
	if !c.Plain() {
		return false
	}
	name := t.Columns.Name(id)
	return c.Type.Class == Time || timeNames[strings.ToUpper(name)] || t.TimeField != "" && name == t.TimeField
}
