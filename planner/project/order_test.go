package project

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"pgregory.net/rapid"
)

// reaches is the slow twin of connected: which nodes lead to which.
func reaches(needs [][]int) [][]bool {
	out := make([][]bool, len(needs))
	for start := range needs {
		out[start] = make([]bool, len(needs))
		todo := slices.Clone(needs[start])
		for len(todo) > 0 {
			at := todo[0]
			todo = todo[1:]
			if !out[start][at] {
				out[start][at] = true
				todo = append(todo, needs[at]...)
			}
		}
	}
	return out
}

func TestConnectedAgainstReachability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "nodes")
		needs := make([][]int, n)
		for i := range needs {
			needs[i] = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 3).Draw(t, "needs")
		}
		reach := reaches(needs)
		group := make([]int, n)
		count := 0
		for g, nodes := range connected(needs) {
			for _, node := range nodes {
				group[node] = g
				count++
			}
		}
		if count != n {
			t.Fatalf("%d of %d nodes", count, n)
		}
		for a := range n {
			for b := range n {
				if together := a == b || reach[a][b] && reach[b][a]; together != (group[a] == group[b]) {
					t.Fatalf("%d and %d are in the groups %d and %d: %v", a, b, group[a], group[b], needs)
				}
				if reach[a][b] && group[b] > group[a] {
					t.Fatalf("%d needs %d, which comes later: %v", a, b, needs)
				}
			}
			if reach[a][a] {
				checkCircle(t, needs, a)
			}
		}
	})
}

// checkCircle reports whether the circle of a node is one, and none is shorter.
func checkCircle(t *rapid.T, needs [][]int, start int) {
	reach := reaches(needs)
	way := circle(needs, start, func(at int) bool { return reach[at][start] && reach[start][at] })
	for i, at := range way {
		if next := way[(i+1)%len(way)]; !slices.Contains(needs[next], at) {
			t.Fatalf("%d does not need %d: %v in %v", next, at, way, needs)
		}
	}
	// After k steps against the needs, start is met again: k is the length of the shortest circle.
	met := map[int]bool{start: true}
	for k := 1; ; k++ {
		next := map[int]bool{}
		for at := range met {
			for _, to := range needs[at] {
				next[to] = true
			}
		}
		if met = next; met[start] {
			if len(way) != k {
				t.Fatalf("a circle of %d, the shortest has %d: %v", len(way), k, needs)
			}
			return
		}
	}
}

// Statements that stand in an order already keep it.
func TestOrderKeepsWhatIsOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "statements")
		var b strings.Builder
		for i := range n {
			from := "outside"
			if i > 0 && rapid.Bool().Draw(t, "reads") {
				from = fmt.Sprintf("s%d", rapid.IntRange(0, i-1).Draw(t, "from"))
			}
			fmt.Fprintf(&b, "CREATE STREAM s%d AS SELECT a FROM %s;\n", i, from)
		}
		p := New(unitsOf(t, b.String()))
		if !slices.IsSorted(p.Order) || len(p.Order) != n || len(p.circles) > 0 {
			t.Fatalf("order %v, circles %v of\n%s", p.Order, p.circles, b.String())
		}
	})
}

func unitsOf(t interface{ Fatalf(string, ...any) }, text string) []*Unit {
	src := diag.NewSource("a.sql", text)
	file, problems := syntax.Parse(src)
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	return NewUnits(src, file.Statements)
}
