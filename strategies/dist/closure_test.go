package dist

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// column reads the name of a column in a test: a letter or a pseudo-column.
func column(name string) Column {
	for _, pseudo := range []Column{Row, Partition, Every} {
		if name == pseudo.String() {
			return pseudo
		}
	}
	if len(name) != 1 || name < "a" || name > "z" {
		panic(name)
	}
	return Column(name[0]-'a') + 1
}

// columns reads names with spaces between them.
func columns(names string) []Column {
	var list []Column
	for _, name := range strings.Fields(names) {
		list = append(list, column(name))
	}
	return list
}

// by is By with the columns as names.
func by(names string) Dist { return By(columns(names)...) }

// facts reads "a b -> c; -> d" as facts whose reasons are their numbers from 0.
func facts(text string) []Fact {
	var list []Fact
	for i, line := range strings.Split(text, ";") {
		if from, to, found := strings.Cut(line, "->"); found {
			list = append(list, Fact{From: columns(from), To: column(strings.TrimSpace(to)), Reason: fmt.Sprint(i)})
		}
	}
	return list
}

// reasons lists the numbers of the facts of a proof.
func reasons(proof []Fact) string {
	var list []string
	for _, f := range proof {
		list = append(list, f.Reason)
	}
	return strings.Join(list, " ")
}

func TestSatisfies(t *testing.T) {
	for _, c := range []struct {
		name                string
		delivered, required Dist
		facts               string
		ok                  bool
		proof               string // or the missing column
	}{
		{"equal keys", by("a b"), by("b a"), "", true, ""},
		{"a subset of the keys keeps groups whole", by("a"), by("a b"), "", true, ""},
		{"a superset splits them", by("a b"), by("a"), "", false, "b"},
		{"single serves all", Single(), by("a"), "", true, ""},
		{"single serves single", Single(), Single(), "", true, ""},
		{"only single serves single", by("a"), Single(), "", false, "a"},
		{"any serves any", Any(), Any(), "", true, ""},
		{"a hash serves any", by("a b"), Any(), "", true, ""},
		{"source serves any", Source(), Any(), "", true, ""},
		{"any serves nothing else", Any(), by("a"), "", false, "@row"},
		{"an undeclared key proves nothing", Source(), by("a"), "", false, "@partition"},
		{"the source's key", Source(), by("a b"), "a -> @partition", true, "0"},
		{"another key", Source(), by("b"), "a -> @partition", false, "@partition"},
		{"a compound key wants all its parts", Source(), by("a"), "a b -> @partition", false, "@partition"},
		{"a key made constant", Source(), by("b"), "a -> @partition; -> a", true, "1 0"},
		{"a key by equality", Source(), by("b"), "b -> a; a -> b; a -> @partition", true, "0 2"},
		{"a hash of a coarser expression", by("f"), by("a"), "a -> f", true, "0"},
		{"a hash of a finer column", by("a"), by("f"), "a -> f", false, "a"},
		{"the nearest of two ways", by("d"), by("a"), "a -> b; b -> c; c -> d; a -> d", true, "3"},
		{"nothing superfluous", by("c"), by("a"), "a -> x; a -> b; b -> y; b -> c", true, "1 3"},
		{"nothing at all where it is given", by("a"), by("a b"), "b -> a", true, ""},
		{"a primary key decides every column", by("x y"), by("p"), "p -> @every", true, "0"},
		{"but not the source partition", Source(), by("p"), "p -> @every", false, "@partition"},
		{"nor which record", Any(), by("p"), "p -> @every", false, "@row"},
		{"every column leads on", Source(), by("p"), "x y -> @partition; p -> @every", true, "1 0"},
		{"one way for all where one is enough", by("x y"), by("a"), "a -> x; a -> @every", true, "1"},
		{"another order where one way is left", by("x @partition"), by("a"), "-> b; b -> @partition; a -> @every", true, "2 1"},
		{"a unique key decides all", by("@partition x"), by("i"), "i -> @row", true, "0"},
		{"a cycle", by("c"), by("a"), "a -> b; b -> a; b -> c; c -> b", true, "0 2"},
		{"a column twice in a fact", by("b"), by("a"), "a a -> b", true, "0"},
		{"a fact from everything", by("b"), Any(), "@row -> b", true, ""},
		{"a fact that says nothing", by("b"), by("a"), "b -> b", false, "b"},
		{"the same fact twice", by("b"), by("a"), "a -> b; a -> b", true, "0"},
		{"the first missing column", by("a c b"), by("a"), "", false, "c"},
		{"@partition with keys", by("k @partition"), by("k @partition x"), "", true, ""},
		{"a hash on a part of the sink key", by("k"), by("k @partition"), "", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ok, proof, missing := Satisfies(c.delivered, c.required, facts(c.facts))
			if c.ok {
				if !ok || missing != 0 || reasons(proof) != c.proof {
					t.Errorf("%s for %s under %q: %v, missing %s, proof %q, want %q", c.delivered, c.required, c.facts, ok, missing, reasons(proof), c.proof)
				}
			} else if ok || proof != nil || missing != column(c.proof) {
				t.Errorf("%s for %s under %q: %v, missing %s, want %s", c.delivered, c.required, c.facts, ok, missing, c.proof)
			}
		})
	}
}

func TestProofOfForeignColumns(t *testing.T) {
	closure := Close(by("a"), facts("a -> b; x -> y"))
	if got := reasons(closure.Proof(columns("b y z")...)); got != "0" {
		t.Errorf("proof %q, want that of b alone", got)
	}
	if got := Close(by("a"), nil).Proof(); got != nil {
		t.Errorf("a proof of nothing is %v", got)
	}
}

func TestFactEqual(t *testing.T) {
	f := Fact{From: columns("a"), To: column("b"), Reason: "r", Tag: 1}
	if !f.Equal(Fact{From: columns("a"), To: column("b"), Reason: "r", Tag: 1}) {
		t.Error("a fact does not equal its copy")
	}
	for _, g := range []Fact{
		{From: columns("x"), To: column("b"), Reason: "r", Tag: 1}, {From: columns("a"), To: column("x"), Reason: "r", Tag: 1},
		{From: columns("a"), To: column("b"), Reason: "x", Tag: 1}, {From: columns("a"), To: column("b"), Reason: "r", Tag: 2},
	} {
		if f.Equal(g) {
			t.Errorf("%v equals %v", f, g)
		}
	}
}

// chain returns n facts 1 -> 2 -> ... in the order that is worst for repeated passes.
func chain(n int) []Fact {
	list := make([]Fact, n)
	for i := range n {
		list[n-1-i] = Fact{From: []Column{Column(i + 1)}, To: Column(i + 2)}
	}
	return list
}

// A closure by repeated passes over the facts would take hours here.
func TestCloseManyFacts(t *testing.T) {
	const n = 100_000
	closure := Close(By(1), chain(n))
	end := Column(n + 1)
	if !closure.Has(end) {
		t.Fatalf("%s is not in the closure", end)
	}
	proof := closure.Proof(end)
	if len(proof) != n || proof[0].To != 2 || proof[n-1].To != end {
		t.Errorf("the proof has %d facts, want %d in order", len(proof), n)
	}
}

// A primary key at the end of a long chain: the proof must not be thinned out fact by fact.
func TestLongProofOfEveryColumn(t *testing.T) {
	const n = 100_000
	list := append(chain(n), Fact{From: []Column{n + 1}, To: Every}, Fact{From: []Column{n + 2}, To: Partition})
	proof := Close(By(1), list).Proof(n+3, 8, Partition)
	if len(proof) != n+2 || proof[n].To != Every || proof[n+1].To != Partition {
		t.Errorf("the proof has %d facts", len(proof))
	}
}

// One fact that waits for very many columns, each of which many facts bring.
func TestCloseWideFacts(t *testing.T) {
	const end, a, b = Column(1), Column(2), Column(3)
	wide := Fact{To: end}
	list := make([]Fact, 1, 40_001)
	for i := range 20_000 {
		c := Column(i + 4)
		wide.From = append(wide.From, c)
		list = append(list, Fact{From: []Column{a}, To: c}, Fact{From: []Column{b}, To: c})
	}
	list[0] = wide
	if Close(By(a), list[:len(list)-2]).Has(end) || !Close(By(a), list).Has(end) {
		t.Error("a fact with 20,000 columns fires at the wrong time")
	}
	if got := len(Close(By(a), list).Proof(end)); got != 20_001 {
		t.Errorf("the proof has %d facts", got)
	}
}

func TestClosureRefersToFactsOnly(t *testing.T) {
	given := facts("a b -> c; c -> d")
	before := fmt.Sprint(given)
	Close(by("a b"), given).Proof(column("d"))
	if fmt.Sprint(given) != before || !slices.Equal(given[0].From, columns("a b")) {
		t.Error("the facts were changed")
	}
}

func BenchmarkSatisfies(b *testing.B) {
	few := facts("t -> @partition; -> r; a -> b; b -> a; b -> t")
	many := chain(1000)
	for _, c := range []struct {
		name                string
		delivered, required Dist
		facts               []Fact
	}{
		{"five facts", Source(), by("a x"), few},
		{"a thousand facts", By(1001), By(1), many},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if ok, _, _ := Satisfies(c.delivered, c.required, c.facts); !ok {
					b.Fatal("not satisfied")
				}
			}
		})
	}
}
