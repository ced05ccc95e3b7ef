package syntax

import "strconv"

// maxText is how deep brackets may be nested in one text for sqlparser, which itself rejects more than
// 200. A deeper expression gets a call of its own.
const maxText = 100

// piece is one operand of a lowered expression, written p<n> if it is complete and w<n>(..) if it consists
// of other expressions.
type piece struct {
	node        Expr
	build       func(args []Expr) Expr
	first, last int // its tokens
	posts       []post
}

// post is a cast, subscript or field after an operand.
type post struct {
	last  int // its last token
	apply func(x Expr, at At) Expr
}

// lowering holds the pieces of one call of sqlparser.
type lowering struct{ pieces []piece }

// section is the lowered text of one clause of the call: a list of expressions.
type section struct {
	text  []byte
	marks []mark
	atoms []int // the numbers of the pieces in it
	open  int   // how much sqlparser has to decide: operators, CASE, and forms with such
	depth int   // how many brackets are open at the end of the text
}

// mark records which token a place in lowered text came from.
type mark struct{ offset, token int }

// add appends the text for a token.
func (s *section) add(token int, text string) {
	s.marks = append(s.marks, mark{len(s.text), token})
	s.text = append(s.text, text...)
}

// separate begins the next expression of a list.
func (s *section) separate() {
	if n := len(s.text); n > 0 && s.text[n-1] != '(' {
		s.text = append(s.text, ',', ' ')
	}
}

// atom appends a complete operand, read from the tokens from first to last, and returns its number.
func (l *lowering) atom(s *section, node Expr, first, last int) int {
	id := len(l.pieces)
	l.pieces = append(l.pieces, piece{node: node, first: first, last: last})
	s.marks = append(s.marks, mark{len(s.text), first})
	s.text = strconv.AppendInt(append(s.text, 'p'), int64(id), 10)
	s.atoms = append(s.atoms, id)
	return id
}

// form is an operand that consists of other expressions, while these are read.
type form struct {
	id    int // of its piece
	begin begin
}

// begin is where an operand or an expression begins in a section.
type begin struct{ text, marks, atoms, open int }

func (s *section) begin() begin { return begin{len(s.text), len(s.marks), len(s.atoms), s.open} }

// settle replaces what was lowered from a place on by a complete operand.
func (s *section) settle(at begin, id, first int) {
	s.text = strconv.AppendInt(append(s.text[:at.text], 'p'), int64(id), 10)
	s.marks = append(s.marks[:at.marks], mark{at.text, first})
	s.atoms, s.open = append(s.atoms[:at.atoms], id), at.open
}

// begin begins a form. Everything lowered until close is an argument of it.
func (l *lowering) begin(s *section, first int) form {
	f := form{len(l.pieces), s.begin()}
	l.pieces = append(l.pieces, piece{first: first})
	s.marks = append(s.marks, mark{len(s.text), first})
	s.text = append(strconv.AppendInt(append(s.text, 'w'), int64(f.id), 10), '(')
	return f
}

// close ends a form. build makes its node from the arguments, in written order. A form in whose arguments
// sqlparser has nothing to decide becomes a complete operand.
func (p *parser) close(l *lowering, s *section, f form, build func([]Expr) Expr) {
	one := &l.pieces[f.id]
	one.last = p.pos - 1
	if s.open > f.begin.open || p.slow {
		s.text, s.open = append(s.text, ')'), s.open+1
		one.build = build
	} else {
		one.node = build(p.nodes(l, s.atoms[f.begin.atoms:]))
		s.settle(f.begin, f.id, one.first)
	}
	p.postfix(l, f.id)
}

// expr reads one expression.
func (p *parser) expr() Expr {
	var l lowering
	var s section
	p.lower(&l, &s)
	return p.solve(&l, &s)[0]
}

// exprs reads expressions separated by commas.
func (p *parser) exprs() []Expr {
	var l lowering
	var s section
	p.lowerList(&l, &s)
	return p.solve(&l, &s)
}

// lowerList lowers expressions separated by commas and returns their number.
func (p *parser) lowerList(l *lowering, s *section) int {
	n := 0
	for {
		s.separate()
		p.lower(l, s)
		n++
		if !p.acceptOp(",") {
			return n
		}
	}
}

// flat is the state of reading one expression from left to right, brackets aside.
type flat struct {
	operators int
	compared  bool // a comparison since the last AND or OR: no second one without parentheses
	condition bool // the last operand is a whole condition (IS NULL, IN (..)): no arithmetic
	between   bool // BETWEEN has not met its AND
	like      bool // ESCAPE may follow
	quantify  bool // ANY or ALL may follow
	tight     bool // after an operator that binds tighter than NOT
	noIn      bool // IN is not an operator: POSITION(x IN y)

	whole, term begin  // where the expression begins, and what stands after the last AND or OR
	before      int    // operators before that
	words       string // "AND" or "OR" if all of these words so far are the same, "both" if they are not
}

// lower reads an expression and appends its text for sqlparser. Operands and operators alternate, so
// nearly every mistake is found here, with its exact place.
func (p *parser) lower(l *lowering, s *section) {
	if s.depth >= maxText {
		first := p.pos
		node := p.expr()
		l.atom(s, node, first, p.pos-1)
		return
	}
	p.enter()
	s.depth++
	f := flat{noIn: p.noIn, whole: s.begin(), term: s.begin()}
	p.noIn = false
	for {
		n := p.prefixes(s, &f)
		p.operand(l, s, &f)
		p.nesting -= n
		if !p.operator(l, s, &f) {
			break
		}
	}
	if f.between {
		p.expected("AND", "BETWEEN takes two bounds: x BETWEEN 1 AND 5")
	}
	s.depth--
	p.nesting--
	p.decide(l, s, &f)
}

// decide makes complete operands of what stands before AND, OR or the end, where sqlparser has nothing to decide: of
// two operands with one operator, and of a chain of nothing but ANDs or nothing but ORs.
func (p *parser) decide(l *lowering, s *section, f *flat) {
	if f.operators == f.before+1 && !f.condition {
		p.unite(l, s, f.term)
	}
	if f.before > 0 && f.words != "both" {
		p.unite(l, s, f.whole)
	}
}

// unite makes one complete operand of two, if all that is open since a place is the operator between them.
func (p *parser) unite(l *lowering, s *section, at begin) {
	if s.open != at.open+1 || p.slow {
		return
	}
	sides := s.atoms[at.atoms:]
	x := p.binary(p.pieceNode(&l.pieces[sides[0]], nil), p.pieceNode(&l.pieces[sides[1]], nil))
	l.pieces = append(l.pieces, piece{node: x.node, first: x.first, last: x.last})
	s.settle(at, len(l.pieces)-1, x.first)
}

// prefixes reads NOT, - and + before an operand and returns their number. Each adds a level of nesting.
func (p *parser) prefixes(s *section, f *flat) int {
	for n := 0; ; n++ {
		switch {
		case p.is("NOT"):
			if f.tight {
				p.fail(p.spanOf(p.pos), "put parentheses around NOT and what it negates",
					"NOT cannot follow an operator that binds tighter")
			}
			s.add(p.pos, "not ")
		case p.isOp("-"), p.isOp("+"):
			f.tight = true
			s.add(p.pos, p.cur().key+" ")
		default:
			return n
		}
		s.open++
		p.enter()
		p.pos++
	}
}

// postfix reads casts, subscripts, fields and collations after the operand with number id.
func (p *parser) postfix(l *lowering, id int) {
	for {
		var apply func(Expr, At) Expr
		switch {
		case p.acceptOp("::"):
			typ := p.typeName()
			apply = func(x Expr, at At) Expr { return &Cast{At: at, X: x, Type: typ} }
		case p.acceptOp("["):
			i := p.expr()
			p.expectOp("]")
			apply = func(x Expr, at At) Expr { return &Index{At: at, X: x, I: i} }
		case p.isOp("."):
			p.pos++
			var name Ident
			if p.isOp("*") { // (row).*: all fields of a value
				name = Ident{At: At{p.spanOf(p.pos)}, Name: "*"}
				p.pos++
			} else {
				name = p.part()
			}
			apply = func(x Expr, at At) Expr { return &Field{At: at, X: x, Name: name} }
		case p.atCollate():
			p.pos++
			name := p.collation()
			apply = func(x Expr, at At) Expr { return &Binary{At: at, Op: "COLLATE", Left: x, Right: name} }
		default:
			return
		}
		posts := append(l.pieces[id].posts, post{p.pos - 1, apply})
		if len(posts) > maxChain {
			p.fail(p.spanOf(p.pos-1), "split the expression", "more than %d casts or subscripts on one value", maxChain)
		}
		l.pieces[id].posts = posts
	}
}
