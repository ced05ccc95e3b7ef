package syntax

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// patience is how long one hostile input may take. It is far over what is measured, because other
// work may share the machine, and far under what an unbounded parser takes.
const patience = time.Minute

// hostileInput is a text with the message that it must give, "" for none.
type hostileInput struct{ name, sql, want string }

func hostile() []hostileInput {
	r := strings.Repeat
	const n = 100_000
	return []hostileInput{
		{"brackets", "SELECT " + r("(", n) + "a" + r(")", n) + " FROM t", "nested more than 1000 deep"},
		{"open brackets", "SELECT " + r("(", n), "nested more than 1000 deep"},
		{"closing brackets", "SELECT a" + r(")", n), `unexpected ")"`},
		{"square brackets", "SELECT " + r("a[", n), "nested more than 1000 deep"},
		{"calls", "SELECT " + r("f(", n), "nested more than 1000 deep"},
		{"subqueries", r("(SELECT a FROM ", n/2), "nested more than 1000 deep"},
		{"minus", "SELECT " + r("- ", 500_000) + "a", "nested more than 1000 deep"},
		{"not", "SELECT " + r("NOT ", n) + "a", "nested more than 1000 deep"},
		{"case", "SELECT " + r("CASE WHEN ", n), "nested more than 1000 deep"},
		{"and", "SELECT a" + r(" AND a", n), "more than 40000 operators"},
		{"plus", "SELECT a" + r("+a", n), "more than 40000 operators"},
		{"is null", "SELECT a" + r(" IS NULL", n), "more than 40000 operators"},
		{"casts", "SELECT a" + r("::int", n), "more than 1000 casts"},
		{"subscripts", "SELECT a" + r("[1]", n), "more than 1000 casts"},
		{"joins", "SELECT a FROM t" + r(" CROSS JOIN t", n/2), "more than 1000 joins"},
		{"commas", "SELECT a FROM t" + r(", t", n), "more than 1000 joins"},
		{"unions", "SELECT a" + r(" UNION SELECT a", n/2), "more than 1000 set operations"},
		{"cube", "SELECT a GROUP BY CUBE(a" + r(",a", 12) + ")", "more than 4096 sets"},
		{"cubes", "SELECT a GROUP BY CUBE(a,a,a,a,a,a,a),CUBE(a,a,a,a,a,a,a)", "more than 4096 sets"},
		{"rollup", "SELECT a GROUP BY ROLLUP(a" + r(",a", n) + ")", "more than 64 columns"},
		{"types", "SELECT CAST(a AS " + r("ARRAY<", n), "nested more than 1000 deep"},
		{"long statement", "SELECT '" + r("x", MaxStatement) + "'", "longer than 1048576 bytes"},
		{"long line", "SELECT " + r("a,", 2_500_000), "longer than 1048576 bytes"},
		{"no statement", r(" \n", n), "no statement"},
		{"semicolons", r(";", n), "no statement"},
		{"comment", "/*" + r("/*", n), "never closed"},
		{"quotes", r("'", n+1), "never closed"},
		{"nul", r("\x00", n), "a NUL byte"},
		{"bytes", "SELECT " + r("\xff", n), "not UTF-8"},
		{"open comments", r("/*;", 10*n), "never closed"},
		{"open tags", tags(5 * n), "longer than 1048576 bytes"},
		{"open variables", "SELECT " + r("${a", 10*n), "longer than 1048576 bytes"},
		{"open templates", r("{{;", 10*n), "never closed"},
		{"open template statements", r("{%;", 10*n), "a template"},
		{"closed far away", r("{{ SELECT ", n) + "}}", "a template variable is where"},
		{"explain", r("EXPLAIN ", n), "unexpected"},
		{"with", r("WITH a AS (", n/2), "nested more than 1000 deep"},
		{"path", "SELECT a" + r(".a", n), ""},
		{"values", "VALUES (1)" + r(",(1)", n), ""},
		{"list", "SELECT a IN (1" + r(",1", n) + ")", ""},
		{"items", "SELECT a" + r(",a+1", n), ""},
		{"statements", r("SELECT a;", n/5), ""},
		{"deep enough", "SELECT " + r("(", 900) + "a" + r("+1)", 900), ""},
		{"chain enough", "SELECT a" + r(" OR a", 9_000), ""},
	}
}

// tags returns n texts $0$ $1$ $2$ .. that are never closed.
func tags(n int) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i := range n {
		fmt.Fprintf(&b, "$%d$ ", i)
	}
	return b.String()
}

// TestHostile gives the parser what breaks parsers. Each input must give its message, quickly.
func TestHostile(t *testing.T) {
	for _, test := range hostile() {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			file, ds := Parse(diag.NewSource("test", test.sql))
			took := time.Since(start)
			checkFile(t, file, ds)
			for _, s := range file.Statements {
				eachItem(&File{Source: file.Source, Statements: []*Statement{s}}, func(e Expr) { Format(e) })
			}
			if took > patience {
				t.Errorf("took %v", took)
			}
			got := ""
			if len(ds) > 0 {
				got = ds[0].Message
			}
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			t.Logf("%v, %d bytes", took.Round(time.Millisecond), len(test.sql))
		})
	}
}

// TestOneBadStatement checks that a bad statement never hides the others.
func TestOneBadStatement(t *testing.T) {
	bad := []string{
		"SELECT", "SELEC a", "SELECT (a", "SELECT a)", "SELECT 'a", "SELECT \"a", "SELECT /* a", "CREATE STREAM",
		"SELECT a\x00", "SELECT \xff", "SELECT " + strings.Repeat("(", 2000), "SELECT a = b = c", "1", ")",
	}
	for _, b := range bad {
		sql := "SELECT 'x;y' FROM before;\n" + b + ";\nSELECT c FROM middle;\nCREATE STREAM o AS\nSELECT 'z' FROM after;\n"
		file, ds := Parse(diag.NewSource("test", sql))
		var got []string
		for _, s := range file.Statements {
			sel, ok := s.Query.Body.(*Select)
			if !ok {
				t.Fatalf("%q: %T", b, s.Query.Body)
			}
			got = append(got, sel.From.(*TableRef).Name[0].Name)
		}
		if want := "[before middle after]"; fmt.Sprint(got) != want || len(ds) != 1 {
			t.Errorf("%q: got %v and %d diagnostics, want %s and one", b, got, len(ds), want)
		}
		for _, d := range ds {
			if line := file.Source.Position(d.Span.Start).Line; line != 2 {
				t.Errorf("%q: found on line %d: %s", b, line, d.Message)
			}
		}
	}
}
