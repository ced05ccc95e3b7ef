//go:build !race

package pipeline_test

import (
	"fmt"
	"strings"
)

// condition is a condition on columns that may have a subquery.
func (g *queryMaker) condition(cols []semCol, depth int) string {
	if g.full(depth) || !g.oneIn(3) {
		return g.simple(cols)
	}
	c := g.bySubquery(cols, depth)
	switch g.random.IntN(16) {
	case 0:
		return "(" + c + " OR " + g.simple(cols) + ")"
	case 1:
		return "NOT (" + c + ")"
	case 2:
		return "CASE WHEN " + c + " THEN " + g.simple(cols) + " ELSE " + g.simple(cols) + " END"
	case 3:
		return "(" + c + " AND " + g.simple(cols) + " OR " + g.simple(cols) + ")"
	}
	return c
}

// bySubquery is a condition that is a subquery.
func (g *queryMaker) bySubquery(cols []semCol, depth int) string {
	switch g.random.IntN(7) {
	case 0, 1, 2:
		return g.one("", "NOT ") + "EXISTS (" + g.inner(cols, depth, "1") + ")"
	case 3:
		s := g.scalar(cols, depth)
		for _, c := range g.some(cols, 4) {
			if g.comparable(c.kind, s.kind) {
				return c.text + g.one(" = ", " = ", " < ", " <> ") + s.text
			}
		}
		return s.text + " > 1"
	}
	x := g.any(cols)
	if g.oneIn(6) {
		x = g.computed(x, cols)
	}
	list := g.inner(cols, depth, string(x.kind))
	in := x.text + g.one(" IN (", " IN (", " = ANY (", " NOT IN (", " <> ALL (", " = ALL (", " <> ANY (", g.one(" < ", " <= ", " > ", " >= ")+g.one("ANY (", "SOME (", "ALL (")) + list + ")"
	if g.oneIn(4) {
		return x.text + " IS NOT NULL AND " + in
	}
	return in
}

// inner makes a subquery beside columns. what is "1" for one whose rows count alone, else the kind
// of the column that it gives.
func (g *queryMaker) inner(cols []semCol, depth int, what string) string {
	return g.around(cols, func() string {
		from := g.from(depth - 1)
		item := col("1", whole)
		if what != "1" {
			item = col(g.literal(semKind(what[0])), semKind(what[0]))
			for _, c := range g.some(from.cols, 4) {
				if g.comparable(c.kind, semKind(what[0])) {
					item = c
					break
				}
			}
		}
		text := "SELECT " + g.one("", "", "", "", "DISTINCT ") + item.text + " AS c0 FROM " + from.text
		var terms []string
		if what == "1" || g.oneIn(2) {
			terms = append(terms, g.correlated(from.cols, cols))
		}
		if what != "1" && g.oneIn(4) {
			terms = append(terms, item.text+" IS NOT NULL")
		}
		text += g.where(from, terms, depth-1)
		switch {
		case !strings.Contains(item.text, "."): // GROUP BY 1 is another thing
		case g.oneIn(10) && what != "1":
			text += " GROUP BY " + item.text + g.one("", " HAVING COUNT(*) > 1")
		case g.oneIn(14) && what != "1":
			text += " ORDER BY " + item.text + " LIMIT 1"
		case g.oneIn(12) && !g.full(depth-1):
			more := g.from(0)
			for _, c := range more.cols {
				if g.comparable(c.kind, item.kind) {
					text += " " + g.one("UNION ALL", "UNION", "EXCEPT", "INTERSECT", "EXCEPT ALL", "INTERSECT ALL") + " SELECT " + c.text + " FROM " + more.text + g.where(more, []string{g.correlated(more.cols, cols)}, 0)
					break
				}
			}
		}
		return text
	})
}

// scalar is a subquery that gives one value.
func (g *queryMaker) scalar(cols []semCol, depth int) semCol {
	var value semCol
	text := g.around(cols, func() string {
		from := g.from(depth - 1)
		value = g.aggregate(from.cols, 0)
		var terms []string
		if !g.oneIn(6) {
			terms = append(terms, g.correlated(from.cols, cols))
		}
		if g.oneIn(8) { // a row of the group that is tied, or none
			a, b, ok := g.pair(from.cols, cols)
			if ok {
				return "SELECT " + value.text + " FROM " + from.text + g.where(from, nil, 0) + " GROUP BY " + a.text + " HAVING " + a.text + " = " + b.text
			}
		}
		return "SELECT " + value.text + " FROM " + from.text + g.where(from, terms, depth-1)
	})
	return col("("+text+")", value.kind)
}

// correlated ties columns of a subquery to those around it.
func (g *queryMaker) correlated(inner, outer []semCol) string {
	if len(g.outer) > len(outer) && g.oneIn(6) {
		outer = g.outer // two levels out
	}
	if a, b, ok := g.pair(outer, outer); ok && g.oneIn(8) { // the subquery demands it of the rows around
		return g.correlated(inner, outer) + " AND " + a.text + " = " + b.text
	}
	a, b, ok := g.pair(inner, outer)
	if !ok {
		return g.simple(inner)
	}
	if g.oneIn(6) {
		if x, y := g.computed(a, inner), g.computed(b, outer); g.comparable(x.kind, y.kind) {
			return x.text + " = " + y.text
		}
	}
	if g.oneIn(12) {
		return a.text + g.one(" < ", " <> ", " IS NOT DISTINCT FROM ") + b.text
	}
	return g.one(a.text+" = "+b.text, b.text+" = "+a.text)
}

// where makes WHERE of the terms, the tie of the sources, and some more; "" if there are none.
func (g *queryMaker) where(from madeFrom, terms []string, depth int) string {
	if from.tie != "" {
		terms = append(terms, from.tie)
	}
	cols := from.cols
	if len(g.outer) > 0 && len(terms) == 0 && g.oneIn(3) {
		terms = append(terms, g.correlated(cols, g.outer))
	}
	if a, b, ok := g.pair(cols, cols); ok && g.oneIn(6) {
		terms = append(terms, a.text+" = "+b.text)
	}
	if strings.Contains(from.text, "LEFT ") || strings.Contains(from.text, "RIGHT ") || strings.Contains(from.text, "FULL ") {
		if g.oneIn(2) { // which rows lack a side that passes is the hard part
			terms = append(terms, g.simple(cols))
		}
	}
	for range []int{0, 0, 0, 1, 1, 2}[g.random.IntN(6)] {
		terms = append(terms, g.condition(cols, depth))
	}
	if len(terms) == 0 {
		return ""
	}
	for i, t := range terms {
		if strings.Contains(t, " OR ") {
			terms[i] = "(" + t + ")"
		}
	}
	g.random.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
	return " WHERE " + strings.Join(terms, " AND ")
}

// aggregate folds rows; depth is how deep subqueries in its argument may go.
func (g *queryMaker) aggregate(cols []semCol, depth int) semCol {
	x := g.expression(cols)
	if !g.full(depth) && g.oneIn(20) {
		x = g.scalar(cols, depth)
	}
	out := col("COUNT(*)", whole)
	switch g.random.IntN(6) {
	case 0:
		out.text = "COUNT(" + x.text + ")"
	case 1:
		out.text = "COUNT(DISTINCT " + x.text + ")"
	case 2:
		if x.kind == whole || x.kind == nothing {
			out = col("SUM("+x.text+")", x.kind)
		}
	case 3:
		if x.kind != several && x.kind != truth {
			out = col(g.one("MAX(", "MIN(")+x.text+")", x.kind)
		}
	}
	if g.oneIn(12) {
		out.text += " FILTER (WHERE " + g.simple(cols) + ")"
	}
	return out
}

// over is a function over a window; total are columns that decide the order of all rows that differ.
func (g *queryMaker) over(cols, total []semCol) (item semCol, window string) {
	x := cols[g.random.IntN(len(cols))]
	if n := g.random.IntN(8); n > 0 {
		var keys []semCol
		for _, c := range g.some(cols, 2) {
			if g.oneIn(6) {
				c = g.computed(c, cols)
			}
			keys = append(keys, c)
		}
		window = "PARTITION BY " + texts(keys)
	}
	all := " ORDER BY " + texts(total)
	item = col("COUNT(*)", whole)
	switch g.random.IntN(7) {
	case 0:
		return col("ROW_NUMBER()", whole), window + all
	case 1:
		return col(g.one("RANK()", "DENSE_RANK()"), whole), window + " ORDER BY " + x.text
	case 2:
		return col(g.one("LAG(", "LEAD(", "FIRST_VALUE(")+x.text+")", x.kind), window + all
	case 3:
		frame := g.one("ROWS BETWEEN 1 PRECEDING AND CURRENT ROW", "ROWS 2 PRECEDING", "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING", "GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW",
			"RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW")
		return g.one2(col("COUNT(*)", whole), col("MAX("+x.text+")", x.kind)), window + all + " " + frame
	case 4:
		return col("COUNT("+x.text+")", whole), window + " ORDER BY " + x.text
	case 5:
		if x.kind == whole {
			item = col("SUM("+x.text+")", whole)
		}
	}
	return item, window
}

func (g *queryMaker) one2(a, b semCol) semCol {
	if g.oneIn(2) {
		return a
	}
	return b
}

// limit is ORDER BY all columns of the result and LIMIT, at times.
func (g *queryMaker) limit(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("c%d%s", i, g.one("", "", " DESC")))
	}
	return " ORDER BY " + strings.Join(names, ", ") + " LIMIT " + g.one("0", "1", "1", "3", "4") + g.one("", "", " OFFSET 1")
}
