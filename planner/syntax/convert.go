package syntax

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/xwb1989/sqlparser"
)

// This file is the only one that imports sqlparser. It passes sqlparser a text made of numbered pieces, and
// reads from the result how the pieces belong together.

// solve returns the expressions of a lowered list.
func (p *parser) solve(l *lowering, s *section) []Expr {
	if s.open == 0 { // pieces with commas between: there is nothing to decide
		return p.nodes(l, s.atoms)
	}
	return p.solveItems(l, s)
}

// nodes returns the nodes of complete operands.
func (p *parser) nodes(l *lowering, atoms []int) []Expr {
	exprs := make([]Expr, len(atoms))
	for i, id := range atoms {
		exprs[i] = p.pieceNode(&l.pieces[id], nil).node
	}
	return exprs
}

// solveItems is solve for a list that needs sqlparser.
func (p *parser) solveItems(l *lowering, s *section) []Expr {
	t := text{}
	t.clause("select ", s)
	t.buf = append(t.buf, " from t"...)
	sel := p.callParser(&t)
	c := converter{p: p, l: l}
	return c.items(sel.SelectExprs)
}

// solveCore sets the expressions of a SELECT, with at most one call of sqlparser for all its clauses.
func (p *parser) solveCore(c *core) {
	if c.items.open+c.on.open+c.where.open+c.group.open+c.having.open == 0 {
		nodes := func(s *section) []Expr { return p.nodes(&c.l, s.atoms) }
		c.fill(nodes(&c.items), nodes(&c.on), nodes(&c.where), nodes(&c.group), nodes(&c.having))
		return
	}
	t := text{}
	t.clause("select ", &c.items)
	t.clause(" from t", &c.on)
	if len(c.where.text) > 0 {
		t.clause(" where ", &c.where)
	}
	if len(c.group.text) > 0 {
		t.clause(" group by ", &c.group)
	}
	if len(c.having.text) > 0 {
		t.clause(" having ", &c.having)
	}
	sel := p.callParser(&t)
	conv := converter{p: p, l: &c.l}
	on := make([]Expr, len(c.joins))
	from := sel.From[0]
	for i := len(on) - 1; i >= 0; i-- { // the last join is the outermost
		join := from.(*sqlparser.JoinTableExpr)
		on[i] = conv.expr(join.Condition.On).node
		from = join.LeftExpr
	}
	group := make([]Expr, len(sel.GroupBy))
	for i, e := range sel.GroupBy {
		group[i] = conv.expr(e).node
	}
	c.fill(conv.items(sel.SelectExprs), on, conv.condition(sel.Where), group, conv.condition(sel.Having))
}

// text is the input of sqlparser, with the token that each place in it came from.
type text struct {
	buf   []byte
	marks []mark
}

// clause appends the words that begin a clause and its section.
func (t *text) clause(words string, s *section) {
	t.buf = append(t.buf, words...)
	for _, m := range s.marks {
		t.marks = append(t.marks, mark{len(t.buf) + m.offset, m.token})
	}
	t.buf = append(t.buf, s.text...)
}

// callParser calls sqlparser. If it rejects the text, the statement fails at the token that sqlparser
// read last.
func (p *parser) callParser(t *text) *sqlparser.Select {
	stmt, err := parseText(string(t.buf))
	if sel, ok := stmt.(*sqlparser.Select); err == nil && ok {
		return sel
	}
	end := len(t.buf)
	if _, after, ok := strings.Cut(fmt.Sprint(err), " at position "); ok {
		fmt.Sscan(after, &end) // counted from 1, after the token that was read last
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].offset >= end-1 })
	at := diag.Span{Start: p.tok(0).start, End: p.tok(0).end}
	if i > 0 {
		at = p.spanOf(t.marks[i-1].token)
	}
	p.fail(at, "put parentheses around the parts that belong together", "the expression cannot be read from here on")
	return nil
}

// parseText calls sqlparser and turns its panics into errors.
func parseText(text string) (stmt sqlparser.Statement, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("sqlparser: %v", r)
		}
	}()
	return sqlparser.Parse(text)
}

// placed is a node with its tokens, the parentheses around it included.
type placed struct {
	node        Expr
	first, last int
}

// converter turns the tree of sqlparser into ours.
type converter struct {
	p *parser
	l *lowering
}

// condition converts WHERE or HAVING, which has one expression if it is written.
func (c *converter) condition(w *sqlparser.Where) []Expr {
	if w == nil {
		return nil
	}
	return []Expr{c.expr(w.Expr).node}
}

func (c *converter) items(list sqlparser.SelectExprs) []Expr {
	exprs := make([]Expr, len(list))
	for i, item := range list {
		exprs[i] = c.expr(item.(*sqlparser.AliasedExpr).Expr).node
	}
	return exprs
}

// expr converts one expression. Operators are taken from our tokens between the operands, so
// the operators that replaced them in the text do not matter.
func (c *converter) expr(e sqlparser.Expr) placed {
	switch e := e.(type) {
	case *sqlparser.ColName:
		return c.p.pieceNode(c.piece(e.Name.String()), nil)
	case *sqlparser.FuncExpr:
		return c.p.pieceNode(c.piece(e.Name.String()), c.items(e.Exprs))
	case *sqlparser.AndExpr:
		return c.binary(e.Left, e.Right)
	case *sqlparser.OrExpr:
		return c.binary(e.Left, e.Right)
	case *sqlparser.BinaryExpr:
		return c.binary(e.Left, e.Right)
	case *sqlparser.ComparisonExpr:
		if e.Operator == sqlparser.InStr || e.Operator == sqlparser.NotInStr {
			return c.in(e)
		}
		return c.binary(e.Left, e.Right)
	case *sqlparser.NotExpr:
		return c.unary(e.Expr)
	case *sqlparser.UnaryExpr:
		return c.unary(e.Expr)
	case *sqlparser.RangeCond:
		x, lo, hi := c.expr(e.Left), c.expr(e.From), c.expr(e.To)
		not := e.Operator == sqlparser.NotBetweenStr
		at := At{c.p.span(x.first, hi.last)}
		return placed{&Between{At: at, Not: not, X: x.node, Lo: lo.node, Hi: hi.node}, x.first, hi.last}
	case *sqlparser.IsExpr:
		return c.is(e)
	case *sqlparser.CaseExpr:
		return c.caseExpr(e)
	}
	panic(fmt.Sprintf("sqlparser gave a %T", e)) // lower writes nothing that becomes one
}

// piece returns the piece with the number in a name such as p12 or w3.
func (c *converter) piece(name string) *piece {
	n, _ := strconv.Atoi(name[1:])
	return &c.l.pieces[n]
}

// pieceNode returns the node of a piece with the casts and subscripts after it.
func (p *parser) pieceNode(pc *piece, args []Expr) placed {
	node, last := pc.node, pc.last
	if pc.build != nil {
		node = pc.build(args)
	}
	for _, post := range pc.posts {
		last = post.last
		node = post.apply(node, At{p.span(pc.first, last)})
	}
	return placed{node, pc.first, last}
}

func (c *converter) binary(left, right sqlparser.Expr) placed {
	return c.p.binary(c.expr(left), c.expr(right))
}

// binary makes the node of two operands with an operator between them.
func (p *parser) binary(l, r placed) placed {
	op := p.operatorBetween(l.last+1, r.first)
	if name, ok := r.node.(*Column); ok && op == "->" && len(name.Parts) == 1 { // the name of a field, not a column
		return placed{&Field{At: At{p.span(l.first, r.last)}, X: l.node, Name: name.Parts[0]}, l.first, r.last}
	}
	return placed{&Binary{At: At{p.span(l.first, r.last)}, Op: op, Left: l.node, Right: r.node}, l.first, r.last}
}

// operatorBetween returns the operator that the tokens in [first, end) spell.
func (p *parser) operatorBetween(first, end int) string {
	if end == first+1 {
		if op := p.tok(first).key; op != "!=" {
			return op
		}
		return "<>"
	}
	op := p.tok(first).key
	for _, t := range p.toks[first+1 : end] {
		op += " " + t.key
	}
	return op
}

func (c *converter) unary(x sqlparser.Expr) placed {
	v := c.expr(x)
	first := v.first - 1
	return placed{&Unary{At: At{c.p.span(first, v.last)}, Op: c.p.tok(first).key, X: v.node}, first, v.last}
}

func (c *converter) is(e *sqlparser.IsExpr) placed {
	x := c.expr(e.Expr)
	last := x.last + 2
	not := c.p.wordAt(last, "NOT")
	if not {
		last++
	}
	return placed{&Is{At: At{c.p.span(x.first, last)}, Not: not, X: x.node, What: c.p.tok(last).key}, x.first, last}
}

func (c *converter) in(e *sqlparser.ComparisonExpr) placed {
	x := c.expr(e.Left)
	in := &In{Not: e.Operator == sqlparser.NotInStr, X: x.node}
	last := 0
	for _, item := range e.Right.(sqlparser.ValTuple) {
		v := c.expr(item)
		in.List = append(in.List, v.node)
		last = v.last + 1
	}
	if q, ok := in.List[0].(*Subquery); ok && len(in.List) == 1 {
		in.Query, in.List = q.Query, nil
	}
	in.Pos = c.p.span(x.first, last)
	return placed{in, x.first, last}
}

func (c *converter) caseExpr(e *sqlparser.CaseExpr) placed {
	n := &Case{}
	var first, last int
	if e.Expr != nil {
		x := c.expr(e.Expr)
		n.Operand, first = x.node, x.first-1
	}
	for i, w := range e.Whens {
		cond, then := c.expr(w.Cond), c.expr(w.Val)
		n.Whens = append(n.Whens, When{cond.node, then.node})
		if i == 0 && e.Expr == nil {
			first = cond.first - 2
		}
		last = then.last + 1
	}
	if e.Else != nil {
		x := c.expr(e.Else)
		n.Else, last = x.node, x.last+1
	}
	n.Pos = c.p.span(first, last)
	return placed{n, first, last}
}
