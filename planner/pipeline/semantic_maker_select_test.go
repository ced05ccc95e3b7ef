//go:build !race

package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
)

// selected makes a SELECT.
func (g *queryMaker) selected(depth int) made {
	return g.selectedBy(g.from(depth), nil, depth)
}

// selectedBy makes a SELECT from something, tied to the columns around it if there are any.
func (g *queryMaker) selectedBy(from madeFrom, outer []semCol, depth int) made {
	cols := from.cols
	var terms []string
	if outer != nil {
		terms = append(terms, g.correlated(cols, outer))
	}
	where := g.where(from, terms, depth)
	if len(from.bare) == len(cols) && g.full(depth) && g.oneIn(3) { // no subquery hides names without their source
		kinds := cols
		cols = append([]semCol(nil), from.bare...)
		for i := range cols {
			cols[i].kind, cols[i].key = kinds[i].kind, kinds[i].key
		}
	}
	tail := " FROM " + from.text + where
	var out made
	switch n := g.random.IntN(20); {
	case n < 7:
		out = g.grouped(cols, tail, depth)
	case n < 9:
		out = g.windowed(cols, tail)
	case n == 9:
		list, kinds := items(g.expressions(cols, 3, depth))
		out = made{"SELECT DISTINCT " + list + tail, kinds}
	case n == 10 && outer == nil:
		return g.distinctOn(cols, tail)
	case n == 12 && from.star != "" && outer == nil:
		var kinds []semKind
		for _, c := range from.cols {
			kinds = append(kinds, c.kind)
		}
		out = made{"SELECT " + from.star + tail, kinds}
	case n == 11:
		list, kinds := items([]semCol{g.aggregate(cols, depth), g.aggregate(cols, 0)})
		out = made{"SELECT " + list + tail + g.one("", "", " HAVING COUNT(*) > 1"), kinds}
	default:
		list, kinds := items(g.expressions(cols, 4, depth))
		out = made{"SELECT " + list + tail, kinds}
	}
	if g.oneIn(16) {
		out.text += g.limit(len(out.kinds))
	}
	return out
}

// expressions are items of a select list, subqueries among them at times.
func (g *queryMaker) expressions(cols []semCol, most, depth int) []semCol {
	out := g.some(cols, most)
	for i := range out {
		if g.oneIn(7) {
			out[i] = g.computed(out[i], cols)
		}
	}
	switch {
	case !g.full(depth) && g.oneIn(6):
		out = append(out, g.scalar(cols, depth))
	case !g.full(depth) && g.oneIn(16):
		out = append(out, col("("+g.bySubquery(cols, depth)+")", truth))
	case !g.full(depth) && g.oneIn(16):
		out = append(out, col("CASE WHEN "+g.bySubquery(cols, depth)+" THEN 1 ELSE 0 END", whole))
	case g.oneIn(12):
		out = append(out, col(g.one("1", "2"), whole))
	}
	return out
}

// grouped makes GROUP BY with HAVING at times, or grouping sets.
func (g *queryMaker) grouped(cols []semCol, tail string, depth int) made {
	keys := g.some(cols, 2)
	plain := append([]semCol(nil), keys...)
	for i := range keys {
		switch {
		case g.oneIn(7):
			keys[i] = g.computed(keys[i], cols)
		case g.oneIn(40) && !g.full(depth):
			keys[i] = g.scalar(cols, depth)
		}
		if keys[i] != plain[i] {
			plain[i].text = ""
		}
	}
	sets, several := g.sets(keys, g.oneIn(6))
	agg := g.aggregate(cols, depth)
	out := append(append([]semCol(nil), keys...), agg)
	if several && strings.Contains(texts(keys), "(SELECT ") {
		several, sets = false, texts(keys)
	}
	var visible []semCol
	for _, k := range plain {
		if k.text != "" {
			visible = append(visible, k)
		}
	}
	if !several && len(visible) > 0 {
		switch {
		case !g.full(depth) && g.oneIn(8):
			out = append(out, g.scalar(visible, depth))
		case g.oneIn(10):
			out = append(out, col(g.one("SUM(COUNT(*))", "MAX(COUNT(*))", "COUNT(*)")+" OVER (PARTITION BY "+visible[0].text+")", whole))
		}
	}
	if !several {
		sets = g.renamed(keys, cols, sets)
	}
	list, kinds := items(out)
	text := "SELECT " + list + tail + " GROUP BY " + sets
	if g.oneIn(4) {
		text += " HAVING " + g.having(keys, visible, agg, several, depth)
	}
	return made{text, kinds}
}

// renamed names the keys by their places in the select list, or by their aliases, at times.
func (g *queryMaker) renamed(keys, cols []semCol, list string) string {
	alias := !slices.ContainsFunc(cols, func(c semCol) bool { return strings.HasSuffix(c.text, "c0") || strings.HasSuffix(c.text, "c1") })
	switch {
	case g.oneIn(14):
		return []string{"1", "1, 2"}[len(keys)-1]
	case g.oneIn(14) && alias:
		return []string{"c0", "c0, c1"}[len(keys)-1]
	}
	return list
}

// layered makes a query over one that holds two of its columns equal, and takes rows together by them.
func (g *queryMaker) layered(depth int) made {
	below := g.from(depth - 1)
	a, b, ok := g.pair(below.cols, below.cols)
	if !ok || a.text == b.text {
		return g.selectedBy(below, nil, depth)
	}
	tail := " FROM " + below.text + g.where(below, []string{a.text + " = " + b.text}, depth-1)
	keys := []semCol{a, b}
	list, kinds := items(append(append([]semCol(nil), keys...), g.aggregate(below.cols, 0)))
	sets, _ := g.sets(keys, g.oneIn(2))
	text := "SELECT " + list + tail + " GROUP BY " + sets
	switch g.random.IntN(5) {
	case 0:
		list, kinds = items(keys)
		text = "SELECT DISTINCT " + list + tail
	case 1:
		list, kinds = items([]semCol{a, b, col("COUNT(*) OVER (PARTITION BY "+g.one(a.text, b.text)+")", whole)})
		text = "SELECT " + list + tail
	}
	name := g.alias("q")
	over := g.under("("+text+") AS "+name, name, kinds)
	if !g.full(depth) && g.oneIn(2) {
		over = g.joined(over, g.source(0), 0)
		over.bare, over.star = nil, ""
	}
	return g.selectedBy(over, nil, 0)
}

// sets writes keys as GROUP BY has them.
func (g *queryMaker) sets(keys []semCol, sets bool) (text string, several bool) {
	list := texts(keys)
	if !sets || keys[0].text == keys[len(keys)-1].text && len(keys) > 1 {
		return list, false
	}
	if len(keys) == 1 {
		return g.one("ROLLUP ("+list+")", "CUBE ("+list+")", "GROUPING SETS (("+list+"), ())"), true
	}
	a, b := keys[0].text, keys[1].text
	return g.one("ROLLUP ("+list+")", "CUBE ("+list+")", "GROUPING SETS (("+list+"), ("+a+"))", "GROUPING SETS (("+list+"), ("+a+"))", "GROUPING SETS (("+a+"), ("+b+"))",
		a+", ROLLUP ("+b+")", a+", CUBE ("+b+")", b+", GROUPING SETS (("+a+"), ())", "GROUPING SETS (("+list+"), ("+b+"), ())"), true
}

// having is a condition on the keys and an aggregate of a group.
func (g *queryMaker) having(keys, visible []semCol, agg semCol, several bool, depth int) string {
	if !several && len(visible) > 0 && !g.full(depth) && g.oneIn(4) {
		return g.bySubquery(visible, depth)
	}
	k := keys[g.random.IntN(len(keys))]
	if strings.Contains(k.text, "(SELECT ") {
		return "COUNT(*) > 1"
	}
	condition := k.text + " = " + g.literal(k.kind)
	if len(keys) == 2 && g.comparable(keys[0].kind, keys[1].kind) && !strings.Contains(texts(keys), "(SELECT ") {
		condition = g.one(condition, keys[0].text+" = "+keys[1].text, keys[0].text+" = "+keys[1].text, keys[0].text+" < "+keys[1].text)
	}
	return g.one("COUNT(*) > 1", "COUNT(*) > 1", condition, condition, condition+" AND COUNT(*) > 1", "COUNT(*) > 1 OR "+condition, "NOT ("+condition+")", k.text+" IS NOT NULL", agg.text+" IS NOT NULL")
}

// windowed makes one or two OVERs, by named windows at times.
func (g *queryMaker) windowed(cols []semCol, tail string) made {
	out := g.some(cols, 3)
	var names []string
	for range 1 + g.random.IntN(3)/2 {
		item, window := g.over(cols, cols)
		switch {
		case g.oneIn(5):
			name := g.alias("win")
			names = append(names, name+" AS ("+window+")")
			item.text += " OVER " + name
		case g.oneIn(6) && strings.HasPrefix(window, "PARTITION BY") && strings.Contains(window, " ORDER BY "):
			name := g.alias("win")
			partition, order, _ := strings.Cut(window, " ORDER BY ")
			names = append(names, name+" AS ("+partition+")")
			item.text += " OVER (" + name + " ORDER BY " + order + ")"
		default:
			item.text += " OVER (" + window + ")"
		}
		out = append(out, item)
	}
	list, kinds := items(out)
	text := "SELECT " + list + tail
	if len(names) > 0 {
		text += " WINDOW " + strings.Join(names, ", ")
	}
	return made{text, kinds}
}

// distinctOn keeps the first row of each key in a total order.
func (g *queryMaker) distinctOn(cols []semCol, tail string) made {
	keys := g.some(cols, 2)
	list, kinds := items(append(append([]semCol(nil), keys...), g.some(cols, 2)...))
	order := texts(keys) + ", " + texts(cols)
	return made{fmt.Sprintf("SELECT DISTINCT ON (%s) %s%s ORDER BY %s", texts(keys), list, tail, order), kinds}
}
