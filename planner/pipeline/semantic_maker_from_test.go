//go:build !race

package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
)

// madeFrom is what stands behind FROM, with its columns by qualified names.
type madeFrom struct {
	text string
	cols []semCol
	// tie is a condition that WHERE must have: that of a comma join.
	tie   string
	star  string // all columns as * has them; "" where those are not c0, c1, ..
	comma bool   // it has a comma, behind which JOIN binds tighter
	// bare are the columns by names that only one source has; nil if a name could be taken for another one.
	bare []semCol
}

// madeLeaf is a base source with the kinds of the columns that queries read.
type madeLeaf struct {
	name string
	cols []semCol
}

// madeLeaves are the base sources, the commoner ones more than once.
var madeLeaves = func() []madeLeaf {
	var out []madeLeaf
	for _, l := range []struct{ times, name, cols string }{
		{"5", "t", "a:i b:i id:i v:i"}, {"2", "t", "a:i s:s id:i"}, {"2", "t", "nv:n a:i id:i"}, {"1", "t", "f:x a:i id:i"}, {"1", "t", "ts:c a:i id:i"},
		{"5", "u", "a:i c:i uid:i w:i"}, {"3", "z", "c:i d:i zid:i"}, {"2", "o", "a:x b:x oid:x"},
		{"2", "dim", "k:i n:i"}, {"2", "rate", "a:i r:i"}, {"1", "g", "a:i r:i gid:i v:i"}, {"1", "h", "a:i r:i hid:i v:i"},
		{"1", "e", `"k.a":i "k.b":i eid:i`},
	} {
		leaf := madeLeaf{name: l.name}
		for _, c := range strings.Fields(l.cols) {
			name, kind, _ := strings.Cut(c, ":")
			leaf.cols = append(leaf.cols, col(name, semKind(kind[0])))
		}
		for range int(l.times[0] - '0') {
			out = append(out, leaf)
		}
	}
	return out
}()

// source makes one source of FROM.
func (g *queryMaker) source(depth int) madeFrom {
	switch {
	case len(g.ctes) > 0 && g.oneIn(3):
		u := g.ctes[g.random.IntN(len(g.ctes))]
		g.inputs += u.inputs
		name := g.alias("x")
		return g.under(u.name+" AS "+name, name, u.kinds)
	case !g.full(depth) && g.oneIn(3):
		name := g.alias("q")
		q := g.query(depth - 1)
		return g.under("("+q.text+") AS "+name, name, q.kinds)
	case g.oneIn(40):
		name := g.alias("q")
		return g.under(g.one("(VALUES (1, 2), (2, 3)) AS "+name+" (c0, c1)", "(VALUES (1, NULL)) AS "+name+" (c0, c1)", "(SELECT 1 AS c0, 2 AS c1) AS "+name), name, []semKind{whole, whole})
	}
	g.inputs++
	leaf := madeLeaves[g.random.IntN(len(madeLeaves))]
	for g.untyped && slices.ContainsFunc(leaf.cols, func(c semCol) bool { return c.kind == words || c.kind == numbers }) {
		leaf = madeLeaves[g.random.IntN(len(madeLeaves))]
	}
	name := g.alias("x")
	out := madeFrom{text: leaf.name + " AS " + name, bare: leaf.cols}
	for i, c := range leaf.cols {
		out.cols = append(out.cols, semCol{name + "." + c.text, g.kindOf(c.kind), i < 2})
	}
	if !g.natural && g.oneIn(25) {
		g.system = true
		out.cols = append(out.cols, col(name+"._PARTITION", whole))
	}
	return out
}

// under are the columns c0, c1, .. of a source.
func (g *queryMaker) under(text, name string, kinds []semKind) madeFrom {
	out := madeFrom{text: text, star: g.one("*", name+".*")}
	for i, k := range kinds {
		out.cols = append(out.cols, semCol{fmt.Sprintf("%s.c%d", name, i), k, i < 2})
		out.bare = append(out.bare, col(fmt.Sprintf("c%d", i), k))
	}
	return out
}

// from makes FROM with one source, or with several that are joined.
func (g *queryMaker) from(depth int) madeFrom {
	left := g.source(depth)
	if g.full(depth) || !g.oneIn(2) {
		return left
	}
	if g.oneIn(6) {
		return g.using(left, g.source(depth-1))
	}
	for range 1 + g.random.IntN(4)/3 {
		if g.oneIn(14) {
			left = g.lateral(left, depth)
		} else {
			left = g.joined(left, g.source(depth-1), depth)
		}
	}
	left.bare, left.star = nil, ""
	return left
}

// joined joins two sources by a condition.
func (g *queryMaker) joined(left, right madeFrom, depth int) madeFrom {
	out := madeFrom{cols: append(append([]semCol(nil), left.cols...), right.cols...), tie: left.tie}
	kind := g.one("JOIN", "JOIN", "JOIN", "INNER JOIN", "LEFT JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "RIGHT JOIN", "FULL JOIN", "FULL JOIN", "CROSS JOIN", ",", ",")
	if left.comma {
		kind = ","
	}
	out.comma = kind == ","
	if g.oneIn(8) && kind != "," { // the join on the right is in parentheses
		third := g.source(depth - 1)
		inner := g.joined(right, third, 0)
		if inner.tie == "" {
			right = madeFrom{text: "(" + inner.text + ")", cols: inner.cols}
			out.cols = append(append([]semCol(nil), left.cols...), right.cols...)
		}
	}
	out.text = left.text + " " + kind + " " + right.text
	on := g.matched(left.cols, right.cols)
	switch {
	case kind == "CROSS JOIN" && g.oneIn(3):
	case kind == "CROSS JOIN", kind == ",":
		if left.tie != "" {
			on = g.one(on+" AND "+left.tie, left.tie+" AND "+on)
		}
		out.tie = on
	default:
		if g.oneIn(6) {
			on += " AND " + g.around(out.cols, func() string { return g.condition(out.cols, depth-1) })
		}
		out.text += " ON " + on
	}
	return out
}

// matched is a condition between the columns of two sides.
func (g *queryMaker) matched(left, right []semCol) string {
	a, b, ok := g.pair(left, right)
	if !ok {
		return g.one("TRUE", left[0].text+" IS NULL", "1 = 1")
	}
	equal := a.text + " = " + b.text
	if g.oneIn(2) {
		equal = b.text + " = " + a.text
	}
	switch g.random.IntN(26) {
	case 0:
		return a.text + g.one(" < ", " > ", " <= ", " <> ") + b.text
	case 1:
		return a.text + " IS NOT DISTINCT FROM " + b.text
	case 2:
		return a.text + " BETWEEN " + b.text + " AND " + b.text
	case 3:
		return a.text + " IN (" + b.text + g.one(")", ", 1)")
	case 4, 5, 6, 7:
		if c, d, ok := g.pair(left, right); ok {
			return g.one("("+a.text+", "+c.text+") = ("+b.text+", "+d.text+")", equal+" AND "+c.text+" = "+d.text, equal+" AND "+c.text+" = "+d.text,
				"("+equal+" AND "+c.text+" = "+d.text+") OR ("+b.text+" = "+a.text+" AND "+c.text+g.one(" < ", " <> ")+d.text+")", equal+" OR "+c.text+" = "+d.text)
		}
	case 8, 9:
		x, y := g.computed(a, left), g.computed(b, right)
		if g.comparable(x.kind, y.kind) {
			return x.text + " = " + y.text
		}
	case 10:
		return equal + " AND " + g.simple(left)
	case 11:
		return equal + " AND " + g.simple(right)
	case 12:
		if a.kind == whole && b.kind == whole {
			n := g.one("1", "2")
			return a.text + " = " + n + " AND " + b.text + " = " + g.one(n, n, "2")
		}
	}
	return equal
}

// using joins two sources by names that both have.
func (g *queryMaker) using(left, right madeFrom) madeFrom {
	var common []string
	rest := madeFrom{}
	hidden := strings.HasPrefix(left.text, "o AS ") || strings.HasPrefix(right.text, "o AS ") || strings.HasPrefix(left.text, "t AS ") && strings.HasPrefix(right.text, "t AS ")
	for _, l := range left.bare {
		for _, r := range right.bare {
			switch {
			case l.text != r.text:
			case !g.comparable(g.kindOf(l.kind), g.kindOf(r.kind)):
				hidden = true
			default:
				common = append(common, l.text)
				rest.bare = append(rest.bare, col(l.text, g.common(g.kindOf(l.kind), g.kindOf(r.kind))))
			}
		}
	}
	if len(common) == 0 {
		return g.joined(left, right, 0)
	}
	kind := g.one("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
	out := madeFrom{cols: append(append([]semCol(nil), left.cols...), right.cols...)}
	if !g.system && !hidden && g.oneIn(3) {
		g.natural = true
		out.text = left.text + " NATURAL " + kind + " " + right.text
		// Leaves have more columns than queries read; those that both have are all among these.
		out.cols = append(out.cols, rest.bare...)
		return out
	}
	n := 1 + g.random.IntN(len(common))
	out.text = left.text + " " + kind + " " + right.text + " USING (" + strings.Join(common[:n], ", ") + ")"
	out.cols = append(out.cols, rest.bare[:n]...)
	return out
}

// kindOf is what the planner knows of a leaf's kind.
func (g *queryMaker) kindOf(k semKind) semKind {
	if g.untyped && k == whole {
		return nothing
	}
	return k
}

// lateral joins a query that sees the sources before it.
func (g *queryMaker) lateral(left madeFrom, depth int) madeFrom {
	name := g.alias("l")
	var q made
	g.around(left.cols, func() string {
		q = g.selectedBy(g.from(depth-2), left.cols, depth-2)
		return ""
	})
	out := g.under("", name, q.kinds)
	out.bare, out.star = nil, ""
	text := "LATERAL (" + q.text + ") AS " + name
	word := g.one(", ", " CROSS JOIN ", " LEFT JOIN ", " JOIN ")
	if left.comma {
		word = ", "
	}
	out.comma = word == ", "
	out.text = left.text + word + text
	if strings.HasSuffix(word, "T JOIN ") || word == " JOIN " {
		out.text += " ON TRUE"
	}
	out.cols = append(append([]semCol(nil), left.cols...), out.cols...)
	out.tie = left.tie
	return out
}
