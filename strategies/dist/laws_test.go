package dist

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	genColumn = rapid.SampledFrom(columns("a b c d e @partition"))
	genDist   = rapid.OneOf(
		rapid.Just(Any()),
		rapid.Map(rapid.SliceOfN(genColumn, 0, 4), func(cols []Column) Dist { return By(cols...) }),
	)
	genFact = rapid.Custom(func(t *rapid.T) Fact {
		return Fact{
			From: rapid.SliceOfN(rapid.OneOf(genColumn, rapid.Just(Row)), 0, 3).Draw(t, "from"),
			To:   rapid.OneOf(genColumn, rapid.SampledFrom([]Column{Row, Every})).Draw(t, "to"),
		}
	})
	genFacts = rapid.SliceOfN(genFact, 0, 8)
)

func holds(delivered, required Dist, facts []Fact) bool {
	ok, _, _ := Satisfies(delivered, required, facts)
	return ok
}

// check runs a property of three distributions and two sets of facts.
func check(t *testing.T, property func(t *rapid.T, d, e, f Dist, facts, more []Fact)) {
	rapid.Check(t, func(t *rapid.T) {
		property(t, genDist.Draw(t, "d"), genDist.Draw(t, "e"), genDist.Draw(t, "f"),
			genFacts.Draw(t, "facts"), genFacts.Draw(t, "more"))
	})
}

func TestReflexive(t *testing.T) {
	check(t, func(t *rapid.T, d, _, _ Dist, facts, _ []Fact) {
		if !holds(d, d, facts) {
			t.Fatalf("%s does not serve itself", d)
		}
	})
}

func TestTransitive(t *testing.T) {
	check(t, func(t *rapid.T, d, e, f Dist, facts, _ []Fact) {
		if holds(d, e, facts) && holds(e, f, facts) && !holds(d, f, facts) {
			t.Fatalf("%s serves %s, that serves %s, but the first does not serve the last", d, e, f)
		}
	})
}

func TestMonotoneInFacts(t *testing.T) {
	check(t, func(t *rapid.T, d, e, _ Dist, facts, more []Fact) {
		if holds(d, e, facts) && !holds(d, e, slices.Concat(more, facts)) {
			t.Fatalf("more knowledge takes %s from %s", d, e)
		}
	})
}

func TestFewerColumnsServeMore(t *testing.T) {
	check(t, func(t *rapid.T, d, e, _ Dist, facts, _ []Fact) {
		if !holds(d, e, facts) {
			return
		}
		for i := range d.cols {
			if part := By(slices.Delete(d.Columns(), i, i+1)...); !holds(part, e, facts) {
				t.Fatalf("%s serves %s, but %s does not", d, e, part)
			}
		}
	})
}

func TestSingleServesAllAndAllServeAny(t *testing.T) {
	check(t, func(t *rapid.T, d, _, _ Dist, facts, _ []Fact) {
		if !holds(Single(), d, facts) || !holds(d, Any(), facts) {
			t.Fatalf("%s is not between single and any", d)
		}
	})
}

func TestSubsetWithoutFacts(t *testing.T) {
	check(t, func(t *rapid.T, d, e, _ Dist, _, _ []Fact) {
		subset := !slices.ContainsFunc(d.cols, func(c Column) bool { return !e.Has(c) })
		if want := subset || e.Kind() == KindAny; holds(d, e, nil) != want {
			t.Fatalf("without facts %s serves %s: %v", d, e, !want)
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	check(t, func(t *rapid.T, d, e, _ Dist, facts, _ []Fact) {
		reversed := func(list []Column) []Column { slices.Reverse(list); return list }
		turned := slices.Clone(facts)
		slices.Reverse(turned)
		if holds(d, e, facts) != holds(By(reversed(d.Columns())...), By(reversed(e.Columns())...), turned) {
			t.Fatalf("the order of columns or facts changes whether %s serves %s", d, e)
		}
	})
}

// FuzzSatisfies compares the closure with its definition. Two bytes are a column of a
// distribution; a fact is a count and its columns.
func FuzzSatisfies(f *testing.F) {
	f.Add([]byte{0}, []byte{1}, []byte{1, 1, 0})
	f.Add([]byte{5}, []byte{0, 1}, []byte{2, 0, 1, 5, 0, 2, 1, 2, 7})
	f.Add([]byte{6}, []byte{}, []byte{0, 6, 1, 6, 7})
	f.Fuzz(func(t *testing.T, delivered, required, told []byte) {
		if len(told) > 200 || len(delivered)+len(required) > 100 {
			return // the slow twin is cubic
		}
		column := func(b byte) Column { return append(slices.Clone(universe), Every)[int(b)%(len(universe)+1)] }
		set := func(bytes []byte) Dist {
			var cols []Column
			for _, b := range bytes {
				cols = append(cols, column(b))
			}
			return By(cols...)
		}
		var facts []Fact
		for len(told) > 1 {
			n := min(int(told[0])%4, len(told)-2)
			facts = append(facts, Fact{From: set(told[1 : 1+n]).cols, To: column(told[1+n])})
			told = told[2+n:]
		}
		d, r := set(delivered), set(required)
		ok, proof, missing := Satisfies(d, r, facts)
		slow := slowClosure(r, facts)
		first := slices.IndexFunc(d.cols, func(c Column) bool { return !slow(c) })
		if ok != (first < 0) || !ok && missing != d.cols[first] {
			t.Fatalf("%s for %s under %v: %v, missing %s", d, r, facts, ok, missing)
		}
		if wrong := checkProof(d, r, proof); ok && wrong != "" {
			t.Fatalf("proof %v of %s for %s under %v: %s", proof, d, r, facts, wrong)
		}
	})
}
