//go:build !race

package pipeline

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
)

// More queries than a usual run makes, or other ones:
//
//	go test ./planner -run TestSemanticsOfRandomQueries -semantic.queries 5000 -semantic.first 1000
var (
	randomQueries = flag.Int("semantic.queries", 300, "how many random queries the semantic test makes")
	firstRandom   = flag.Uint64("semantic.first", 1, "the number of the first random query; equal numbers give equal queries")
)

// manyInputs is how many sources a random query may read: more make results too large to compare.
const manyInputs = 5

// TestSemanticsOfRandomQueries does for queries that nobody wrote what TestSemantics does for those
// of testdata: what the plan calls chosen or correct must give what the whole gives. What it calls
// wrong is not looked at, because most random queries give too few rows to show it.
func TestSemanticsOfRandomQueries(t *testing.T) {
	queries := *randomQueries
	if testing.Short() {
		queries /= 5
	}
	var count tally
	hashed := make([]bool, queries) // the plan moves or keeps groups
	t.Run("queries", func(t *testing.T) {
		for i := range queries {
			number := *firstRandom + uint64(i)
			t.Run(fmt.Sprint(number), func(t *testing.T) {
				t.Parallel()
				c := randomCase(number)
				plans := map[int]*planned{}
				for _, n := range partitionCounts {
					plans[n] = c.planCase(t, n)
				}
				p := plans[2]
				hashed[i] = p.plan.Strategy == "always_hash" || p.plan.Strategy == "smart_repartition"
				if len(p.Tree.Scans) > manyInputs {
					return
				}
				count.queries.Add(1)
				r := &runner{c: c, plans: plans, count: &count, db: p.open(t, p.sqliteText(t, c))}
				for seed := range uint64(4) {
					if fault := r.holds(t, seed); fault != "" {
						t.Fatal(fault)
					}
				}
			})
		}
	})
	groups := 0
	for _, yes := range hashed {
		if yes {
			groups++
		}
	}
	t.Logf("%d queries, %d of them with groups that one routing step serves, %d runs over partitions", count.queries.Load(), groups, count.runs.Load())
	if groups < queries/5 {
		t.Errorf("only %d of %d queries have groups that one routing step serves", groups, queries)
	}
}

// randomCase makes the query of a number, with keys declared for its sources in one of three.
func randomCase(number uint64) *semCase {
	g := &queryMaker{random: rand.New(rand.NewPCG(number, 5))}
	text := g.relation(1 + g.random.IntN(4)).text
	if g.oneIn(3) {
		text = g.declarations() + text
	}
	return &semCase{name: fmt.Sprint(number), text: text, partitioner: map[string]string{}}
}

// declarations are annotations that say how sources are keyed.
func (g *queryMaker) declarations() string {
	out := ""
	for _, s := range [][3]string{{"t", "a", "b"}, {"u", "a", "c"}, {"z", "c", "d"}} {
		if g.oneIn(3) {
			continue
		}
		key, partitions := s[1], 4
		if g.oneIn(6) {
			key = s[2]
		}
		if g.oneIn(8) {
			partitions = 6
		}
		out += fmt.Sprintf("-- @source_key.%s: %s\n-- @source_partitions.%s: %d\n", s[0], key, s[0], partitions)
	}
	return out
}
