//go:build !race

package pipeline_test

import (
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/strategies"
)

// The semantic test of the planner:
//
//	case ─► plan (N = 1, 2, 3, 7, 8) ─► verdicts, routes of every input
//	  │                                        │
//	  └─► query over in0, in1, ..              ▼
//	          │          random rows ─► rows of each partition
//	          ▼                                │
//	      SQLite: whole  ══ must equal ══  union of the partitions     chosen, correct
//	                     ══ must differ once ══                        wrong

// partitionCounts are the numbers of partitions that every case is planned for.
var partitionCounts = []int{1, 2, 3, 7, 8}

// refutationTries bounds how many data sets are tried to show that a wrong strategy is wrong.
const refutationTries = 60

// tally counts what the semantic test did.
type tally struct {
	queries, plans, staged, judged, runs, refuted, unproven, careful, silent, searched, held atomic.Int64
}

// TestSemantics runs every case of testdata/semantic in SQLite, on all records and on each
// partition's: for what the plan calls chosen or correct the union must equal the whole, for what
// it calls wrong some data must show it.
func TestSemantics(t *testing.T) {
	files, err := filepath.Glob("testdata/semantic/*.sql")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	var count tally
	t.Run("cases", func(t *testing.T) {
		for _, f := range files {
			for _, c := range readSemanticCases(t, f) {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					fault := c.check(t, &count)
					if filepath.Base(f) == knownFaults {
						c.stillFails(t, fault)
					} else if fault != "" {
						t.Error(fault)
					}
				})
			}
		}
	})
	t.Logf("%d queries, %d plans (%d in several stages), %d runs over partitions, %d wrongs refuted, %d strategies unproven or unavailable, %d wrongs known to be only careful",
		count.queries.Load(), count.plans.Load(), count.staged.Load(), count.runs.Load(), count.refuted.Load(), count.unproven.Load(), count.careful.Load())
	if n := count.queries.Load(); n < 180 && !testing.Short() {
		t.Errorf("only %d queries", n)
	}
}

// stillFails holds a known fault to what it says: once it is gone, the case belongs elsewhere.
func (c *semCase) stillFails(t testing.TB, fault string) {
	t.Helper()
	if fault == "" {
		t.Errorf("this fault is gone: move the case out of %s", knownFaults)
		return
	}
	t.Logf("known fault: %s", fault)
}

// check runs a case and says what the planner has wrong; "" if nothing.
func (c *semCase) check(t testing.TB, count *tally) string {
	t.Helper()
	count.queries.Add(1)
	r := c.runner(t, count)
	if fault := r.chosen(); fault != "" {
		return fault
	}
	seeds := 8
	if testing.Short() {
		seeds = 3
	}
	for seed := range uint64(seeds) {
		if fault := r.holds(t, seed); fault != "" {
			return fault
		}
	}
	return r.refutes(t)
}

// cheapest is the strategy that moves the fewest records and leaves the most partitions at work
// among those that the plan calls correct, said without the tree.
func (p *planned) cheapest() string {
	serves := func(s strategies.Strategy) bool {
		v := p.verdict(s.Name)
		return v == "chosen" || v == "correct"
	}
	switch {
	case len(p.Hard) == 0 && len(p.Soft) > 0:
		return strategies.StickyPartition.Name
	case len(p.Hard) == 0:
		return strategies.RoundRobin.Name
	case p.AnyAll() != nil:
		return strategies.FanIn.Name
	case serves(strategies.StickyPartition):
		return strategies.SmartRepartition.Name
	case serves(strategies.AlwaysHash):
		return strategies.AlwaysHash.Name
	}
	return strategies.FanIn.Name
}

// runner runs one case.
type runner struct {
	c     *semCase
	plans map[int]*planned
	count *tally
	db    *database
}

// chosen says where a plan refuses what always serves, or chooses what moves more than it must.
func (r *runner) chosen() string {
	for _, n := range partitionCounts {
		p := r.plans[n]
		if len(p.plan.Stages) > 1 {
			r.count.staged.Add(1)
		}
		if v := p.verdict(strategies.FanIn.Name); v != "chosen" && v != "correct" {
			return "fan_in always serves, stages or not, but is called " + v + "\n" + r.c.text
		}
		if best := p.cheapest(); n > 1 && p.plan.ChosenBy == "automatic" && p.plan.Strategy != best {
			return fmt.Sprintf("%s is chosen for N = %d, but %s is correct and cheaper\n%s", p.plan.Strategy, n, best, r.c.text)
		}
	}
	return ""
}

// runner plans a case and opens a database for it.
func (c *semCase) runner(t testing.TB, count *tally) *runner {
	t.Helper()
	r := &runner{c: c, plans: map[int]*planned{}, count: count}
	for _, n := range partitionCounts {
		r.plans[n] = c.planCase(t, n)
		count.plans.Add(1)
	}
	p := r.plans[2]
	r.db = p.open(t, c)
	return r
}

// holds says where what the plan calls correct is not, for the data of one seed.
func (r *runner) holds(t testing.TB, seed uint64) string {
	t.Helper()
	return r.holdsOn(t, r.c.makeData(t, r.plans[2], seed))
}

func (r *runner) holdsOn(t testing.TB, data *semData) string {
	t.Helper()
	whole := r.db.whole(t, r.plans[2].data(data))
	for _, n := range partitionCounts {
		p := r.plans[n]
		done := map[string]bool{}
		for _, s := range strategies.All {
			if v := p.verdict(s.Name); v != "chosen" && v != "correct" {
				continue
			}
			routes := fmt.Sprint(p.router(t, s.Name).Routes)
			if done[routes] || n == 1 && len(done) > 0 || n > 2 && s.Name == strategies.FanIn.Name {
				continue // nothing new: one partition holds all, whatever N is
			}
			done[routes] = true
			r.count.judged.Add(1)
			x := &counterexample{p, s.Name, p.data(data), data.salt, whole}
			if r.differs(t, x) != "" {
				return r.report(t, s.Name, x)
			}
		}
	}
	return ""
}

// refutes looks for data that shows each strategy wrong which the plan calls wrong.
func (r *runner) refutes(t testing.TB) string {
	t.Helper()
	careful := false
	for _, s := range strategies.All {
		switch v := r.plans[2].verdict(s.Name); {
		case v == "unproven" || v == "unavailable":
			r.count.unproven.Add(1)
		case v != "wrong":
		case r.refuted(t, s.Name) == shown:
			r.count.refuted.Add(1)
		case r.c.careful:
			careful = true
			r.count.careful.Add(1)
		default:
			return fmt.Sprintf("%s is called wrong (%s), but no data shows it\n%s", s.Name, r.because(s.Name), r.c.text)
		}
	}
	if r.c.careful && !careful {
		return "data shows every wrong of this case: take the line --! careful away\n" + r.c.text
	}
	return ""
}

func (r *runner) because(strategy string) string {
	for _, a := range r.plans[2].plan.Alternatives {
		if a.Strategy == strategy {
			return a.Because
		}
	}
	return ""
}

// refutation is what the data says of a strategy that a plan calls wrong.
type refutation int

const (
	shown    refutation = iota // it is wrong
	notShown                   // it gives what the whole gives
	silent                     // the whole gives nothing for any data, so there is nothing to see
)

// refuted looks for data that shows a strategy wrong.
func (r *runner) refuted(t testing.TB, strategy string) refutation {
	t.Helper()
	out := silent
	for seed := range uint64(refutationTries) {
		n := partitionCounts[1+seed%uint64(len(partitionCounts)-1)]
		p := r.plans[n]
		data := r.c.makeData(t, p, 1000+seed)
		x := &counterexample{p: p, strategy: strategy, data: p.data(data), salt: data.salt}
		if r.differs(t, x) != "" {
			return shown
		}
		if x.right != nil && len(x.right.Rows) > 0 {
			out = notShown
		}
	}
	return out
}

// differ says in which rows the union is no valid answer; "" if it is one.
func differ(right *prove.Right, union prove.Rows) string {
	d := right.Compare(union)
	var out []string
	for _, rows := range []prove.Rows{d.Missing, d.Extra} {
		for row := range rows {
			out = append(out, fmt.Sprintf("%s: %d in the whole, %d in the union", row, right.Rows[row], union[row]))
		}
	}
	sort.Strings(out)
	return strings.Join(out[:min(len(out), 8)], "\n")
}
