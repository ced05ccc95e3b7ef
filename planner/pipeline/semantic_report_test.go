//go:build !race

package pipeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// counterexample is data on which a strategy does not give what the whole gives.
type counterexample struct {
	p        *planned
	strategy string
	data     prove.Data
	salt     string
	right    *prove.Right // of the whole; nil until it is asked for
}

// spread gives every row of every input its partition, as the strategy routes it.
func (x *counterexample) spread(t testing.TB) (spread [][]int, busy []int) {
	t.Helper()
	router := x.p.router(t, x.strategy)
	spread, err := router.Spread(x.data, x.salt)
	if err != nil {
		t.Fatal(err)
	}
	return spread, router.Busy(spread)
}

// shrink leaves out rows for as long as the rest still shows the fault, and returns what differs.
func (r *runner) shrink(t testing.TB, x *counterexample) string {
	t.Helper()
	var names []string
	for _, in := range x.p.Tree.Scans {
		names = append(names, x.p.c.source(in.Name).name)
	}
	without := func(data prove.Data) *counterexample {
		return &counterexample{p: x.p, strategy: x.strategy, salt: x.salt, data: data}
	}
	*x = *without(prove.Shrink(x.data, names, func(data prove.Data) bool { return r.differs(t, without(data)) != "" }))
	return r.differs(t, x)
}

// differs runs the query on the data and says in which rows the union is no valid answer.
func (r *runner) differs(t testing.TB, x *counterexample) string {
	t.Helper()
	spread, busy := x.spread(t)
	if len(busy) == 0 {
		return ""
	}
	if x.right == nil {
		x.right = r.db.whole(t, x.data)
	}
	r.count.runs.Add(int64(len(busy)))
	return differ(x.right, r.db.union(t, x.data, spread, busy))
}

// report tells of a strategy that is not what the plan says, with the least data that shows it.
func (r *runner) report(t testing.TB, strategy string, x *counterexample) string {
	t.Helper()
	diff := r.shrink(t, x)
	spread, _ := x.spread(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%s is called %s, but for N = %d the union differs:\n%s\n%s\nSQLite: %s\n", strategy, x.p.verdict(strategy), x.p.Partitions, diff, r.c.text, r.db.text)
	fmt.Fprintf(&b, "because: %s\nroutes: %v\n", r.because(strategy), x.p.routers[strategy].Routes)
	for i, in := range x.p.Tree.Scans {
		src := x.p.c.source(in.Name)
		var names []string
		for _, c := range src.cols {
			names = append(names, c.name)
		}
		fmt.Fprintf(&b, "in%d %s(%s):", i, in.Name, strings.Join(names, " "))
		for n, row := range x.data[i] {
			fmt.Fprintf(&b, " %v to %d;", row.Values, spread[i][n])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
