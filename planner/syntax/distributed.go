package syntax

// distributedHelp shows how the clause is written.
const distributedHelp = "write DISTRIBUTED BY (symbol) INTO 6 BUCKETS"

// distributed reads DISTRIBUTED BY [HASH | RANGE] (columns) [INTO n BUCKETS | BUCKETS n] or
// DISTRIBUTED INTO n BUCKETS.
func (p *parser) distributed() {
	first := p.pos
	defer p.in("DISTRIBUTED")()
	if !p.stmt.DistributedSpan.IsZero() {
		p.fail(p.spanOf(first), "keep one of them", "a second DISTRIBUTED in one statement")
	}
	p.pos++
	if p.accept("BY") {
		if p.isAny("HASH", "RANGE") {
			p.stmt.DistributedMethod = p.cur().key
			p.pos++
		}
		if !p.isOp("(") {
			p.expected("columns in parentheses", distributedHelp)
		}
		p.stmt.DistributedBy = p.names()
	}
	switch {
	case p.accept("INTO"):
		p.buckets(p.count("the number of buckets"))
		p.expectOr("BUCKETS", distributedHelp)
	case p.accept("BUCKETS"):
		p.buckets(p.count("the number of buckets"))
	case p.stmt.DistributedBy == nil:
		p.expected("BY or INTO", distributedHelp)
	}
	p.stmt.DistributedSpan = p.from(first)
}

// buckets sets the number of buckets, which is the token before the current one.
func (p *parser) buckets(n int64) {
	if n < 1 || n > 1<<31-1 {
		p.fail(p.spanOf(p.pos-1), distributedHelp, "a table cannot have %d buckets", n)
	}
	p.stmt.Buckets = int(n)
}
