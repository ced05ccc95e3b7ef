package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// repeated joins n texts of a number.
func repeated(n int, sep string, text func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = text(i)
	}
	return strings.Join(parts, sep)
}

// large are texts that grow with a number, one for each way in which statements become large.
var large = []struct {
	name string
	n    int
	text func(n int) string
}{
	{"joins by one key", 1000, func(n int) string {
		return "SELECT s0.a FROM s0 " + repeated(n-1, " ", func(i int) string { return fmt.Sprintf("JOIN s%d ON s%d.a = s%d.a", i+1, i, i+1) })
	}},
	{"joins by many keys", 1000, func(n int) string {
		return "SELECT s0.a FROM s0 " + repeated(n-1, " ", func(i int) string { return fmt.Sprintf("JOIN s%d ON s%d.b%d = s%d.a", i+1, i, i, i+1) })
	}},
	{"left joins", 1000, func(n int) string {
		return "SELECT s0.a, COUNT(*) FROM s0 " + repeated(n-1, " ", func(i int) string { return fmt.Sprintf("LEFT JOIN s%d ON s%d.a = s%d.a", i+1, i, i+1) }) + " GROUP BY s0.a"
	}},
	{"full joins", 200, func(n int) string {
		return "SELECT a, COUNT(*) FROM s0 " + repeated(n-1, " ", func(i int) string { return fmt.Sprintf("FULL JOIN s%d USING (a)", i+1) }) + " GROUP BY a"
	}},
	{"comma joins", 1000, func(n int) string {
		return "SELECT s0.a FROM " + repeated(n, ", ", func(i int) string { return fmt.Sprintf("s%d", i) }) +
			" WHERE " + repeated(n-1, " AND ", func(i int) string { return fmt.Sprintf("s%d.a = s%d.a", n-i-2, n-i-1) })
	}},
	{"ON equalities", 10_000, func(n int) string {
		return "SELECT s.id FROM s JOIN u ON " + repeated(n, " AND ", func(i int) string { return fmt.Sprintf("s.c%d = u.c%d", i, i) })
	}},
	{"WHERE equalities", 10_000, func(n int) string {
		return "SELECT s.id FROM s, u WHERE " + repeated(n, " AND ", func(i int) string { return fmt.Sprintf("s.c%d = u.c%d", i, i) })
	}},
	{"OVER by many keys", 10_000, func(n int) string {
		return "SELECT " + repeated(n, ", ", func(i int) string { return fmt.Sprintf("COUNT(*) OVER (PARTITION BY c%d) AS x%d", i, i) }) + " FROM s"
	}},
	{"OVER by expressions", 10_000, func(n int) string {
		return "SELECT " + repeated(n, ", ", func(i int) string { return fmt.Sprintf("COUNT(*) OVER (PARTITION BY c, d + %d) AS x%d", i, i) }) + " FROM s"
	}},
	{"IN subqueries", 1000, func(n int) string {
		return "SELECT s.id FROM s WHERE " + repeated(n, " AND ", func(i int) string { return fmt.Sprintf("s.a IN (SELECT a FROM u%d)", i) })
	}},
	{"arms of a union", 1000, func(n int) string {
		return "SELECT a, COUNT(*) FROM (" + repeated(n, " UNION ALL ", func(i int) string { return fmt.Sprintf("SELECT a FROM s%d WHERE b = %d", i, i) }) + ") AS q GROUP BY a"
	}},
	{"statements", 10_000, func(n int) string {
		return repeated(n, "\n", func(i int) string {
			return fmt.Sprintf("CREATE STREAM s%d AS SELECT a, COUNT(*) AS n FROM s%d GROUP BY a;", i+1, i)
		})
	}},
}

// BenchmarkLarge plans texts of the size that is promised to take less than two seconds.
func BenchmarkLarge(b *testing.B) {
	for _, c := range large {
		b.Run(strings.ReplaceAll(c.name, " ", "_"), func(b *testing.B) {
			src := diag.NewSource("q.sql", c.text(c.n))
			b.SetBytes(int64(len(src.Text)))
			b.ReportAllocs()
			for b.Loop() {
				if res := Plan([]*diag.Source{src}, planner.Config{}); len(res.Plans) == 0 || len(res.Diagnostics) > 0 {
					b.Fatalf("%d plans, %v", len(res.Plans), res.Diagnostics)
				}
			}
		})
	}
}
