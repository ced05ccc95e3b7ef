package keyedby

import (
	"fmt"
	"math"
)

// byKeys judges records of which some have keys.
func (a *Analysis) byKeys() {
	v := &a.Verdict
	texts, at := a.keys()
	v.Distinct = distinct(texts)
	p := place(texts, at, a.samples, v.Partitions, 1)
	if p != nil {
		v.By, v.Partitioner, v.GrownFrom, v.Chance = ByKey, p.hash.Name, p.grownFrom, p.chance
	}
	form, fields, same := a.keyFields()
	switch {
	case fields == nil:
		a.otherThanKey(p)
		return
	case v.Keyless > 0 && a.byHash(fields):
		return
	}
	v.Form, v.Fields, v.Same = form, fields, same
	switch {
	case p != nil && len(p.exceptions) > 0:
		i := p.exceptions[0]
		v.Exceptions, v.Example = len(p.exceptions), a.example(at[i], -1, string(texts[i]))
		v.none("some records are not where their keys say")
	case v.Keyless > 0:
		v.Exceptions, v.Example = v.Keyless, a.firstKeyless()
		v.none("records without a key may be in any partition")
	default:
		a.byMapping(a.named(fields), p != nil)
	}
}

// byMapping judges the fields of the record keys by the partitions of their values. Placed says that a
// partitioner is known, by which every key is where it should be.
func (a *Analysis) byMapping(fields []*column, placed bool) {
	v := &a.Verdict
	m := a.mapped(fields)
	chance, ok := m.holds(v.Seen, 1)
	switch {
	case m.conflicts > 0:
		v.Exceptions, v.Example = m.conflicts, a.example(a.rows[m.at], a.rows[m.first], shown(fields, m.at))
		v.none("records of one value are in several partitions")
	case placed:
		v.Outcome = Decided
	case ok && a.mayBeHashed():
		v.Outcome, v.By, v.Chance = Decided, ByKey, chance
	case ok:
		v.Outcome, v.By, v.Chance = Decided, ByCustom, chance
	case a.mayBeHashed():
		v.undecided(tooFew(v.Distinct, v.Partitions))
	default:
		v.undecided("no partitioner known here fits, and too few values come back in the sample to see whether each keeps to one partition")
	}
}

// tooFew says how many keys would be enough to name a partitioner.
func tooFew(distinct, partitions int) string {
	need := int(math.Ceil(math.Log(float64(len(partitioners))/MaxChance) / math.Log(float64(partitions))))
	return fmt.Sprintf("to tell it from chance takes records of %d different keys in %d partitions, and the sample has %d", need, partitions, distinct)
}

// mayBeHashed says whether a known partitioner puts all keys where they are, be it by chance.
func (a *Analysis) mayBeHashed() bool {
	texts, at := a.keys()
	for _, h := range known() {
		if p := placedBy(h, texts, at, a.samples, a.Verdict.Partitions); len(p.exceptions) == 0 {
			return true
		}
	}
	return false
}

// otherThanKey judges records whose keys are made of none of their fields. P is what places the keys.
func (a *Analysis) otherThanKey(p *placement) {
	v := &a.Verdict
	keyed := *v
	a.byFields()
	switch {
	case v.Outcome == Decided && v.By == ByCustom && p != nil && len(p.exceptions) == 0:
		v.By, v.Partitioner, v.Distinct, v.Chance = ByKey, p.hash.Name, keyed.Distinct, max(p.chance, v.Chance)
		v.Form = FormOther
	case v.Outcome == Decided || len(a.rows) == 0:
	case p == nil:
		v.Because = "the record key is none of their fields, and no partitioner known here places it"
	case len(p.exceptions) > 0:
		texts, at := a.keys()
		i := p.exceptions[0]
		v.Exceptions, v.Example = len(p.exceptions), a.example(at[i], -1, string(texts[i]))
		v.Because = "the record key is none of their fields"
	default:
		v.Because = "the record key, which places them, is none of their fields"
	}
}

// firstKeyless is the first record without a key, as an example.
func (a *Analysis) firstKeyless() *Example {
	for i := range a.samples {
		if a.samples[i].Key == nil {
			return a.example(i, -1, "")
		}
	}
	return nil
}

// distinct counts the different texts.
func distinct(texts [][]byte) int {
	seen := map[string]struct{}{}
	for _, text := range texts {
		seen[string(text)] = struct{}{}
	}
	return len(seen)
}
