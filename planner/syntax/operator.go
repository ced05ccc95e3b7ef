package syntax

// binds is how tightly an operator binds, given as the operator that replaces it in the text for
// sqlparser. Which operator was written is read from the tokens between the operands.
type binds string

const (
	asCompare binds = " = "
	asOther   binds = " | " // looser than + and tighter than comparisons, as || is
	asPath    binds = " ^ " // tighter than *
)

// symbols are the operators that are not words.
var symbols = map[string]binds{
	"+": " + ", "-": " - ", "*": " * ", "/": " / ", "%": " % ",
	"^": asPath, "->": asPath, "->>": asPath,
	"||": asOther, "<->": asOther, "<#>": asOther, "<=>": asOther, "<+>": asOther,
	"@>": asOther, "<@": asOther,
	"=": asCompare, "<>": asCompare, "!=": asCompare, "<": asCompare, ">": asCompare,
	"<=": asCompare, ">=": asCompare, "~": asCompare, "~*": asCompare, "!~": asCompare, "!~*": asCompare,
}

// foreign are operators of other languages, with what to write instead.
var foreign = map[string]string{
	"==": "write = to compare", "&&": "write AND", "|": "write || to join strings, OR for conditions",
	"!": "write NOT, or <> for unequal", "&": "write AND", ":": "write :: for a cast, . for a field",
	"?": "parameters cannot be planned: write a value", "$": "write a variable as ${NAME}",
	"{": "write MAP['key', value]", "#": "a comment begins with --", "\\": "remove it",
	"@": "an annotation is a comment: -- @name: value",
}

// operator reads the operator between two operands. It reports false at the end of the expression.
func (p *parser) operator(l *lowering, s *section, f *flat) bool {
	for {
		switch p.cur().kind {
		case opToken:
			return p.symbol(s, f)
		case wordToken:
			complete, more := p.wordOperator(l, s, f)
			if complete {
				continue // IS NULL, IN (..): another operator may follow
			}
			return more
		default:
			return false
		}
	}
}

// symbol reads an operator that is not a word.
func (p *parser) symbol(s *section, f *flat) bool {
	t := p.cur()
	b, ok := symbols[t.key]
	if !ok {
		if help, ok := foreign[t.key]; ok {
			p.fail(p.spanOf(p.pos), help, "%s is not an operator here", p.word(p.pos))
		}
		return false
	}
	if b == asCompare {
		p.compare(s, f, 1)
		f.quantify = true
		return true
	}
	p.bind(s, f, b, 1)
	return true
}

// bind appends an operator of n tokens that binds tighter than comparisons.
func (p *parser) bind(s *section, f *flat, b binds, n int) {
	if f.condition {
		p.fail(p.spanOf(p.pos), "put parentheses around the condition before it",
			"%s cannot follow a condition", p.word(p.pos))
	}
	f.tight = true
	p.emit(s, f, b, n)
}

// compare appends a comparison of n tokens.
func (p *parser) compare(s *section, f *flat, n int) {
	p.checkCompare(f)
	p.emit(s, f, asCompare, n)
}

// checkCompare records a comparison. There may be one between two ANDs.
func (p *parser) checkCompare(f *flat) {
	if f.compared || f.condition {
		p.fail(p.spanOf(p.pos), "put parentheses around one of them, or join two conditions with AND",
			"a second comparison of one value: comparisons do not chain")
	}
	f.compared, f.tight = true, true
}

// emit reads n tokens and appends the operator that replaces them.
func (p *parser) emit(s *section, f *flat, b binds, n int) {
	if f.operators++; f.operators > maxOperators {
		p.fail(p.spanOf(p.pos), "put parts of it in parentheses, or write a list with IN",
			"more than %d operators in one expression", maxOperators)
	}
	s.add(p.pos, string(b))
	s.open++
	p.pos += n
}

// wordOperator reads an operator written with words. It reports complete if no operand follows the
// operator, and more if one does.
func (p *parser) wordOperator(l *lowering, s *section, f *flat) (complete, more bool) {
	switch p.cur().key {
	case "AND":
		if f.between {
			f.between = false
			p.emit(s, f, " and ", 1)
			return false, true
		}
		fallthrough
	case "OR":
		op := binds(" and ")
		if p.is("OR") {
			op = " or "
		}
		if f.between {
			p.expected("AND", "BETWEEN takes two bounds: x BETWEEN 1 AND 5")
		}
		if word := p.cur().key; f.words == "" || f.words == word {
			f.words = word
		} else {
			f.words = "both"
		}
		p.decide(l, s, f)
		*f = flat{operators: f.operators, noIn: f.noIn, whole: f.whole, words: f.words}
		p.emit(s, f, op, 1)
		f.term, f.before = s.begin(), f.operators
		return false, true
	case "IS":
		return p.isOperator(s, f)
	case "AT":
		if p.wordAt(p.pos+1, "TIME") && p.wordAt(p.pos+2, "ZONE") {
			p.bind(s, f, asPath, 3)
			return false, true
		}
	case "ESCAPE":
		if f.like {
			p.bind(s, f, asOther, 1)
			return false, true
		}
	case "NOT":
		return p.membership(l, s, f, 1)
	default:
		return p.membership(l, s, f, 0)
	}
	return false, false
}

// isOperator reads IS [NOT] NULL, TRUE, FALSE, UNKNOWN and IS [NOT] DISTINCT FROM.
func (p *parser) isOperator(s *section, f *flat) (complete, more bool) {
	n, text := 1, " is "
	if p.wordAt(p.pos+1, "NOT") {
		n, text = 2, " is not "
	}
	what := p.tok(p.pos + n)
	if what.kind == wordToken {
		switch what.key {
		case "NULL", "TRUE", "FALSE", "UNKNOWN":
			if f.between {
				p.expected("AND", "BETWEEN takes two bounds: x BETWEEN 1 AND 5")
			}
			f.compared, f.condition = true, true
			p.emit(s, f, binds(text+"null "), n+1)
			return true, false
		case "DISTINCT":
			if p.wordAt(p.pos+n+1, "FROM") {
				p.compare(s, f, n+2)
				return false, true
			}
		}
	}
	p.pos += n
	p.expected("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM after IS", "")
	return false, false
}

// membership reads [NOT] IN, BETWEEN, LIKE, ILIKE, SIMILAR TO, REGEXP and RLIKE; not is 1 if NOT
// comes first.
func (p *parser) membership(l *lowering, s *section, f *flat, not int) (complete, more bool) {
	switch word := p.tok(p.pos + not).key; {
	case p.tok(p.pos+not).kind != wordToken:
		return false, false
	case word == "IN" && !f.noIn:
		p.checkCompare(f)
		p.inList(l, s, f, not)
		f.condition = true
		return true, false
	case word == "BETWEEN":
		n := not + 1
		if p.wordAt(p.pos+n, "ASYMMETRIC") {
			n++
		}
		p.checkCompare(f)
		f.between = true
		p.emit(s, f, []binds{" between ", " not between "}[not], n)
		return false, true
	case word == "LIKE" || word == "ILIKE" || word == "REGEXP" || word == "RLIKE":
		p.compare(s, f, not+1)
		f.like, f.quantify = true, true
		return false, true
	case word == "SIMILAR" && p.wordAt(p.pos+not+1, "TO"):
		p.compare(s, f, not+2)
		f.like = true
		return false, true
	}
	return false, false
}

// inList reads [NOT] IN (list) or (query) after its first operand.
func (p *parser) inList(l *lowering, s *section, f *flat, not int) {
	p.emit(s, f, []binds{" in (", " not in ("}[not], not+1)
	s.depth++
	query := p.cur().query
	if !p.isOp("(") {
		p.expected(`"(" after IN`, "write x IN (1, 2) or x IN (SELECT ..)")
	}
	p.pos++
	switch {
	case query:
		first := p.pos
		q := p.query()
		l.atom(s, &Subquery{At: At{p.from(first)}, Query: q}, first, p.pos-1)
	case p.isOp(")"):
		p.expected("a value", "an empty list matches nothing: leave the condition out, or write FALSE")
	default:
		p.lowerList(l, s)
	}
	p.expectOp(")")
	s.text = append(s.text, ')')
	s.depth--
}
