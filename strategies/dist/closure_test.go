package dist

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// facts reads "a b -> c; -> d" as facts whose reasons are their numbers from 0.
func facts(text string) []Fact {
	var list []Fact
	for i, line := range strings.Split(text, ";") {
		from, to, found := strings.Cut(line, "->")
		if !found {
			continue
		}
		f := Fact{To: Column(strings.TrimSpace(to)), Reason: fmt.Sprint(i)}
		for _, c := range strings.Fields(from) {
			f.From = append(f.From, Column(c))
		}
		list = append(list, f)
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
		{"equal keys", By("a", "b"), By("b", "a"), "", true, ""},
		{"a subset of the keys keeps groups whole", By("a"), By("a", "b"), "", true, ""},
		{"a superset splits them", By("a", "b"), By("a"), "", false, "b"},
		{"single serves all", Single(), By("a"), "", true, ""},
		{"single serves single", Single(), Single(), "", true, ""},
		{"only single serves single", By("a"), Single(), "", false, "a"},
		{"any serves any", Any(), Any(), "", true, ""},
		{"a hash serves any", By("a", "b"), Any(), "", true, ""},
		{"source serves any", Source(), Any(), "", true, ""},
		{"any serves nothing else", Any(), By("a"), "", false, "@row"},
		{"an undeclared key proves nothing", Source(), By("a"), "", false, "@partition"},
		{"the source's key", Source(), By("a", "b"), "a -> @partition", true, "0"},
		{"another key", Source(), By("b"), "a -> @partition", false, "@partition"},
		{"a compound key wants all its parts", Source(), By("a"), "a b -> @partition", false, "@partition"},
		{"a key made constant", Source(), By("b"), "a -> @partition; -> a", true, "1 0"},
		{"a key by equality", Source(), By("b"), "b -> a; a -> b; a -> @partition", true, "0 2"},
		{"a hash of a coarser expression", By("f"), By("a"), "a -> f", true, "0"},
		{"a hash of a finer column", By("a"), By("f"), "a -> f", false, "a"},
		{"the nearest of two ways", By("d"), By("a"), "a -> b; b -> c; c -> d; a -> d", true, "3"},
		{"nothing superfluous", By("c"), By("a"), "a -> x; a -> b; b -> y; b -> c", true, "1 3"},
		{"nothing at all where it is given", By("a"), By("a", "b"), "b -> a", true, ""},
		{"a primary key decides every column", By("x", "y"), By("pk"), "pk -> @every", true, "0"},
		{"but not the source partition", Source(), By("pk"), "pk -> @every", false, "@partition"},
		{"nor which record", Any(), By("pk"), "pk -> @every", false, "@row"},
		{"every column leads on", Source(), By("pk"), "x y -> @partition; pk -> @every", true, "1 0"},
		{"one way for all where one is enough", By("x", "y"), By("a"), "a -> x; a -> @every", true, "1"},
		{"another order where one way is left", By("x", Partition), By("a"), "-> b; b -> @partition; a -> @every", true, "2 1"},
		{"a unique key decides all", By(Partition, "x"), By("id"), "id -> @row", true, "0"},
		{"a cycle", By("c"), By("a"), "a -> b; b -> a; b -> c; c -> b", true, "0 2"},
		{"a column twice in a fact", By("b"), By("a"), "a a -> b", true, "0"},
		{"a fact from everything", By("b"), Any(), "@row -> b", true, ""},
		{"a fact that says nothing", By("b"), By("a"), "b -> b", false, "b"},
		{"the same fact twice", By("b"), By("a"), "a -> b; a -> b", true, "0"},
		{"the first missing column", By("a", "c", "b"), By("a"), "", false, "c"},
		{"@partition with keys", By("k", Partition), By("k", Partition, "x"), "", true, ""},
		{"a hash on a part of the sink key", By("k"), By("k", Partition), "", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ok, proof, missing := Satisfies(c.delivered, c.required, facts(c.facts))
			got := reasons(proof)
			if !ok {
				got = string(missing)
			}
			if ok != c.ok || got != c.proof {
				t.Errorf("%s for %s under %q: %v %q, want %v %q", c.delivered, c.required, c.facts, ok, got, c.ok, c.proof)
			}
		})
	}
}

func TestProofOfForeignColumns(t *testing.T) {
	closure := Close(By("a"), facts("a -> b; x -> y"))
	if got := reasons(closure.Proof("b", "y", "z")); got != "0" {
		t.Errorf("proof %q, want that of b alone", got)
	}
	if got := Close(By("a"), nil).Proof(); got != nil {
		t.Errorf("a proof of nothing is %v", got)
	}
}

func TestFactEqual(t *testing.T) {
	f := Fact{From: []Column{"a"}, To: "b", Reason: "r", Tag: 1}
	if !f.Equal(Fact{From: []Column{"a"}, To: "b", Reason: "r", Tag: 1}) {
		t.Error("a fact does not equal its copy")
	}
	for _, g := range []Fact{
		{From: []Column{"x"}, To: "b", Reason: "r", Tag: 1}, {From: []Column{"a"}, To: "x", Reason: "r", Tag: 1},
		{From: []Column{"a"}, To: "b", Reason: "x", Tag: 1}, {From: []Column{"a"}, To: "b", Reason: "r", Tag: 2},
	} {
		if f.Equal(g) {
			t.Errorf("%v equals %v", f, g)
		}
	}
}

// chain returns n facts c0 -> c1 -> ... in the order that is worst for repeated passes.
func chain(n int) []Fact {
	list := make([]Fact, n)
	for i := range n {
		list[n-1-i] = Fact{From: []Column{Column(fmt.Sprint("c", i))}, To: Column(fmt.Sprint("c", i+1))}
	}
	return list
}

// A closure by repeated passes over the facts would take hours here.
func TestCloseManyFacts(t *testing.T) {
	const n = 100_000
	closure := Close(By("c0"), chain(n))
	end := Column(fmt.Sprint("c", n))
	if !closure.Has(end) {
		t.Fatalf("%s is not in the closure", end)
	}
	proof := closure.Proof(end)
	if len(proof) != n || proof[0].To != "c1" || proof[n-1].To != end {
		t.Errorf("the proof has %d facts, want %d in order", len(proof), n)
	}
}

// A primary key at the end of a long chain: the proof must not be thinned out fact by fact.
func TestLongProofOfEveryColumn(t *testing.T) {
	const n = 100_000
	list := append(chain(n), Fact{From: []Column{Column(fmt.Sprint("c", n))}, To: Every}, Fact{From: []Column{"x"}, To: Partition})
	proof := Close(By("c0"), list).Proof("y", "c7", Partition)
	if len(proof) != n+2 || proof[n].To != Every || proof[n+1].To != Partition {
		t.Errorf("the proof has %d facts", len(proof))
	}
}

// One fact that waits for very many columns, each of which many facts bring.
func TestCloseWideFacts(t *testing.T) {
	wide := Fact{To: "end"}
	list := make([]Fact, 1, 40_001)
	for i := range 20_000 {
		c := Column(fmt.Sprint("c", i))
		wide.From = append(wide.From, c)
		list = append(list, Fact{From: []Column{"a"}, To: c}, Fact{From: []Column{"b"}, To: c})
	}
	list[0] = wide
	if Close(By("a"), list[:len(list)-2]).Has("end") || !Close(By("a"), list).Has("end") {
		t.Error("a fact with 20,000 columns fires at the wrong time")
	}
	if got := len(Close(By("a"), list).Proof("end")); got != 20_001 {
		t.Errorf("the proof has %d facts", got)
	}
}

func TestClosureRefersToFactsOnly(t *testing.T) {
	given := facts("a b -> c; c -> d")
	before := fmt.Sprint(given)
	Close(By("a", "b"), given).Proof("d")
	if fmt.Sprint(given) != before || !slices.Equal(given[0].From, []Column{"a", "b"}) {
		t.Error("the facts were changed")
	}
}

func BenchmarkSatisfies(b *testing.B) {
	few := facts("trader -> @partition; -> region; a -> b; b -> a; b -> trader")
	many := chain(1000)
	for _, c := range []struct {
		name                string
		delivered, required Dist
		facts               []Fact
	}{
		{"five facts", Source(), By("a", "x"), few},
		{"a thousand facts", By("c1000"), By("c0"), many},
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
