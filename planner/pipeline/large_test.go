package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// Chains and circles of many statements overflow no stack, and all are planned.
func TestLargeProjects(t *testing.T) {
	const n = 10000
	for _, c := range []struct {
		name      string
		statement func(i int) string
		circle    int // nodes in the only circle
	}{
		{"a chain written backwards", func(i int) string { return fmt.Sprintf("CREATE STREAM s%d AS SELECT a FROM s%d;", i, i+1) }, 0},
		{"a circle of all", func(i int) string { return fmt.Sprintf("CREATE STREAM s%d AS SELECT a FROM s%d;", i, (i+1)%n) }, 2 * n},
		{"one topic for all", func(int) string { return "INSERT INTO t SELECT a FROM t;" }, 2},
	} {
		var b strings.Builder
		for i := range n {
			b.WriteString(c.statement(i))
		}
		res := Plan([]*diag.Source{diag.NewSource("a.sql", b.String())}, planner.Config{})
		if len(res.Plans) != n || len(res.Graph.Nodes) < n {
			t.Errorf("%s: %d plans, %d nodes", c.name, len(res.Plans), len(res.Graph.Nodes))
		}
		circle := 0
		for _, ids := range res.Graph.Cycles {
			circle += len(ids)
		}
		if circle != c.circle {
			t.Errorf("%s: %d nodes in %d circles, not %d", c.name, circle, len(res.Graph.Cycles), c.circle)
		}
	}
}
