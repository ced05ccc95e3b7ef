//go:build !race

package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// counterexample is data on which a strategy does not give what the whole gives.
type counterexample struct {
	p        *planned
	strategy string
	data     *semData
	spread   [][]int
	answer   *answer // of the whole; nil until it is asked for
}

// answer is what the whole gives, and where any answer must be taken from (nil: the whole is the
// only one).
type answer struct{ whole, from prove.Rows }

// answer runs the query on all records.
func (r *runner) answer(t testing.TB, data *semData) *answer {
	t.Helper()
	a := &answer{whole: r.db.whole(t, data)}
	if r.unlimited != nil {
		a.from = r.unlimited.whole(t, data)
	}
	return a
}

// shrink leaves out rows for as long as the rest still shows the fault, and returns what differs.
func (r *runner) shrink(t testing.TB, x *counterexample) string {
	t.Helper()
	diff := r.differs(t, x)
	for again := true; again; {
		again = false
		for _, src := range r.c.sources() {
			for n := len(x.data.rows[src.name]) - 1; n >= 0; n-- {
				less := x.without(src, n)
				if d := r.differs(t, less); d != "" {
					*x, diff, again = *less, d, true
				}
			}
		}
	}
	return diff
}

// differs runs the query on the data and says in which rows the union is no valid answer.
func (r *runner) differs(t testing.TB, x *counterexample) string {
	t.Helper()
	busy := x.p.routers[x.strategy].Busy(x.spread)
	if len(busy) == 0 {
		return ""
	}
	if x.answer == nil {
		x.answer = r.answer(t, x.data)
	}
	r.count.runs.Add(int64(len(busy)))
	return differ(x.answer, r.db.union(t, x.data, x.spread, busy))
}

// without is the example without one row of a source.
func (x *counterexample) without(src *semSource, n int) *counterexample {
	data := *x.data
	data.rows = map[string][]*prove.Record{}
	for name, rows := range x.data.rows {
		data.rows[name] = rows
	}
	data.rows[src.name] = slices.Delete(slices.Clone(data.rows[src.name]), n, n+1)
	spread := slices.Clone(x.spread)
	for i, in := range x.p.Tree.Scans {
		if x.p.c.source(in.Name) == src {
			spread[i] = slices.Delete(slices.Clone(spread[i]), n, n+1)
		}
	}
	return &counterexample{p: x.p, strategy: x.strategy, data: &data, spread: spread}
}

// report tells of a strategy that is not what the plan says, with the least data that shows it.
func (r *runner) report(t testing.TB, strategy string, x *counterexample) string {
	t.Helper()
	diff := r.shrink(t, x)
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
		for n, row := range x.data.rows[src.name] {
			fmt.Fprintf(&b, " %v to %d;", row.Values, x.spread[i][n])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
