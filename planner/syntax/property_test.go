package syntax

import (
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
	"pgregory.net/rapid"
)

// parseExpr reads one expression as a select item.
func parseExpr(t interface{ Fatalf(string, ...any) }, text string) Expr {
	file, ds := Parse(diag.NewSource("expr", "SELECT "+text+" FROM t"))
	if len(ds) > 0 {
		t.Fatalf("%s: %s (%s)", text, ds[0].Message, ds[0].Help)
	}
	var all []Expr
	eachItem(file, func(e Expr) { all = append(all, e) })
	if len(all) != 1 {
		t.Fatalf("%s: %d items", text, len(all))
	}
	return all[0]
}

// shape is the structure of an expression without the spelling that Format normalizes.
func shape(e Expr) string { return strings.ToUpper(strings.ReplaceAll(sexpr(e), `"`, "")) }

// TestFormatKeepsTrees makes trees, not texts: what Format writes must parse back to the tree. Its
// table of precedences and the parser's grammar are two accounts of one thing.
func TestFormatKeepsTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := genExpr(3).Draw(t, "expr")
		text := Format(e)
		back := parseExpr(t, text)
		if got, want := shape(back), shape(e); got != want {
			t.Fatalf("%s\nread as %s\nwant    %s", text, got, want)
		}
		if again := Format(back); again != text {
			t.Fatalf("%s becomes %s", text, again)
		}
	})
}

// TestParenthesesChangeNothing checks that parentheses around operands and blanks between tokens
// do not change the tree.
func TestParenthesesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := genExpr(2).Draw(t, "expr")
		text := Format(e)
		loose := "( " + strings.ReplaceAll(strings.ReplaceAll(text, "(", " (\n/* c */ "), ",", " , -- x\n") + ")"
		if strings.ContainsAny(text, "'\"{") { // quoted text and template variables must stay as they are
			loose = "((" + text + "))"
		}
		if got, want := shape(parseExpr(t, loose)), shape(e); got != want {
			t.Fatalf("%s\nread as %s\nwant    %s", loose, got, want)
		}
	})
}

// TestFastPath compares expressions in which sqlparser has nothing to decide with what it makes of them.
func TestFastPath(t *testing.T) {
	asked := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		var texts []string
		operand := rapid.SampledFrom([]string{"a", "f(b, -c)", "(d OR e)", "NOT g", "- h", "i IN (1, 2)", "j IN (SELECT 1)", "k IS NULL", "CASE WHEN l THEN m END", "n::int", "COUNT(*)", "(o)", "5"})
		operator := rapid.SampledFrom([]string{" AND ", " OR ", " = ", " + ", " * ", " LIKE ", " BETWEEN p AND ", " || ", " IS DISTINCT FROM "})
		for range rapid.IntRange(1, 3).Draw(t, "expressions") {
			text := operand.Draw(t, "operand")
			for range rapid.IntRange(0, 5).Draw(t, "operators") {
				text += operator.Draw(t, "operator") + operand.Draw(t, "operand")
			}
			texts = append(texts, text)
		}
		sql := strings.Join(texts, ", ")
		read := func(slow bool) (shapes []string, fast bool) {
			defer func() {
				if b, failed := recover().(bailout); failed {
					shapes = []string{b.Message}
				}
			}()
			toks, _, _ := statementTokens(newScanner(sql, nil), nil)
			pair(toks)
			p := &parser{src: diag.NewSource("list", sql), text: sql, toks: toks, implicit: -1, stmt: &Statement{}, slow: slow}
			var l lowering
			var sec section
			p.lowerList(&l, &sec)
			solve := p.solve
			if slow {
				solve = p.solveItems
			}
			for _, e := range solve(&l, &sec) {
				at := e.Span()
				shapes = append(shapes, sexpr(e)+" from "+sql[at.Start:at.End])
			}
			return shapes, sec.open == 0
		}
		got, fast := read(false)
		want, _ := read(true)
		asked[fast && len(got) == len(texts)]++
		if !slices.Equal(got, want) {
			t.Fatalf("%s: %v, by sqlparser %v", sql, got, want)
		}
	})
	if asked[true] == 0 || asked[false] == 0 {
		t.Errorf("lists by whether nothing was to decide: %v", asked)
	}
}

// genExpr draws a tree of at most the given depth.
func genExpr(depth int) *rapid.Generator[Expr] {
	return rapid.Custom(func(t *rapid.T) Expr {
		if depth == 0 {
			return genLeaf(t)
		}
		sub := func() Expr { return genExpr(depth-1).Draw(t, "sub") }
		switch rapid.IntRange(0, 18).Draw(t, "kind") {
		case 0, 1, 2, 3:
			op := rapid.SampledFrom([]string{
				"+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", ">=", "AND", "OR", "LIKE", "NOT LIKE", "ILIKE",
				"IS DISTINCT FROM", "IS NOT DISTINCT FROM", "->", "->>", "AT TIME ZONE", "<->", "SIMILAR TO", "~", "NOT REGEXP",
			}).Draw(t, "op")
			b := &Binary{Op: op, Left: sub(), Right: sub()}
			if c, ok := b.Right.(*Column); ok && op == "->" && len(c.Parts) == 1 {
				return &Field{X: b.Left, Name: c.Parts[0]}
			}
			return b
		case 4, 5:
			return &Unary{Op: rapid.SampledFrom([]string{"NOT", "-", "+"}).Draw(t, "op"), X: sub()}
		case 6:
			return &Between{Not: rapid.Bool().Draw(t, "not"), X: sub(), Lo: sub(), Hi: sub()}
		case 7:
			return &In{Not: rapid.Bool().Draw(t, "not"), X: sub(), List: []Expr{sub(), sub()}}
		case 8:
			what := rapid.SampledFrom([]string{"NULL", "TRUE", "FALSE", "UNKNOWN"}).Draw(t, "what")
			return &Is{Not: rapid.Bool().Draw(t, "not"), X: sub(), What: what}
		case 9:
			c := &Case{Whens: []When{{sub(), sub()}, {sub(), sub()}}}
			if rapid.Bool().Draw(t, "operand") {
				c.Operand, c.Else = sub(), sub()
			}
			return c
		case 10, 11:
			return genCall(t, sub)
		case 12:
			return &Cast{X: sub(), Type: rapid.SampledFrom([]string{"INT", "DECIMAL(10, 2)", "MAP<STRING, INT>[]"}).Draw(t, "type")}
		case 13:
			return &Index{X: sub(), I: sub()}
		case 14:
			return &Field{X: sub(), Name: Ident{Name: genName(t)}}
		case 15:
			return &Tuple{Items: []Expr{sub(), sub()}}
		case 16:
			query := &QueryExpr{Body: &Select{Items: []*Item{{Expr: sub()}}, Where: sub()}}
			if rapid.Bool().Draw(t, "exists") {
				query.Body.(*Select).PartitionBy = []Expr{sub()}
				return &Exists{Query: query}
			}
			return &Subquery{Query: query}
		case 17:
			return &Binary{Op: "COLLATE", Left: sub(), Right: &Literal{Kind: String, Value: "C"}}
		}
		return genLeaf(t)
	})
}

func genCall(t *rapid.T, sub func() Expr) Expr {
	c := &Call{Name: strings.ToUpper(genName(t)), Args: []Expr{sub(), sub()}}
	if rapid.Bool().Draw(t, "filter") {
		c.Filter, c.Distinct = sub(), true
		c.OrderBy = []*OrderItem{{Expr: sub(), Desc: true}, {Expr: sub(), Nulls: "LAST"}}
	}
	if rapid.Bool().Draw(t, "over") {
		c.Over = &Over{Partition: []Expr{sub()}, OrderBy: []*OrderItem{{Expr: sub()}}, Frame: genFrame(t, sub)}
	}
	if rapid.Bool().Draw(t, "names") {
		c.ArgNames = []string{"", genName(t)}
	}
	return c
}

func genFrame(t *rapid.T, sub func() Expr) *Frame {
	f := &Frame{Unit: rapid.SampledFrom([]string{"ROWS", "RANGE", "GROUPS"}).Draw(t, "unit")}
	bound := func(kinds ...BoundKind) Bound {
		b := Bound{Kind: rapid.SampledFrom(append(kinds, Preceding, CurrentRow, Following)).Draw(t, "bound")}
		if b.hasOffset() {
			b.Offset = sub()
		}
		return b
	}
	f.Start = bound(UnboundedPreceding)
	if rapid.Bool().Draw(t, "between") {
		f.End = bound(UnboundedFollowing)
	}
	f.Exclude = rapid.SampledFrom([]string{"", "CURRENT ROW", "GROUP", "TIES", "NO OTHERS"}).Draw(t, "exclude")
	return f
}

// genName draws names of which many are words of the language.
func genName(t *rapid.T) string {
	return rapid.SampledFrom([]string{
		"a", "b", "x1", "Weird Name", `quo"te`, "", "1st", "größe", "end", "select", "from", "case", "key", "order", "limit",
		"interval", "date", "array", "cast", "extract", "position", "exists", "any", "null", "current_date", "window", "emit",
		"${x}", "$y", ":p", "{{ f(1.5) }}", "t_${env}_x", "struct", "collate", "in", "is", "not", "distinct", "all", "table", "model", "values", "over", "filter", "within", "row", "trim", "p1", "w1",
		"coun.t", "unbounded", "current", "preceding", "ignore", "at", "escape", "with", "partition",
	}).Filter(func(s string) bool { return s != "" }).Draw(t, "name")
}

func genLeaf(t *rapid.T) Expr {
	switch rapid.IntRange(0, 6).Draw(t, "leaf") {
	case 0:
		return &Literal{Kind: Number, Value: rapid.SampledFrom([]string{"0", "1.5", ".5", "1e3"}).Draw(t, "number")}
	case 1:
		return &Literal{Kind: String, Value: rapid.SampledFrom([]string{"", "x", "it's", "--", "/*"}).Draw(t, "string")}
	case 2:
		return &Literal{Kind: Interval, Value: rapid.SampledFrom([]string{"5 MINUTE", "1 HOUR 30 MINUTE", "1:30 HOUR TO MINUTE", "3"}).Draw(t, "interval")}
	case 3:
		return &Literal{Kind: Null, Value: "NULL"}
	case 4:
		return &Literal{Kind: Typed, Type: "DATE", Value: "2024-01-01"}
	}
	parts := make([]Ident, rapid.IntRange(1, 3).Draw(t, "parts"))
	for i := range parts {
		parts[i].Name = genName(t)
	}
	return &Column{Parts: parts}
}
