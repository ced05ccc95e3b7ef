package strategies

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/strategies/dist"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func columns(text string) []dist.Column {
	var list []dist.Column
	for _, c := range strings.Fields(text) {
		list = append(list, dist.Column(c))
	}
	return list
}

func fact(from, to string) dist.Fact {
	return dist.Fact{From: columns(from), To: dist.Column(to), Reason: from + " -> " + to}
}

// under gives every requirement the same facts.
func under(facts []dist.Fact, required ...dist.Dist) []Requirement {
	list := make([]Requirement, len(required))
	for i, d := range required {
		list[i] = Requirement{Dist: d, Facts: facts}
	}
	return list
}

// Facts of one operator say nothing about another.
func TestFactsHoldWhereTheyAreKnown(t *testing.T) {
	constant := []dist.Fact{fact("", "a")}
	for _, c := range []struct {
		required []Requirement
		want     VerdictKind
	}{
		{append(under(constant, dist.By("b")), under(nil, dist.By("a"))...), Proven},
		{append(under(nil, dist.By("b")), under(constant, dist.By("a"))...), Refuted},
	} {
		if v := Validate(AlwaysHash, RoutingContext{Required: c.required, Keys: columns("a"), Partitions: 2}); v.Kind != c.want {
			t.Errorf("%v: %s, want %s", c.required, v.Kind, c.want)
		}
	}
}

func TestValidate(t *testing.T) {
	declared := fact("a", "@partition")
	for _, c := range []struct {
		name     string
		required []dist.Dist
		facts    []dist.Fact
		keys     string
		want     map[string]string // strategy -> verdict, with the missing column
	}{
		{
			"GROUP BY a, nothing known of the source", []dist.Dist{dist.By("a")}, nil, "a",
			map[string]string{
				"always_hash": "proven", "smart_repartition": "proven", "round_robin": "refuted @row",
				"sticky_partition": "unproven @partition", "fan_in": "proven",
			},
		},
		{
			"GROUP BY a, the source keyed by it", []dist.Dist{dist.By("a")}, []dist.Fact{declared}, "a",
			map[string]string{"always_hash": "proven", "smart_repartition": "proven", "sticky_partition": "proven"},
		},
		{
			"GROUP BY b, the source keyed by a", []dist.Dist{dist.By("b")}, []dist.Fact{declared}, "b",
			map[string]string{"always_hash": "proven", "smart_repartition": "proven", "sticky_partition": "refuted @partition"},
		},
		{
			"GROUP BY b, hashed by a", []dist.Dist{dist.By("b")}, nil, "a",
			map[string]string{"always_hash": "refuted a", "smart_repartition": "refuted a"},
		},
		{
			"GROUP BY b, each record its own source partition", []dist.Dist{dist.By("b")}, []dist.Fact{fact("a", "@row")}, "b",
			map[string]string{"sticky_partition": "refuted @partition"},
		},
		{
			"all must meet", []dist.Dist{dist.Single()}, nil, "",
			map[string]string{
				"always_hash": "unavailable", "smart_repartition": "unavailable", "round_robin": "refuted @row",
				"sticky_partition": "refuted @partition", "fan_in": "proven",
			},
		},
		{
			"all must meet, and they agree on a constant", []dist.Dist{dist.Single()}, []dist.Fact{fact("", "a")}, "a",
			map[string]string{"always_hash": "proven", "sticky_partition": "unproven @partition"},
		},
		{
			"a stateless query", []dist.Dist{dist.Any()}, nil, "",
			map[string]string{
				"always_hash": "unavailable", "smart_repartition": "proven", "round_robin": "proven",
				"sticky_partition": "proven", "fan_in": "proven",
			},
		},
		{
			"two requirements, the hash serves one", []dist.Dist{dist.By("a", "b"), dist.By("b")}, nil, "a",
			map[string]string{"always_hash": "refuted a", "sticky_partition": "unproven @partition"},
		},
		{
			"two requirements, one proven by a fact", []dist.Dist{dist.By("b"), dist.By("c")}, []dist.Fact{fact("b", "a")}, "a",
			map[string]string{"always_hash": "refuted a", "fan_in": "proven"},
		},
		{
			"unproven for one and refuted for the other", []dist.Dist{dist.By("a"), dist.Single()}, nil, "a",
			map[string]string{"sticky_partition": "refuted @partition"},
		},
	} {
		for name, want := range c.want {
			s, _ := Lookup(name)
			v := Validate(s, RoutingContext{Required: under(c.facts, c.required...), Keys: columns(c.keys), Partitions: 8})
			got := strings.TrimSpace(string(v.Kind) + " " + string(v.Missing))
			if got != want {
				t.Errorf("%s: %s is %s, want %s", c.name, name, got, want)
			}
			if (v.Err != nil) != (v.Kind == Unavailable) || v.Kind != Proven && v.Proof != nil {
				t.Errorf("%s: %s: verdict %+v", c.name, name, v)
			}
		}
	}
}

func TestValidateNamesTheDecidingRequirement(t *testing.T) {
	ctx := RoutingContext{
		Required: under([]dist.Fact{fact("a", "b")}, dist.By("a"), dist.By("b"), dist.By("c"), dist.By("d")), Keys: columns("a b"), Partitions: 2,
	}
	v := Validate(AlwaysHash, ctx)
	if v.Required.String() != "{b}" || v.Delivered.String() != "{a, b}" || v.Missing != "a" {
		t.Errorf("verdict %+v", v)
	}
}

func TestProofIsTheUnionInOrder(t *testing.T) {
	shared, first, second := fact("k", "@partition"), fact("a", "k"), fact("b", "k")
	v := Validate(StickyPartition, RoutingContext{
		Required: under([]dist.Fact{shared, first, second}, dist.By("a"), dist.By("b"), dist.By("a", "x")), Partitions: 2,
	})
	if want := []dist.Fact{first, shared, second}; v.Kind != Proven || !slices.EqualFunc(v.Proof, want, dist.Fact.Equal) {
		t.Errorf("verdict %+v, want the proof %v", v, want)
	}
}

func TestOnePartition(t *testing.T) {
	ctx := RoutingContext{Required: under(nil, dist.Single(), dist.By("a")), Keys: columns("z"), Partitions: 1}
	for _, s := range All {
		if v := Validate(s, ctx); v.Kind != Proven || v.Proof != nil {
			t.Errorf("%s: %+v", s.Name, v)
		}
	}
	ctx.Keys = nil
	if v := Validate(AlwaysHash, ctx); v.Kind != Unavailable {
		t.Errorf("without keys: %+v", v)
	}
}

func TestNoPartitions(t *testing.T) {
	for _, n := range []int{0, -1} {
		for _, s := range All {
			v := Validate(s, RoutingContext{Keys: columns("a"), Partitions: n})
			if v.Kind != Unavailable || v.Err == nil || !strings.Contains(v.Err.Error(), "--partitions") {
				t.Errorf("%s with %d partitions: %+v", s.Name, n, v)
			}
			if p, err := s.Bind(RoutingContext{Keys: columns("a"), Partitions: n}); p != nil || err == nil {
				t.Errorf("%s with %d partitions binds %v", s.Name, n, p)
			}
		}
	}
}

// A verdict against real records: what is proven splits no group, and what is refuted splits one
// in some data.
func TestVerdictsHoldOnRecords(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	names := columns("a b c")
	pick := func() []dist.Column {
		list := slices.Clone(names)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list[:random.IntN(len(list)+1)]
	}
	split := map[string]map[VerdictKind]int{}
	for range 3000 {
		var facts []dist.Fact
		sourceKey := pick()
		if random.IntN(2) == 0 {
			facts = append(facts, dist.Fact{From: sourceKey, To: dist.Partition})
		}
		if random.IntN(3) == 0 {
			facts = append(facts, fact("a", "b"))
		}
		ctx := RoutingContext{
			Required: under(facts, dist.By(pick()...), dist.By(pick()...)), Keys: pick(), Partitions: 2 + random.IntN(7),
		}
		rows := rowsOf(random, facts, sourceKey)
		for _, s := range All {
			v := Validate(s, ctx)
			if v.Kind == Unavailable {
				continue
			}
			if split[s.Name] == nil {
				split[s.Name] = map[VerdictKind]int{}
			}
			if group := splitGroup(t, s, ctx, rows); group != "" {
				split[s.Name][v.Kind]++
				if v.Kind == Proven {
					t.Fatalf("%s is proven for %v with keys %v, but splits %s", s.Name, ctx.Required, ctx.Keys, group)
				}
			}
		}
	}
	for _, s := range All {
		if s.Name != "fan_in" && split[s.Name][Refuted] == 0 {
			t.Errorf("%s was never seen to split a group where it is refuted", s.Name)
		}
	}
	if split["sticky_partition"][Unproven] == 0 {
		t.Error("sticky_partition was never seen to split a group where it is unproven")
	}
}

// rowsOf makes records of three columns on which the facts hold: the source
// partition hangs on the source's key, and b on a if a fact says so.
func rowsOf(random *rand.Rand, facts []dist.Fact, sourceKey []dist.Column) []map[dist.Column]int64 {
	rows := make([]map[dist.Column]int64, 60)
	for i := range rows {
		row := map[dist.Column]int64{"a": random.Int64N(3), "b": random.Int64N(3), "c": random.Int64N(3)}
		for _, f := range facts {
			if f.To == "b" {
				row["b"] = (row["a"] + 1) % 2
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

// splitGroup routes the records and names a group of a requirement that is in two partitions.
func splitGroup(t *testing.T, s Strategy, ctx RoutingContext, rows []map[dist.Column]int64) string {
	p, err := s.Bind(ctx)
	if err != nil {
		t.Fatal(err)
	}
	hasher := NewKeyHasher(ctx.Hash)
	seen := map[string]int{}
	for i, row := range rows {
		values := func(cols []dist.Column) []scalar.Value {
			list := make([]scalar.Value, len(cols))
			for i, c := range cols {
				list[i] = scalar.Int(row[c])
			}
			return list
		}
		to := p.Partition(Record{Hash: hasher.Sum(values(ctx.Keys)), SourcePartition: int32(row[dist.Partition]), Ordinal: uint64(i)})
		for _, required := range ctx.Required {
			group := required.Dist.String()
			for _, v := range values(required.Dist.Columns()) {
				group += " " + v.String()
			}
			if before, ok := seen[group]; ok && before != to {
				return group
			}
			seen[group] = to
		}
	}
	return ""
}
