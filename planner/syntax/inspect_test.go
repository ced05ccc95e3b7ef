package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// TestInspectReachesEveryColumn counts the columns c1, c2, .. of a statement that has one in every
// place where an expression can stand.
func TestInspectReachesEveryColumn(t *testing.T) {
	sql := `CREATE STREAM o (x AS c1) AS
WITH q AS (SELECT c2), r AS (VALUES (c3))
SELECT DISTINCT ON (c4) c5 + -c6, f(c7 ORDER BY c8) FILTER (WHERE c9) OVER (PARTITION BY c10 ORDER BY c11),
  CASE c12 WHEN c13 THEN c14 ELSE c15 END, c16::int, (c17).x, c18[c19], (c20, c21), (SELECT c22), EXISTS (SELECT c23),
  c24 = ANY (c25), c26 IN (c27, c28), c29 IN (SELECT c30), c31 BETWEEN c32 AND c33, c34 IS NULL
FROM t FOR SYSTEM_TIME AS OF c35 AS x
JOIN (SELECT c36) d ON c37
JOIN TUMBLE((SELECT c38), c39) ON c40
JOIN u MATCH_RECOGNIZE (PARTITION BY c41 ORDER BY c42 MEASURES c43 AS m PATTERN (A) DEFINE A AS c44) ON c45
WHERE c46 GROUP BY c47, ROLLUP(c48, c49) HAVING c50
WINDOW SESSION(c51, 5m, c52) WINDOW w AS (PARTITION BY c53 ORDER BY c54 RANGE BETWEEN c59 PRECEDING AND c60 FOLLOWING)
UNION SELECT c55 ORDER BY c56 LIMIT c57 OFFSET c58`
	file, ds := Parse(diag.NewSource("test", sql))
	if len(ds) > 0 {
		t.Fatalf("%s at %v", ds[0].Message, ds[0].Span)
	}
	seen := map[string]int{}
	Inspect(file.Statements[0], func(n Node) bool {
		if c, ok := n.(*Column); ok {
			seen[c.Parts[0].Name]++
		}
		return true
	})
	for i := 1; i <= 60; i++ {
		if c := fmt.Sprintf("c%d", i); seen[c] != 1 {
			t.Errorf("%s was seen %d times", c, seen[c])
		}
	}
	if strings.Count(sql, " c61") > 0 || len(seen) != 60 {
		t.Errorf("%d columns were seen", len(seen))
	}
}

// TestInspectStops checks that nothing below a refused node is visited, and that nil is passed over.
func TestInspectStops(t *testing.T) {
	file, _ := Parse(diag.NewSource("test", "SELECT a, (SELECT b) FROM (SELECT c) d"))
	var got []string
	Inspect(file.Statements[0], func(n Node) bool {
		if c, ok := n.(*Column); ok {
			got = append(got, c.Parts[0].Name)
		}
		_, sub := n.(*Subquery)
		return !sub
	})
	if fmt.Sprint(got) != "[a c]" {
		t.Errorf("got %v, want [a c]", got)
	}
	var none *QueryExpr
	Inspect(none, func(Node) bool { t.Error("a nil query was visited"); return true })
	Inspect(nil, func(Node) bool { t.Error("nil was visited"); return true })
}

func TestColumnsIn(t *testing.T) {
	tests := []struct{ expr, want string }{
		{"1", ""},
		{"a", "a"},
		{"a.b + f(c, a) - (SELECT d FROM u)", "a.b c a"},
		{"x IN (SELECT y FROM u) AND EXISTS (SELECT z) OR q = ALL (SELECT r)", "x q"},
		{"SUM(a) FILTER (WHERE b) OVER (PARTITION BY c ORDER BY d)", "a b c d"},
	}
	for _, test := range tests {
		var got []string
		for _, c := range ColumnsIn(parseExpr(t, test.expr)) {
			got = append(got, Format(c))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.expr, got, test.want)
		}
	}
}

func TestFormatWith(t *testing.T) {
	e := parseExpr(t, "f(a, b.c) + a[1] - (SELECT a FROM u) + (SELECT b)")
	got := FormatWith(e, func(c *Column) string { return "<" + Format(c) + ">" })
	if want := "F(<a>, <b.c>) + <a>[1] - (SELECT a FROM u) + (SELECT b)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
