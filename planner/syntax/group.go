package syntax

// groupBy reads the elements of GROUP BY. Their expressions are lowered; until they are solved, the
// sets hold their numbers.
func (p *parser) groupBy(c *core) {
	g := &GroupBy{}
	if p.isAny("ALL", "DISTINCT") && !p.opAt(p.pos+1, ",") && !p.opAt(p.pos+1, ".") {
		p.fail(p.spanOf(p.pos), "write the columns to group by", "GROUP BY %s is not part of the dialect", p.cur().key)
	}
	n := 0 // expressions so far
	total := 1
	for {
		first := p.pos
		e := &GroupElement{Keyword: p.groupKeyword()}
		sets := p.groupSets(c, &n)
		e.Pos = p.from(first)
		g.Elements = append(g.Elements, e)
		c.sets = append(c.sets, sets...)
		c.groups = append(c.groups, len(sets))
		if total *= max(len(sets), 1); total > maxSets {
			p.fail(e.Pos, "write the sets that are needed with GROUPING SETS", "the clause has more than %d sets", maxSets)
		}
		if !p.acceptOp(",") {
			break
		}
	}
	c.sel.GroupBy = g
}

// groupKeyword returns the keyword of the element that begins at the current token, or "".
func (p *parser) groupKeyword() string {
	switch {
	case p.is("GROUPING") && p.peek("SETS"):
		return "GROUPING SETS"
	case p.isAny("ROLLUP", "CUBE") && p.opAt(p.pos+1, "("):
		return p.cur().key
	}
	return ""
}

// groupSets reads one element and returns its grouping sets, as numbers of expressions.
func (p *parser) groupSets(c *core, n *int) [][]int {
	switch p.groupKeyword() {
	case "GROUPING SETS":
		p.pos += 2
		p.enter()
		defer func() { p.nesting-- }()
		p.expectOp("(")
		var sets [][]int
		for {
			sets = append(sets, p.groupSets(c, n)...)
			p.checkSets(len(sets))
			if !p.acceptOp(",") {
				break
			}
		}
		p.expectOp(")")
		return sets
	case "ROLLUP":
		units := p.groupUnits(c, n)
		p.checkSets(len(units) + 1)
		var sets [][]int
		for i := len(units); i >= 0; i-- {
			sets = append(sets, concat(units[:i]))
		}
		return sets
	case "CUBE":
		units := p.groupUnits(c, n)
		if len(units) > 12 {
			p.checkSets(maxSets + 1)
		}
		var sets [][]int
		for mask := 1<<len(units) - 1; mask >= 0; mask-- {
			var in [][]int
			for i, u := range units {
				if mask&(1<<(len(units)-1-i)) != 0 {
					in = append(in, u)
				}
			}
			sets = append(sets, concat(in))
		}
		return sets
	}
	return [][]int{p.groupUnit(c, n)}
}

// checkSets limits the number of grouping sets of one element.
func (p *parser) checkSets(sets int) {
	if sets > maxSets {
		p.fail(p.spanOf(p.pos-1), "write the sets that are needed with GROUPING SETS", "the element has more than %d sets", maxSets)
	}
}

// groupUnits reads the parentheses of ROLLUP or CUBE.
func (p *parser) groupUnits(c *core, n *int) [][]int {
	p.pos++
	p.expectOp("(")
	var units [][]int
	for {
		units = append(units, p.groupUnit(c, n))
		if len(units) > maxUnits {
			p.fail(p.spanOf(p.pos-1), "write the sets that are needed with GROUPING SETS",
				"more than %d columns in one ROLLUP or CUBE", maxUnits)
		}
		if !p.acceptOp(",") {
			break
		}
	}
	p.expectOp(")")
	return units
}

// groupUnit reads one expression, or several in parentheses: a set. () is the empty set.
func (p *parser) groupUnit(c *core, n *int) []int {
	one := func() int {
		c.group.separate()
		p.lower(&c.l, &c.group)
		*n++
		return *n - 1
	}
	if !p.isOp("(") || p.cur().query || !p.endsUnit(p.cur().match) {
		return []int{one()}
	}
	p.pos++
	set := []int{}
	for !p.isOp(")") {
		set = append(set, one())
		if !p.acceptOp(",") {
			break
		}
	}
	p.expectOp(")")
	return set
}

// endsUnit reports whether an element ends with the closing parenthesis at i: the parentheses are
// a set, not the beginning of an expression such as (a + b) * c.
func (p *parser) endsUnit(i int) bool {
	if i < 0 {
		return true
	}
	next := p.tok(i + 1)
	switch next.kind {
	case endToken:
		return true
	case opToken:
		return next.key == "," || next.key == ")"
	case wordToken:
		switch next.key {
		case "AND", "OR", "IS", "IN", "NOT", "BETWEEN", "LIKE", "ILIKE", "REGEXP", "RLIKE", "SIMILAR", "AT":
			return false
		}
		return true
	}
	return false
}

func concat(units [][]int) []int {
	all := []int{}
	for _, u := range units {
		all = append(all, u...)
	}
	return all
}

// fillGroups sets the expressions of the elements.
func (c *core) fillGroups(exprs []Expr) {
	sets := c.sets
	for i, e := range c.sel.GroupBy.Elements {
		seen := map[int]bool{}
		for _, set := range sets[:c.groups[i]] {
			filled := make([]Expr, len(set))
			for j, n := range set {
				filled[j] = exprs[n]
				if !seen[n] {
					seen[n] = true
					e.Exprs = append(e.Exprs, exprs[n])
				}
			}
			e.Sets = append(e.Sets, filled)
		}
		sets = sets[c.groups[i]:]
	}
}
