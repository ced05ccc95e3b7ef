package syntax

import (
	"testing"

	"pgregory.net/rapid"
)

func TestReplace(t *testing.T) {
	tests := []struct{ expr, by, want string }{
		{"k * 2", "a + b", "(a + b) * 2"},
		{"a - k", "b - c", "a - (b - c)"},
		{"k[1]", "a || b", "(a || b)[1]"},
		{"k.x + k", "a", "k.x + a"},
		{"NOT k", "a = b", "NOT a = b"},
		{"k IS NULL AND k", "a OR b", "(a OR b) IS NULL AND (a OR b)"},
		{"k", "k + 1", "k + 1"},
		{"CASE k WHEN k THEN k ELSE k END", "a", "CASE a WHEN a THEN a ELSE a END"},
		{"SUM(k ORDER BY k) FILTER (WHERE k) OVER (PARTITION BY k ORDER BY k DESC)", "a",
			"SUM(a ORDER BY a) FILTER (WHERE a) OVER (PARTITION BY a ORDER BY a DESC)"},
		{"k + (SELECT k) + F((SELECT k FROM k), k)", "a", "a + (SELECT k) + F((SELECT k FROM k), a)"},
		{"k IN (SELECT k)", "a", "a IN (SELECT k)"},
		{"k IN (1, k)", "a", "a IN (1, a)"},
		{"x IN (k)", "(SELECT a)", "x = (SELECT a)"},
		{"x NOT IN (k)", "(SELECT a)", "x <> (SELECT a)"},
		{"x = ANY (k) AND EXISTS (SELECT k)", "a", "x = ANY (a) AND EXISTS (SELECT k)"},
	}
	for _, test := range tests {
		e, by := parseExpr(t, test.expr), parseExpr(t, test.by)
		before := sexpr(e)
		got := Replace(e, func(c *Column) Expr {
			if Format(c) == "k" {
				return by
			}
			return nil
		})
		if text := Format(got); text != test.want {
			t.Errorf("%s with k as %s: got %s, want %s", test.expr, test.by, text, test.want)
		}
		if got.Span() != e.Span() && got != by {
			t.Errorf("%s: the place is %v, want %v", test.expr, got.Span(), e.Span())
		}
		if after := sexpr(e); after != before {
			t.Errorf("%s was changed to %s", before, after)
		}
	}
}

// TestReplaceShares checks that what does not change is the same node, not a copy.
func TestReplaceShares(t *testing.T) {
	e := parseExpr(t, "F(a, b + 1) + k").(*Binary)
	if got := Replace(e, func(*Column) Expr { return nil }); got != e {
		t.Errorf("nothing was replaced, but the result is a copy")
	}
	got := Replace(e, func(c *Column) Expr {
		if Format(c) == "k" {
			return &Literal{Kind: Null, Value: "NULL"}
		}
		return nil
	}).(*Binary)
	if got == e || got.Left != e.Left {
		t.Errorf("the left side was copied, or the whole was not")
	}
}

// TestReplaceKeepsTrees replaces columns of random expressions by random expressions: the text of
// the result must parse to the result.
func TestReplaceKeepsTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := genExpr(3).Draw(t, "expr")
		before := sexpr(e)
		var kept int
		got := Replace(e, func(c *Column) Expr {
			if kept++; kept%3 == 0 {
				return nil
			}
			return genExpr(2).Draw(t, "by")
		})
		if want := len(ColumnsIn(e)); kept != want {
			t.Fatalf("%s: %d columns were offered, want %d", Format(e), kept, want)
		}
		if after := sexpr(e); after != before {
			t.Fatalf("%s was changed to %s", before, after)
		}
		text := Format(got)
		if back := shape(parseExpr(t, text)); back != shape(got) {
			t.Fatalf("%s\nread as %s\nwant    %s", text, back, shape(got))
		}
	})
}
