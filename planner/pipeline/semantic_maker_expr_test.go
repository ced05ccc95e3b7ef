//go:build !race

package pipeline

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
		a, b = left[g.random.IntN(len(left))], right[g.random.IntN(len(right))]
		if g.oneIn(2) {
			a, b = left[g.random.IntN(min(2, len(left)))], right[g.random.IntN(min(2, len(right)))]
		}
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
		return g.one("'1'", "'1'", "'2'", "'01'")
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
	c := cols[g.random.IntN(len(cols))]
	if g.oneIn(4) {
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
		return semCol{g.one("COALESCE("+x+", "+other.text+")", "COALESCE("+x+", "+other.text+", "+g.literal(kind)+")", when+x+" ELSE "+other.text+" END", when+x+" END"), kind}
	}
	switch {
	case g.oneIn(5):
		return semCol{"COALESCE(" + x + ", " + g.literal(c.kind) + ")", g.filled(c.kind)}
	case g.oneIn(8):
		return semCol{"NULLIF(" + x + ", " + g.literal(c.kind) + ")", c.kind}
	case g.oneIn(10):
		return semCol{"CASE " + x + " WHEN " + g.literal(c.kind) + " THEN 1 ELSE 2 END", whole}
	case g.oneIn(12):
		return semCol{"(" + g.simple(cols) + ")", truth}
	}
	switch c.kind {
	case whole:
		text := g.one(x+" + 1", x+" - 1", "1 - "+x, x+" * 2", x+" * 0", x+" % 2", "-"+x, "ABS("+x+")", "("+x+" + 1) * 2", "CAST("+x+" AS VARCHAR)", x+" || '!'")
		switch text {
		case "CAST(" + x + " AS VARCHAR)":
			return semCol{text, numbers}
		case x + " || '!'":
			return semCol{text, words}
		}
		if other.kind == whole && g.oneIn(3) {
			return semCol{x + g.one(" + ", " - ", " * ") + other.text, whole}
		}
		return semCol{text, whole}
	case words:
		if g.oneIn(5) {
			return semCol{"LENGTH(" + x + ")", whole}
		}
		return semCol{g.one(x+" || 'x'", "'!' || "+x, "UPPER("+x+")", "LOWER("+x+") || "+x, "SUBSTR("+x+", 1, 1)"), words}
	case numbers:
		if !g.untyped && g.oneIn(3) {
			return semCol{"CAST(" + x + " AS INT)", whole}
		}
		return semCol{x + " || 'x'", words}
	case nothing:
		return semCol{g.one(x+" + 1", x+" * 2", "-"+x), nothing}
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

// simple is a condition on columns without a subquery.
func (g *queryMaker) simple(cols []semCol) string {
	if len(g.outer) > 0 && g.oneIn(8) {
		if a, b, ok := g.pair(cols, g.outer); ok {
			return a.text + g.one(" = ", " = ", " = ", " < ", " IS NOT DISTINCT FROM ") + b.text
		}
	}
	a := cols[g.random.IntN(len(cols))]
	if g.oneIn(6) {
		a = g.computed(a, cols[:1])
	}
	x, lit := a.text, g.literal(a.kind)
	switch n := g.random.IntN(24); {
	case n < 5:
		return x + " = " + lit
	case n < 10:
		if a, b, ok := g.pair(cols, cols); ok {
			return a.text + g.one(" = ", " = ", " = ", " = ", " < ", " <> ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + b.text
		}
	case n < 12:
		return x + g.one(" IS NULL", " IS NULL", " IS NOT NULL")
	case n == 12:
		return x + g.one(" > ", " <= ", " <> ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + lit
	case n == 13:
		return x + g.one(" BETWEEN ", " NOT BETWEEN ") + lit + " AND " + g.one(lit, g.literal(a.kind), x)
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
