package syntax

import (
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// failure returns the diagnostic with which f ends, nil if it ends well.
func failure(f func()) (d *diag.Diagnostic) {
	defer func() {
		if b, ok := recover().(bailout); ok {
			d = &b.Diagnostic
		}
	}()
	f()
	return nil
}

// TestParserError checks that what sqlparser refuses is reported at the token that it refused.
// lower never writes such text, so it is made here by hand.
func TestParserError(t *testing.T) {
	sql := "aa = bb cc dd"
	p := &parser{src: diag.NewSource("test", sql), text: sql}
	p.toks, _, _ = statementTokens(newScanner(sql, nil), nil)
	tests := []struct {
		text  string
		marks []mark
		want  string
	}{
		{"select p0 = p1 p2 p3 from t", []mark{{7, 0}, {10, 1}, {12, 2}, {15, 3}, {18, 4}}, "dd"},
		{"select p0 = = p1 from t", []mark{{7, 0}, {10, 1}, {12, 2}, {14, 3}}, "bb"},
		{"select p0 p1 p2", []mark{{7, 0}, {10, 2}, {13, 3}}, "cc"},
		{"", nil, "aa"},
	}
	for _, test := range tests {
		d := failure(func() { p.callParser(&text{buf: []byte(test.text), marks: test.marks}) })
		if d == nil {
			t.Errorf("%q was accepted", test.text)
		} else if got := p.src.Slice(d.Span); got != test.want {
			t.Errorf("%q: reported at %q, want %q", test.text, got, test.want)
		}
	}
}

// TestParserPanic gives sqlparser a text that it panics on.
func TestParserPanic(t *testing.T) {
	_, err := parseText("select /*!*/")
	if err == nil || !strings.Contains(err.Error(), "sqlparser") {
		t.Errorf("got %v, want the panic as an error", err)
	}
}

// TestLoweredText pins what sqlparser gets to see: pieces and operators, nothing of the user.
func TestLoweredText(t *testing.T) {
	tests := []struct{ sql, want string }{
		{"a", "p0"},
		{"a || 'x' = \"b\"", "p0 | p1 = p2"},
		{"a <-> b LIKE c ESCAPE '!' OR NOT d", "p0 | p1 = p2 | p3 or not p4"},
		{"f(a, -b)[1]::int + CASE WHEN c THEN d END", "w0(p1, - p2) + w3(case  when p4 then p5 end)"},
		{"(a, b) IN ((1, 2), (3, 4))", "p0 in (p3, p6)"},
		{"a NOT BETWEEN b AND c AND d IS NOT DISTINCT FROM e", "p0 not between p1 and p2 and p5"},
		{"a IS NOT UNKNOWN AND b IN (SELECT 1)", "p0 is not null  and p1 in (p2)"},
		{"SUM(x) FILTER (WHERE y) OVER (PARTITION BY a ORDER BY b)", "p0"},
		{"a AND b OR c AND d = e", "p0 and p1 or p2 and p5"},
		{"a = b OR c IN (1) OR d", "p2 or p3 in (p4) or p5"},
		{"f(a) = b AND c AND (d = e)", "p10"},
		{"CURRENT_DATE - DATE '2024-01-01' - INTERVAL '1' DAY", "p0 - p1 - p2"},
	}
	for _, test := range tests {
		p := &parser{src: diag.NewSource("test", test.sql), text: test.sql, implicit: -1, stmt: &Statement{}}
		p.toks, _, _ = statementTokens(newScanner(test.sql, nil), nil)
		pair(p.toks)
		var l lowering
		var s section
		p.lower(&l, &s)
		if got := string(s.text); got != test.want {
			t.Errorf("%s: lowered to %q, want %q", test.sql, got, test.want)
		}
	}
}
