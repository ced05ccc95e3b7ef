//go:build !race

package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// shrinkTries bounds how many smaller statements are tried.
const shrinkTries = 600

// shrunk replaces a statement that shows a fault by smaller ones for as long as they show one too, and
// returns the fault of the smallest.
func (c *semCase) shrunk(t testing.TB, fault string, find func(*semCase, testing.TB) string) string {
	t.Helper()
	tries := 0
	for again := true; again; {
		again = false
		for _, text := range smaller(c.text) {
			if tries++; tries > shrinkTries {
				break
			}
			less := *c
			less.text = text
			if found := find(&less, t); found != "" {
				c, fault, again = &less, found, true
				break
			}
		}
	}
	return fault
}

// fault is what some data shows of a case; "" if nothing, or if it is no statement.
func (c *semCase) fault(t testing.TB) (fault string) {
	var count tally
	failure := try(t, func(t testing.TB) {
		var r *runner
		if r, fault = c.judged(t, &count, 6); r.plans[2].assumes() {
			fault = ""
		}
	})
	if failure != "" {
		return ""
	}
	return fault
}

// crash is the panic of planning a case; "" if there is none.
func (c *semCase) crash(t testing.TB) string {
	failure := try(t, func(t testing.TB) { c.planCase(t, 2) })
	if !strings.HasPrefix(failure, crashed) {
		return ""
	}
	return failure + "\n" + c.text
}

// assumes reports whether a text is compared with what nobody knows the type of: that they are alike is said
// to be assumed.
func (p *planned) assumes() bool {
	return slices.ContainsFunc(p.Hard, func(n *logical.Need) bool {
		return n.Match != nil && slices.ContainsFunc(n.Match.Pairs, func(pair logical.Pair) bool {
			l, r := p.Tree.Columns.Get(pair.Left).Type, p.Tree.Columns.Get(pair.Right).Type
			return l.Known() != r.Known() && (l.Class == logical.Text || r.Class == logical.Text)
		})
	})
}

// smaller are texts with a part of a statement left out, the shortest first where parts contain others.
func smaller(text string) []string {
	src := diag.NewSource("smaller", text)
	file, _ := syntax.Parse(src)
	if len(file.Statements) == 0 {
		return nil
	}
	s := &shrinker{text: text}
	s.lines()
	if last := file.Statements[len(file.Statements)-1].Span(); last.Start > 0 {
		s.out = append(s.out, text[last.Start:])
	}
	for _, stmt := range file.Statements {
		syntax.Inspect(stmt.Query, func(n syntax.Node) bool {
			if q, ok := n.(*syntax.QueryExpr); ok && q != stmt.Query {
				s.replace(stmt.Query.Span(), s.of(q))
			}
			return true
		})
		syntax.Inspect(stmt.Query, func(n syntax.Node) bool {
			s.node(n)
			return true
		})
	}
	return s.out
}

// shrinker collects smaller texts.
type shrinker struct {
	text string
	out  []string
}

func (s *shrinker) of(n syntax.Node) string { return s.text[n.Span().Start:n.Span().End] }

// replace adds the text with a part replaced.
func (s *shrinker) replace(at diag.Span, by string) {
	text := s.text[:at.Start] + by + s.text[at.End:]
	if _, problems := syntax.Parse(diag.NewSource("smaller", text)); len(problems) == 0 {
		s.out = append(s.out, text)
	}
}

// lines leaves out annotations.
func (s *shrinker) lines() {
	lines := strings.SplitAfter(s.text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "-- @") {
			s.out = append(s.out, strings.Join(lines[:i], "")+strings.Join(lines[i+1:], ""))
		}
	}
}

// node leaves out parts of one node.
func (s *shrinker) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Select:
		s.clauses(n)
	case *syntax.SetOp:
		s.replace(n.Span(), s.of(n.Left))
		s.replace(n.Span(), s.of(n.Right))
	case *syntax.Join:
		s.replace(n.Span(), s.of(n.Left))
		s.replace(n.Span(), s.of(n.Right))
	case *syntax.QueryExpr:
		if n.Limit != nil && len(n.OrderBy) > 0 {
			at := n.OrderBy[0].Span().Join(n.Limit.Span())
			at.Start = strings.LastIndex(s.text[:at.Start], "ORDER BY")
			s.replace(at, "")
		}
	case *syntax.DerivedTable:
		for _, from := range []string{"a AS c0, b AS c1, id AS c2, v AS c3 FROM t", "a AS c0, c AS c1, uid AS c2, w AS c3 FROM u"} {
			if len(s.of(n.Query)) > len(from)+10 {
				s.replace(n.Query.Span(), "SELECT "+from)
			}
		}
	case syntax.Expr:
		s.expr(n)
	}
}

// clauses leaves out clauses and items of a SELECT.
func (s *shrinker) clauses(n *syntax.Select) {
	for _, at := range []diag.Span{n.WhereSpan, n.HavingSpan, n.DistinctSpan} {
		if !at.IsZero() {
			s.replace(at, "")
		}
	}
	for i := range n.Items {
		if len(n.Items) == 1 {
			break
		}
		at := n.Items[i].Span()
		if i > 0 {
			at.Start = n.Items[i-1].Span().End
		} else {
			at.End = n.Items[1].Span().Start
		}
		s.replace(at, "")
	}
	if n.GroupBy == nil || len(n.GroupBy.Elements) < 2 {
		return
	}
	for i, el := range n.GroupBy.Elements {
		at := el.Span()
		if i > 0 {
			at.Start = n.GroupBy.Elements[i-1].Span().End
		} else {
			at.End = n.GroupBy.Elements[1].Span().Start
		}
		s.replace(at, "")
	}
}

// expr puts a part of an expression, or a constant, in its place.
func (s *shrinker) expr(e syntax.Expr) {
	var parts []syntax.Expr
	switch e := e.(type) {
	case *syntax.Binary:
		parts = []syntax.Expr{e.Left, e.Right}
	case *syntax.Unary:
		parts = []syntax.Expr{e.X}
	case *syntax.Is:
		parts = []syntax.Expr{e.X}
	case *syntax.Case:
		for _, w := range e.Whens {
			parts = append(parts, w.Cond, w.Then)
		}
		if e.Else != nil {
			parts = append(parts, e.Else)
		}
	case *syntax.Call:
		if !logical.IsAggregate(e) && e.Over == nil {
			parts = e.Args
		}
	case *syntax.Cast:
		parts = []syntax.Expr{e.X}
	case *syntax.Subquery:
		s.replace(e.Span(), "1")
	case *syntax.Exists, *syntax.In, *syntax.Between:
		s.replace(e.Span(), "TRUE")
	}
	for _, p := range parts {
		s.replace(e.Span(), s.of(p))
	}
}
