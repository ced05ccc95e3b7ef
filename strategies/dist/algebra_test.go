package dist

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// universe is every column that a draw can mention, and one that none does, so that "all the
// columns that are mentioned" and "every column" differ.
var universe = columns("a b c d u @partition @row")

// row is a record: a value for each column of the universe.
type row map[Column]int

// agree says whether two records agree on c.
func agree(r, s row, c Column) bool {
	if c != Every {
		return r[c] == s[c]
	}
	return !slices.ContainsFunc(universe, func(c Column) bool { return implied(Every, c) && r[c] != s[c] })
}

func agreeOn(r, s row, cols []Column) bool {
	return !slices.ContainsFunc(cols, func(c Column) bool { return !agree(r, s, c) })
}

// withBuiltIn adds what is true of all records: that a record decides its content.
func withBuiltIn(facts []Fact) []Fact {
	all := slices.Clone(facts)
	for _, c := range append(slices.Clone(universe), Every) {
		all = append(all, Fact{From: []Column{Row}, To: c})
	}
	return all
}

// draw picks a random case.
type draw struct{ *rand.Rand }

func (d draw) columns(most int, from []Column) []Column {
	cols := make([]Column, d.IntN(most+1))
	for i := range cols {
		cols[i] = from[d.IntN(len(from))]
	}
	return cols
}

func (d draw) dist() Dist {
	switch d.IntN(8) {
	case 0:
		return Any()
	case 1:
		return Source()
	}
	return By(d.columns(3, columns("a b c d a b c d @partition"))...)
}

func (d draw) facts() []Fact {
	list := make([]Fact, d.IntN(7))
	for i := range list {
		list[i] = Fact{
			From: d.columns(2, columns("a b c d a b c d @partition @every @row")),
			To:   columns("a b c d a b c d @partition @partition @every @row")[d.IntN(12)],
			Tag:  i,
		}
	}
	return list
}

// rows makes records of few values and then brings them to agree until all facts hold.
func (d draw) rows(facts []Fact) []row {
	rows := make([]row, 2+d.IntN(4))
	for i := range rows {
		rows[i] = row{Row: i}
		for _, c := range universe {
			if c != Row {
				rows[i][c] = d.IntN(3)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range withBuiltIn(facts) {
			for _, r := range rows {
				for _, s := range rows {
					if agreeOn(r, s, f.From) && !agree(r, s, f.To) {
						unite(rows, r, s, f.To)
						changed = true
					}
				}
			}
		}
	}
	return rows
}

// unite makes r and s agree on c by giving all records with s's value r's.
func unite(rows []row, r, s row, c Column) {
	for _, each := range universe {
		if each != c && !(c == Every && implied(Every, each)) {
			continue
		}
		keep, drop := r[each], s[each]
		for _, t := range rows {
			if t[each] == drop {
				t[each] = keep
			}
		}
	}
}

// checkYes returns two records of one group of required that part under delivered.
func checkYes(delivered, required Dist, rows []row) (pairs int, split []row) {
	for i, r := range rows {
		for _, s := range rows[:i] {
			if !agreeOn(r, s, required.cols) {
				continue
			}
			pairs++
			if !agreeOn(r, s, delivered.cols) {
				return pairs, []row{r, s}
			}
		}
	}
	return pairs, nil
}

// witness returns two records that agree exactly on the closure.
func witness(closure Closure) (r, s row) {
	r, s = row{}, row{}
	for _, c := range universe {
		if !closure.Has(c) {
			s[c] = 1
		}
	}
	return r, s
}

// checkNo says what is wrong with the witness for a no; "" if it is one.
func checkNo(delivered, required Dist, missing Column, facts []Fact) string {
	r, s := witness(Close(required, facts))
	for _, f := range withBuiltIn(facts) {
		if agreeOn(r, s, f.From) && !agree(r, s, f.To) {
			return "a fact does not hold for it"
		}
	}
	first := slices.IndexFunc(delivered.cols, func(c Column) bool { return !agree(r, s, c) })
	switch {
	case !agreeOn(r, s, required.cols):
		return "it is not in one group"
	case first < 0:
		return "it does not part"
	case delivered.cols[first] != missing:
		return "it parts by another column first"
	}
	return ""
}

// slowClosure is the definition: apply facts until nothing changes.
func slowClosure(d Dist, facts []Fact) func(Column) bool {
	in := map[Column]bool{}
	for _, c := range d.cols {
		in[c] = true
	}
	for changed := true; changed; {
		changed = false
		for _, f := range withBuiltIn(facts) {
			holds := !slices.ContainsFunc(f.From, func(c Column) bool { return !in[c] && !(in[Every] && implied(Every, c)) })
			if holds && !in[f.To] {
				in[f.To], changed = true, true
			}
		}
	}
	return func(c Column) bool { return in[c] || in[Every] && implied(Every, c) }
}

// No yes is false, every no is deserved, the closure is that of its definition, and a proof is
// enough, in order and without anything superfluous.
func TestAlgebraIsHonest(t *testing.T) {
	const draws = 100_000
	d := draw{rand.New(rand.NewPCG(20, 26))}
	var yes, no, pairs, proofs int
	for i := range draws {
		delivered, required, facts := d.dist(), d.dist(), d.facts()
		ok, proof, missing := Satisfies(delivered, required, facts)
		if ok {
			yes++
			found, split := checkYes(delivered, required, d.rows(facts))
			if pairs += found; split != nil {
				t.Fatalf("draw %d: false yes: %s for %s under %v parts %v", i, delivered, required, facts, split)
			}
		} else {
			no++
			if wrong := checkNo(delivered, required, missing, facts); wrong != "" {
				t.Fatalf("draw %d: %s for %s under %v, missing %s: the witness is none: %s", i, delivered, required, facts, missing, wrong)
			}
		}
		closure, slow := Close(required, facts), slowClosure(required, facts)
		for _, c := range append(slices.Clone(universe), Every) {
			if closure.Has(c) != slow(c) {
				t.Fatalf("draw %d: closure of %s under %v: %s is wrong", i, required, facts, c)
			}
		}
		if wrong := checkProof(delivered, required, proof); ok && wrong != "" {
			t.Fatalf("draw %d: proof %v of %s for %s under %v: %s", i, proof, delivered, required, facts, wrong)
		}
		proofs += len(proof)
	}
	t.Logf("%d yes with %d pairs of one group and %d facts in proofs, %d no", yes, pairs, proofs, no)
	if yes < draws/10 || no < draws/10 || pairs < draws/10 || proofs < draws/10 {
		t.Error("the draws hardly test anything")
	}
}

// checkProof says what is wrong with a proof; "" if nothing is.
func checkProof(delivered, required Dist, proof []Fact) string {
	subset := func(facts []Fact) bool {
		has := slowClosure(required, facts)
		return !slices.ContainsFunc(delivered.cols, func(c Column) bool { return !has(c) })
	}
	if !subset(proof) {
		return "it is not enough"
	}
	for i, f := range proof {
		if subset(slices.Delete(slices.Clone(proof), i, i+1)) {
			return "a fact is superfluous"
		}
		has := slowClosure(required, proof[:i])
		if slices.ContainsFunc(f.From, func(c Column) bool { return !has(c) }) {
			return "a fact comes before those it rests on"
		}
	}
	return ""
}
