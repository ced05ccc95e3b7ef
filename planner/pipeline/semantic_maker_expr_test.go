//go:build !race

package pipeline_test

// comparable reports whether values of two kinds may be compared so that the answer needs no assumption.
func (g *queryMaker) comparable(a, b semKind) bool {
	if a == b {
		return true
	}
	switch string(min(a, b)) + string(max(a, b)) {
	case "ix", "ns":
		return true
	case "in", "im", "mn", "ms":
		return !g.untyped // without types it would be assumed that they are of one
	}
	return false
}

// common is the kind of values that are of one of two kinds.
func (g *queryMaker) common(a, b semKind) semKind {
	switch string(min(a, b)) + string(max(a, b)) {
	case "ix":
		return nothing
	case "ns":
		return words
	}
	if a == b {
		return a
	}
	return several
}

// pair are columns of two sides that may be compared, the first ones more often.
func (g *queryMaker) pair(left, right []semCol) (a, b semCol, ok bool) {
	for range 8 {
		a, b = g.any(left), g.any(right)
		if a.text == b.text && !g.oneIn(12) {
			continue
		}
		if g.comparable(a.kind, b.kind) {
			return a, b, true
		}
	}
	return a, b, false
}

// literal is a constant of a kind.
func (g *queryMaker) literal(kind semKind) string {
	if g.oneIn(40) {
		return "NULL"
	}
	switch kind {
	case words:
		return g.one("'x'", "'x'", "'X'", "'xy'")
	case numbers:
		if !g.untyped && g.oneIn(4) {
			return "1"
		}
		return g.one("'1'", "'1'", "'2'")
	case time:
		return g.one("1", "2", "3")
	case truth:
		return g.one("TRUE", "FALSE")
	case nothing:
		return g.one("1", "1", "2", "1.0")
	}
	return g.one("1", "1", "1", "2", "0")
}

// expression is a column, or something computed from columns.
func (g *queryMaker) expression(cols []semCol) semCol {
	c := g.any(cols)
	if g.oneIn(6) {
		return g.computed(c, cols)
	}
	return c
}

// computed is something computed from a column, and from others at times.
func (g *queryMaker) computed(c semCol, cols []semCol) semCol {
	x := c.text
	other := cols[g.random.IntN(len(cols))]
	if same := g.comparable(c.kind, other.kind); same && g.oneIn(3) {
		kind := g.common(c.kind, other.kind)
		when := "CASE WHEN " + g.simple(cols) + " THEN "
		return col(g.one("COALESCE("+x+", "+other.text+")", "COALESCE("+x+", "+other.text+", "+g.literal(kind)+")", when+x+" ELSE "+other.text+" END", when+x+" END"), kind)
	}
	switch {
	case g.oneIn(5):
		return col("COALESCE("+x+", "+g.literal(c.kind)+")", g.filled(c.kind))
	case g.oneIn(8):
		return col("NULLIF("+x+", "+g.literal(c.kind)+")", c.kind)
	case g.oneIn(10):
		return col("CASE "+x+" WHEN "+g.literal(c.kind)+" THEN 1 ELSE 2 END", whole)
	case g.oneIn(12):
		return col("("+g.simple(cols)+")", truth)
	}
	switch c.kind {
	case whole:
		text := g.one(x+" + 1", x+" - 1", "1 - "+x, x+" * 2", x+" * 0", x+" % 2", "-"+x, "ABS("+x+")", "("+x+" + 1) * 2", "CAST("+x+" AS VARCHAR)", x+" || '!'")
		switch text {
		case "CAST(" + x + " AS VARCHAR)":
			return col(text, numbers)
		case x + " || '!'":
			return col(text, words)
		}
		if other.kind == whole && g.oneIn(3) {
			return col(x+g.one(" + ", " - ", " * ")+other.text, whole)
		}
		return col(text, whole)
	case words:
		if g.oneIn(5) {
			return col("LENGTH("+x+")", whole)
		}
		return col(g.one(x+" || 'x'", "'!' || "+x, "UPPER("+x+")", "LOWER("+x+") || "+x, "SUBSTR("+x+", 1, 1)"), words)
	case numbers:
		if !g.untyped && g.oneIn(3) {
			return col("CAST("+x+" AS INT)", whole)
		}
		return col(x+" || 'x'", words)
	case nothing:
		return col(g.one(x+" + 1", x+" * 2", "-"+x), nothing)
	}
	return c
}

// filled is the kind of a COALESCE with a literal.
func (g *queryMaker) filled(kind semKind) semKind {
	if kind == numbers {
		return several // the literal may be a number
	}
	return kind
}

// bound is what a value is compared with: a constant, or a column.
func (g *queryMaker) bound(a semCol, cols []semCol) string {
	b := cols[g.random.IntN(len(cols))]
	if g.oneIn(2) || !g.comparable(a.kind, b.kind) {
		return g.literal(a.kind)
	}
	return b.text
}

// simple is a condition on columns without a subquery.
func (g *queryMaker) simple(cols []semCol) string {
	if len(g.outer) > 0 && g.oneIn(8) {
		if a, b, ok := g.pair(cols, g.outer); ok {
			return a.text + g.one(" = ", " = ", " = ", " < ", " IS NOT DISTINCT FROM ") + b.text
		}
	}
	a := g.any(cols)
	if g.oneIn(8) {
		a = g.computed(a, cols[:1])
	}
	x, lit := a.text, g.literal(a.kind)
	switch n := g.random.IntN(24); {
	case n < 4:
		return x + " = " + lit
	case n > 4 && n < 10:
		if a, b, ok := g.pair(cols, cols); ok {
			return a.text + g.one(" = ", " = ", " = ", " = ", " < ", " <> ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + b.text
		}
	case n == 10, n == 11:
		return x + g.one(" IS NULL", " IS NULL", " IS NOT NULL")
	case n == 12:
		return x + g.one(" > ", " <= ", " <> ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + lit
	case n == 4, n == 13:
		other, last := g.bound(a, cols), g.bound(a, cols)
		return g.one(x+" BETWEEN "+other+" AND "+last, x+" NOT BETWEEN "+other+" AND "+last, "NOT ("+x+" BETWEEN "+other+" AND "+last+")", x+" BETWEEN "+other+" AND "+other, other+" NOT BETWEEN "+x+" AND "+last)
	case n == 14:
		return x + g.one(" IN (", " IN (", " NOT IN (") + lit + g.one(")", ", "+g.literal(a.kind)+")")
	case n == 15:
		return "NOT (" + g.simple(cols) + ")"
	case n == 16:
		return "(" + g.simple(cols) + " OR " + g.simple(cols) + ")"
	case n == 17:
		common := g.simple(cols)
		return "(" + common + " AND " + g.simple(cols) + " OR " + g.simple(cols) + " AND " + common + ")"
	case n == 18:
		if a, b, ok := g.pair(cols, cols); ok && a.kind == whole && b.kind == whole {
			return g.one("("+a.text+", "+b.text+") = (1, 1)", "("+a.text+", "+b.text+") IN ((1, 2), (2, 1))", a.text+" BETWEEN "+b.text+" AND "+b.text, a.text+" NOT BETWEEN "+b.text+" AND 1")
		}
	case n == 19 && a.kind == words:
		return x + g.one(" LIKE ", " NOT LIKE ") + g.one("'x%'", "'_'", "'%y'", "'x'")
	case n == 20:
		return "(" + g.simple(cols) + ")" + g.one(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE", " IS NULL")
	case n == 21:
		return "CASE WHEN " + g.simple(cols) + " THEN " + g.simple(cols) + g.one("", " ELSE "+g.simple(cols), " ELSE FALSE", " ELSE TRUE") + " END"
	case n == 22:
		return "COALESCE(" + x + ", " + lit + ") = " + lit
	}
	return x + " = " + lit
}
