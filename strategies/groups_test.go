package strategies

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// column reads the name of a column in a test: a letter, or the source partition.
func column(name string) dist.Column {
	if name == dist.Partition.String() {
		return dist.Partition
	}
	return dist.Column(name[0]-'a') + 1
}

// columns reads names with spaces between them.
func columns(names string) []dist.Column {
	var list []dist.Column
	for _, name := range strings.Fields(names) {
		list = append(list, column(name))
	}
	return list
}

// What is delivered and satisfies a requirement under facts splits none of its groups, on records
// for which the facts hold; what does not satisfy one splits a group in some data.
func TestNoGroupIsSplitWhereThatIsProven(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	pick := func(names string) []dist.Column {
		list := columns(names)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list[:random.IntN(len(list)+1)]
	}
	whole, split := map[string]int{}, map[string]int{}
	for range 3000 {
		var facts []dist.Fact
		sourceKey := pick("a b c")
		if random.IntN(2) == 0 {
			facts = append(facts, dist.Fact{From: sourceKey, To: dist.Partition})
		}
		if random.IntN(3) == 0 {
			facts = append(facts, dist.Fact{From: columns("a"), To: column("b")})
		}
		required := dist.By(pick("a b c @partition")...)
		if random.IntN(10) == 0 {
			required = dist.Any()
		}
		ctx := RoutingContext{Keys: pick("a b c"), Partitions: 2 + random.IntN(7)}
		ctx.Aligned, _, _ = dist.Satisfies(dist.Source(), required, facts)
		rows := rowsOf(random, facts, sourceKey)
		for _, s := range All {
			delivered, err := s.Deliver(ctx)
			if err != nil {
				continue
			}
			proven, _, _ := dist.Satisfies(delivered, required, facts)
			group := splitGroup(t, s, ctx, required, rows)
			switch {
			case proven && group != "":
				t.Fatalf("%s delivers %s, which serves %s under %v, but splits %s", s.Name, delivered, required, facts, group)
			case proven:
				whole[s.Name]++
			case group != "":
				split[s.Name]++
			}
		}
	}
	for _, s := range All {
		if whole[s.Name] < 100 || split[s.Name] < 100 && s.Name != FanIn.Name {
			t.Errorf("%s hardly tests anything: groups are proven whole %d times, split %d times", s.Name, whole[s.Name], split[s.Name])
		}
	}
}

// rowsOf makes records of the columns a, b and c for which the facts hold: the source's key decides
// the source partition, and a decides b if a fact says so.
func rowsOf(random *rand.Rand, facts []dist.Fact, sourceKey []dist.Column) []map[dist.Column]int64 {
	rows := make([]map[dist.Column]int64, 60)
	for i := range rows {
		row := map[dist.Column]int64{dist.Row: int64(i)}
		for _, c := range columns("a b c") {
			row[c] = random.Int64N(3)
		}
		for _, f := range facts {
			if f.To == column("b") {
				row[f.To] = (row[f.From[0]] + 1) % 2
			}
		}
		row[dist.Partition] = 1
		for _, c := range sourceKey {
			row[dist.Partition] = row[dist.Partition]*7%23 + row[c]
		}
		rows[i] = row
	}
	return rows
}

// splitGroup routes the records and names a group of the requirement that is in two partitions; ""
// if there is none.
func splitGroup(t *testing.T, s Strategy, ctx RoutingContext, required dist.Dist, rows []map[dist.Column]int64) string {
	p, err := s.Bind(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i, row := range rows {
		values := func(cols []dist.Column) []scalar.Value {
			list := make([]scalar.Value, len(cols))
			for i, c := range cols {
				list[i] = scalar.Int(row[c])
			}
			return list
		}
		to := p.Partition(Record{Hash: sumOf(ctx.Hash, values(ctx.Keys)), SourcePartition: int32(row[dist.Partition]), Ordinal: uint64(i)})
		group := fmt.Sprint(required, values(required.Columns()))
		if before, ok := seen[group]; ok && before != to {
			return group
		}
		seen[group] = to
	}
	return ""
}
