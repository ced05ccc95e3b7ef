//go:build !race

package pipeline_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/strategies"
)

// More queries than a usual run makes, or other ones:
//
//	go test ./planner/pipeline -run TestSemanticsOfRandomQueries -semantic.queries 5000 -semantic.first 1000 -timeout 2h
var (
	randomQueries = flag.Int("semantic.queries", 600, "how many distinct random statements the semantic test makes")
	firstRandom   = flag.Uint64("semantic.first", 1, "the number of the first random statement; equal numbers give equal statements")
	refuteRandom  = flag.Bool("semantic.refute", false, "look for data that shows each strategy wrong which a plan of a random statement calls wrong")
)

// manyFaults is how many statements that show a fault are shrunk.
const manyFaults = 8

// manyInputs is how many sources a random query may read: more make results too large to compare.
const manyInputs = 5

// TestSemanticsOfRandomQueries does for queries that nobody wrote what TestSemantics does for those
// of testdata: what the plan calls chosen or correct must give what the whole gives. What it calls
// wrong is looked at only where a flag asks for it, because many random queries give too few rows to show it.
func TestSemanticsOfRandomQueries(t *testing.T) {
	queries := *randomQueries
	if testing.Short() {
		queries /= 5
	}
	r := &randomRun{t: t, careful: map[string][]string{}}
	cases := make(chan *semCase)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range cases {
				r.check(c)
			}
		})
	}
	seen := map[string]bool{}
	for number := *firstRandom; len(seen) < queries; number++ {
		if c := randomCase(number); c != nil && !seen[c.text] {
			seen[c.text] = true
			cases <- c
		}
	}
	close(cases)
	workers.Wait()
	r.report(len(seen))
}

// randomRun collects what the checks of random statements find.
type randomRun struct {
	t     *testing.T
	count tally

	mu      sync.Mutex
	unsound int
	grouped int                 // statements whose groups one routing step serves
	idle    []string            // statements that do not run, with the reason
	careful map[string][]string // statements by what is called wrong of them though no data shows it
}

// check checks one statement.
func (r *randomRun) check(c *semCase) {
	var fault string
	idle := try(r.t, func(t testing.TB) { fault = r.judge(t, c) })
	if strings.HasPrefix(idle, crashed) {
		fault = c.shrunk(r.t, idle+"\n"+c.text, (*semCase).crash)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if idle != "" {
		r.idle = append(r.idle, fmt.Sprintf("%s: %s\n%s", c.name, idle, c.text))
	}
	if fault != "" {
		r.unsound++
		r.t.Errorf("query %s: %s", c.name, fault)
	}
}

// judge plans a statement and says what the planner has wrong of it; "" if nothing.
func (r *randomRun) judge(t testing.TB, c *semCase) string {
	x, fault := c.judged(t, &r.count, 4)
	r.count.queries.Add(1)
	p := x.plans[2]
	r.mu.Lock()
	if p.plan.Strategy == strategies.AlwaysHash.Name || p.plan.Strategy == strategies.SmartRepartition.Name {
		r.grouped++
	}
	many := r.unsound >= manyFaults
	r.mu.Unlock()
	switch {
	case fault != "" && many:
		return fault
	case fault != "":
		return c.shrunk(t, fault, (*semCase).fault)
	case *refuteRandom && !c.chained:
		return r.refute(t, x)
	}
	return ""
}

// judged plans a case and says where what is called correct is not, for the data of some seeds.
func (c *semCase) judged(t testing.TB, count *tally, seeds uint64) (r *runner, fault string) {
	if c.chained {
		return c.judgedChain(t, count, seeds)
	}
	r = c.runner(t, count)
	if fault = r.chosen(); fault != "" {
		return r, fault
	}
	for seed := range seeds {
		if fault = r.holds(t, seed); fault != "" {
			break
		}
	}
	return r, fault
}

// judgedChain judges two statements, of which the second reads what the first makes.
func (c *semCase) judgedChain(t testing.TB, count *tally, seeds uint64) (r *runner, fault string) {
	before, last, _ := strings.Cut(c.text, ";\n")
	first := c.part(t, count, before, nil)
	second := c.part(t, count, before+";\n"+last, first)
	for seed := range seeds {
		data := first.c.makeData(t, first.plans[2], seed)
		data.add(t, second.c, second.plans[2])
		if fault = holdAll(t, []*runner{first, second}, data); fault != "" {
			break
		}
	}
	return second, fault
}

// refute searches a statement as velo-plan prove does. It notes which strategies are called wrong though no data shows
// it, and says which one is called right and gives other rows; "" if none does.
func (r *randomRun) refute(t testing.TB, x *runner) string {
	p := x.plans[8]
	s, err := prove.NewStatement(p.Job)
	if err != nil {
		t.Fatal(err)
	}
	found := prove.NewReport(p.Job, func(string) bool { return true })
	if err := s.Search(context.Background(), found, *firstRandom); err != nil {
		t.Fatal(err)
	}
	if because := found.Executable.Because; because != "" {
		t.Fatal(because)
	}
	x.count.searched.Add(1)
	for _, out := range found.Strategies {
		switch {
		case out.Verdict == "unproven" || out.Verdict == "unavailable":
			x.count.unproven.Add(1)
		case out.Verdict != "wrong" && out.Witness != nil:
			text, _ := json.Marshal(out.Witness)
			return fmt.Sprintf("%s is called %s, but gives other rows\n%s\n%s", out.Strategy, out.Verdict, x.c.text, text)
		case out.Verdict != "wrong":
			x.count.held.Add(int64(*out.HeldOn))
		case out.Witness != nil:
			x.count.refuted.Add(1)
		case *out.HeldOn == 0:
			x.count.silent.Add(1)
		default:
			x.count.careful.Add(1)
			r.mu.Lock()
			class := out.Strategy + ": " + p.class(out.Strategy)
			r.careful[class] = append(r.careful[class], fmt.Sprintf("%s (%s)\n%s", x.c.name, out.Because, x.c.text))
			r.mu.Unlock()
		}
	}
	return ""
}

// report prints the figures and fails if the run shows less than it should.
func (r *randomRun) report(distinct int) {
	n := &r.count
	r.t.Logf("%d distinct statements, %d plans, %d strategies judged correct, %d runs over partitions, %d statements with groups that one routing step serves, %d unsound, %d that do not run",
		distinct, n.plans.Load(), n.judged.Load(), n.runs.Load(), r.grouped, r.unsound, len(r.idle))
	if *refuteRandom {
		r.t.Logf("%d statements searched: %d wrongs refuted, %d not refuted, %d of statements that give no row; those called right held %d times; %d strategies unproven or unavailable",
			n.searched.Load(), n.refuted.Load(), n.careful.Load(), n.silent.Load(), n.held.Load(), n.unproven.Load())
	}
	var classes []string
	for c := range r.careful {
		classes = append(classes, c)
	}
	sort.Slice(classes, func(i, j int) bool { return len(r.careful[classes[i]]) > len(r.careful[classes[j]]) })
	for _, c := range classes {
		list := r.careful[c]
		sort.Slice(list, func(i, j int) bool { return len(list[i]) < len(list[j]) })
		r.t.Logf("not refuted, %d times %s\n%s", len(list), c, strings.Join(list[:min(8, len(list))], "\n"))
	}
	for i, text := range r.idle {
		if i < 20 {
			r.t.Logf("does not run: %s", text)
		}
	}
	if r.grouped < distinct/5 {
		r.t.Errorf("only %d of %d statements have groups that one routing step serves", r.grouped, distinct)
	}
	if len(r.idle) > distinct/50 {
		r.t.Errorf("%d of %d statements do not run", len(r.idle), distinct)
	}
}

// class is what kind of operator a strategy is called wrong for.
func (p *planned) class(strategy string) string {
	s, _ := strategies.Lookup(strategy)
	if n := p.Judge(s).Broken; n != nil {
		if n.All {
			return string(n.Kind) + " of all"
		}
		return string(n.Kind)
	}
	return "?"
}

// randomCase makes the statement of a number, with keys declared for its sources in one of three; nil if it
// would read no source, or too many.
func randomCase(number uint64) *semCase {
	g := &queryMaker{random: rand.New(rand.NewPCG(number, 5))}
	g.most = 1 + g.random.IntN(4)
	g.untyped = g.oneIn(10)
	keys := ""
	if g.oneIn(3) {
		keys = g.declarations()
	}
	before, with := "", ""
	chained := g.oneIn(10)
	switch {
	case chained:
		u := g.unit(2)
		u.inputs = 1
		g.ctes = append(g.ctes, u)
		before = keys + "CREATE STREAM " + u.name + " AS " + g.keyed(u.made) + ";\n"
	case g.oneIn(12):
		u := g.unit(2)
		g.ctes = append(g.ctes, u)
		before = "CREATE VIEW " + u.name + " AS " + u.text + ";\n"
	}
	if g.oneIn(10) {
		u := g.unit(2)
		g.ctes = append(g.ctes, u)
		with = "WITH " + u.name + " AS (" + u.text + ") "
	}
	text := with + g.query(g.random.IntN(5)).text
	if g.inputs == 0 || g.inputs > manyInputs || chained && !strings.Contains(text, g.ctes[0].name) {
		return nil
	}
	return &semCase{name: fmt.Sprint(number), text: before + keys + text, chained: chained, repeats: true, untyped: g.untyped, partitioner: map[string]string{}}
}

// keyed marks columns of a query as the key of what is made, at times.
func (g *queryMaker) keyed(q made) string {
	if g.oneIn(3) {
		return q.text
	}
	name := g.alias("q")
	var list []string
	for i := range q.kinds {
		item := fmt.Sprintf("%s.c%d AS c%d", name, i, i)
		if i == 0 || i == 1 && g.oneIn(3) {
			item += " PRIMARY KEY"
		}
		list = append(list, item)
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM (" + q.text + ") AS " + name
}

// declarations are annotations that say how sources are keyed.
func (g *queryMaker) declarations() string {
	out := ""
	for _, s := range [][3]string{{"t", "a", "b"}, {"u", "a", "c"}, {"z", "c", "d"}, {"o", "a", "b"}, {"g", "a", "r"}, {"h", "r", "a"}, {"e", `"k.a"`, `"k.b"`}} {
		if g.oneIn(3) {
			continue
		}
		key, partitions := s[1], 4
		switch g.random.IntN(10) {
		case 0:
			key = s[2]
		case 1, 2:
			key = s[1] + ", " + s[2]
		case 3:
			key = s[2] + ", " + s[1]
		}
		if g.oneIn(8) {
			partitions = 6
		}
		out += fmt.Sprintf("-- @source_key.%s: %s\n", s[0], key)
		if !g.oneIn(8) {
			out += fmt.Sprintf("-- @source_partitions.%s: %d\n", s[0], partitions)
		}
	}
	return out
}
