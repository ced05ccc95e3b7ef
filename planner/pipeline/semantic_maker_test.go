//go:build !race

package pipeline

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// queryMaker makes random queries whose result does not depend on the order of rows.
type queryMaker struct {
	random  *rand.Rand
	aliases int
	inputs  int
}

// made is a query whose columns are c0, c1, ..; the last ones are often unique or counts.
type made struct {
	text string
	cols []string
}

// leafInputs is how many sources a query reads before everything below becomes a leaf.
const leafInputs = 3

func (g *queryMaker) oneIn(n int) bool            { return g.random.IntN(n) == 0 }
func (g *queryMaker) one(list ...string) string   { return list[g.random.IntN(len(list))] }
func (g *queryMaker) firsts(cols []string) string { return cols[g.random.IntN(min(2, len(cols)))] }

// under gives a query a name, and its columns by that name.
func (g *queryMaker) under(q made) (from string, cols []string) {
	g.aliases++
	name := fmt.Sprintf("q%d", g.aliases)
	for _, c := range q.cols {
		cols = append(cols, name+"."+c)
	}
	return "(" + q.text + ") AS " + name, cols
}

// items names expressions c0, c1, ..
func items(exprs ...string) (list string, cols []string) {
	var out []string
	for i, e := range exprs {
		cols = append(cols, fmt.Sprintf("c%d", i))
		out = append(out, e+" AS "+cols[i])
	}
	return strings.Join(out, ", "), cols
}

// some picks at least one of the columns, at most most.
func (g *queryMaker) some(cols []string, most int) []string {
	out := append([]string(nil), cols...)
	g.random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:1+g.random.IntN(min(most, len(out)))]
}

// relation makes a query of at most the given depth.
func (g *queryMaker) relation(depth int) made {
	if depth <= 0 || g.inputs > leafInputs {
		return g.leaf()
	}
	switch g.random.IntN(13) {
	case 0:
		return g.leaf()
	case 1, 2:
		return g.group(depth)
	case 3:
		from, cols := g.under(g.relation(depth - 1))
		list, out := items(g.some(cols, 3)...)
		return made{"SELECT DISTINCT " + list + " FROM " + from, out}
	case 4:
		from, cols := g.under(g.relation(depth - 1))
		list, out := items(append(cols, "COUNT(*) OVER (PARTITION BY "+strings.Join(g.some(cols, 2), ", ")+")")...)
		return made{"SELECT " + list + " FROM " + from, out}
	case 5, 6, 7:
		return g.join(depth)
	case 8:
		return g.united(depth)
	case 9, 10:
		return g.filteredBySubquery(depth)
	case 11:
		from, cols := g.under(g.relation(depth - 1))
		list, out := items(append(cols, "(SELECT COUNT(*)"+g.correlated(depth, cols)+")")...)
		return made{"SELECT " + list + " FROM " + from, out}
	}
	return g.selected(depth)
}

// leaf reads a source.
func (g *queryMaker) leaf() made {
	g.inputs++
	leaf := [][]string{{"t", "a", "b", "id"}, {"t", "a", "b", "id"}, {"u", "a", "c", "uid"}, {"u", "a", "c", "uid"}, {"z", "c", "d", "zid"},
		{"dim", "k", "n"}, {"rate", "a", "r"}, {"o", "a", "b"}}[g.random.IntN(8)]
	list, out := items(leaf[1:]...)
	text := "SELECT " + list + " FROM " + leaf[0]
	if g.oneIn(4) {
		text += " WHERE " + g.condition(leaf[1:])
	}
	return made{text, out}
}

// condition makes a condition on columns.
func (g *queryMaker) condition(cols []string) string {
	a, b := g.one(cols...), g.one(cols...)
	return g.one(a+" = 1", a+" = 1", a+" = "+b, a+" = "+b, a+" IS NULL", a+" > 1", "("+a+" = 1 OR "+b+" = 2)")
}

func (g *queryMaker) group(depth int) made {
	from, cols := g.under(g.relation(depth - 1))
	keys := g.some(cols, 2)
	if g.oneIn(6) {
		keys[0] = "COALESCE(" + g.one(cols...) + ", " + g.one(append(cols, "0")...) + ")"
	}
	last := cols[len(cols)-1]
	list, out := items(append(append([]string(nil), keys...), g.one("COUNT(*)", "MAX("+last+")", "COUNT(DISTINCT "+last+")"))...)
	text := "SELECT " + list + " FROM " + from
	if g.oneIn(3) {
		text += " WHERE " + g.condition(cols)
	}
	text += " GROUP BY " + strings.Join(keys, ", ")
	if g.oneIn(4) {
		text += " HAVING " + g.one("COUNT(*) > 1", keys[0]+" = 1", keys[0]+" = "+keys[len(keys)-1])
	}
	return made{text, out}
}

func (g *queryMaker) join(depth int) made {
	left, l := g.under(g.relation(depth - 1))
	right, r := g.under(g.relation(depth - 2))
	both := append(append([]string(nil), l...), r...)
	kind := g.one("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN")
	if g.oneIn(4) && kind != "CROSS JOIN" {
		list, out := items(append([]string{"c0"}, both...)...)
		return made{"SELECT " + list + " FROM " + left + " " + kind + " " + right + " USING (c0)", out}
	}
	on := g.firsts(l) + " = " + g.firsts(r)
	if g.oneIn(4) {
		on += " AND " + g.one(l...) + " = " + g.one(r...)
	}
	if g.oneIn(8) {
		on += " AND " + g.condition(both)
	}
	list, out := items(both...)
	text := "SELECT " + list + " FROM " + left + " " + kind + " " + right
	if kind != "CROSS JOIN" {
		text += " ON " + on
	}
	if g.oneIn(3) || kind == "CROSS JOIN" {
		text += " WHERE " + g.one(on, g.condition(both))
	}
	return made{text, out}
}

// united combines two queries by a set operation.
func (g *queryMaker) united(depth int) made {
	left, l := g.under(g.relation(depth - 1))
	right, r := g.under(g.relation(depth - 1))
	l, r = g.some(l, 2), g.some(r, 2)
	n := min(len(l), len(r))
	first, out := items(l[:n]...)
	second, _ := items(r[:n]...)
	op := g.one("UNION ALL", "UNION ALL", "UNION", "INTERSECT", "EXCEPT")
	return made{"SELECT " + first + " FROM " + left + " " + op + " SELECT " + second + " FROM " + right, out}
}

// correlated makes FROM and WHERE of a subquery that is tied to the columns around it.
func (g *queryMaker) correlated(depth int, outer []string) string {
	from, cols := g.under(g.relation(depth - 2))
	text := " FROM " + from + " WHERE " + g.firsts(cols) + " = " + g.firsts(outer)
	if g.oneIn(4) {
		text += " AND " + g.one(cols...) + g.one(" = ", " < ") + g.one(outer...)
	}
	if g.oneIn(4) {
		text += " AND " + g.condition(cols)
	}
	return text
}

func (g *queryMaker) filteredBySubquery(depth int) made {
	from, cols := g.under(g.relation(depth - 1))
	list, out := items(cols...)
	text := "SELECT " + list + " FROM " + from + " WHERE "
	switch g.random.IntN(3) {
	case 0:
		text += g.one("", "NOT ") + "EXISTS (SELECT 1" + g.correlated(depth, cols) + ")"
	case 1:
		text += g.firsts(cols) + g.one("", " NOT") + " IN (SELECT c0" + g.correlated(depth, cols) + ")"
	default:
		inner, in := g.under(g.relation(depth - 2))
		text += g.firsts(cols) + g.one("", "", " NOT") + " IN (SELECT " + g.firsts(in) + " FROM " + inner + ")"
	}
	if g.oneIn(5) {
		text += g.one(" AND ", " OR ") + g.condition(cols)
	}
	return made{text, out}
}

// selected passes a query on, with a computed column, a filter or a LIMIT at times.
func (g *queryMaker) selected(depth int) made {
	from, cols := g.under(g.relation(depth - 1))
	exprs := append([]string(nil), cols...)
	if g.oneIn(3) {
		exprs = append(exprs, g.one("COALESCE("+cols[0]+", 0)", cols[0]+" + 1", "1", cols[0]+" % 2"))
		g.random.Shuffle(len(exprs), func(i, j int) { exprs[i], exprs[j] = exprs[j], exprs[i] })
	}
	list, out := items(exprs...)
	text := "SELECT " + list + " FROM " + from
	if g.oneIn(2) {
		text += " WHERE " + g.condition(cols)
	}
	if g.oneIn(8) {
		text += " ORDER BY " + strings.Join(out, ", ") + " LIMIT 4"
	}
	return made{text, out}
}
